namespace TokenPricing.Statements;

/// <summary>Adds input tokens whose cached tokens are inside the total, or beside it.</summary>
internal static class CacheCounts
{
    /// <summary>
    /// Adds the input. Where reads and writes are more than the total, which should contain them, the tool that wrote the file counts them
    /// beside it.
    /// </summary>
    /// <param name="parts">Receives the parts.</param>
    /// <param name="input">The input; <see langword="null"/> if it was not reported.</param>
    /// <param name="read">Tokens read from the cache.</param>
    /// <param name="written">Tokens written to the cache, those of known time included.</param>
    /// <param name="written5m">Of the writes: those for five minutes.</param>
    /// <param name="written1h">Of the writes: those for one hour.</param>
    public static void AddTotal(
        UsageParts parts, long? input, long? read, long? written, long? written5m = null, long? written1h = null)
    {
        long known = checked((written5m ?? 0) + (written1h ?? 0));
        long writes = Math.Max(written ?? 0, known);
        long cached = checked((read ?? 0) + writes);
        if (input is { } total)
        {
            parts.Add(Meter.Input, cached > total ? total : total - cached);
        }

        AddCached(parts, read, written is null && known == 0 ? null : writes, written5m, written1h);
    }

    /// <summary>Adds cached tokens. Writes whose time is not known are not free.</summary>
    public static void AddCached(UsageParts parts, long? read, long? written, long? written5m = null, long? written1h = null)
    {
        parts.Add(Meter.CacheRead, read);
        if (written5m is null or 0 && written1h is null or 0)
        {
            parts.Add(Meter.CacheWrite, written);
            return;
        }

        parts.Add(Meter.CacheWrite5m, written5m).Add(Meter.CacheWrite1h, written1h);
        long rest = (written ?? 0) - (written5m ?? 0) - (written1h ?? 0);
        parts.Add(Meter.CacheWrite, rest > 0 ? rest : null);
    }
}
