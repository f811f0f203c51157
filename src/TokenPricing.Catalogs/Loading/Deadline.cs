using System.Globalization;

namespace TokenPricing.Catalogs;

/// <summary>Runs operations with a time limit.</summary>
internal static class Deadline
{
    /// <summary>Returns a duration that a timer can wait for: from 1 millisecond to a maximum.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 millisecond to <paramref name="maximum"/>.</exception>
    public static Duration Checked(Duration value, Duration maximum, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, Duration.FromMilliseconds(1), name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, maximum, name);
        return value;
    }

    /// <summary>Runs an operation and returns its result. An operation that ignores its token is abandoned when the time is over.</summary>
    /// <exception cref="TimeoutException">
    /// The operation took longer than <paramref name="timeout"/>, or than a limit of its own.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was canceled first.</exception>
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
