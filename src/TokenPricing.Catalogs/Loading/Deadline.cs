using System.Globalization;
using NodaTime;

namespace TokenPricing.Catalogs;

/// <summary>Work that ends in time, by itself or not.</summary>
internal static class Deadline
{
    /// <summary>The value, where it is from 1 millisecond, the least that a timer tells from nothing, to <paramref name="most"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static Duration Checked(Duration value, Duration most, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, Duration.FromMilliseconds(1), name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most, name);
        return value;
    }

    /// <summary>What the work gives. Work that does not heed its token is left behind.</summary>
    /// <exception cref="TimeoutException">It took longer than <paramref name="timeout"/>, or than a limit of its own.</exception>
    /// <exception cref="OperationCanceledException">The caller's <paramref name="cancellation"/> came first.</exception>
    public static async Task<T> RunAsync<T>(
        Func<CancellationToken, Task<T>> work, string name, Duration timeout, TimeProvider time, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = new(timeout.ToTimeSpan(), time);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            return await work(both.Token).WaitAsync(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            string message = limit.IsCancellationRequested
                ? string.Create(CultureInfo.InvariantCulture, $"{name} took longer than {timeout.TotalSeconds:0.###} seconds.")
                : e.Message;
            throw new TimeoutException(message, e);
        }
    }
}
