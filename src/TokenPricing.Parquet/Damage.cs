namespace TokenPricing.Parquet;

/// <summary>Says of a damaged file that it is damaged, whatever the decoder throws at it.</summary>
internal static class Damage
{
    /// <summary>Returns what a function returns.</summary>
    /// <exception cref="InvalidDataException">The function threw an exception that a damaged file causes.</exception>
    public static T Guard<T>(Func<T> read) => Guard(read, static r => r());

    /// <summary>Returns what a function of a value returns, which needs no object for each call.</summary>
    /// <exception cref="InvalidDataException">The function threw an exception that a damaged file causes.</exception>
    public static T Guard<TValue, T>(TValue value, Func<TValue, T> read)
        where TValue : allows ref struct
    {
        try
        {
            return read(value);
        }
        catch (Exception e) when (e is NotSupportedException or NotImplementedException)
        {
            throw new InvalidDataException(
                $"The Parquet file is written in a way that is not read: {e.Message}. Write it with data pages and encodings of version 1.",
                e);
        }
        catch (Exception e) when (e is not (InvalidDataException or OutOfMemoryException or UnauthorizedAccessException))
        {
            throw new InvalidDataException($"The Parquet file is damaged: {e.Message}", e);
        }
    }
}
