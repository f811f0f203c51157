namespace TokenPricing.Peers;

/// <summary>The limit that memory sets: a loop that reads the same columns, writes one as long, and does nothing else.</summary>
internal static class ColumnLoop
{
    public static void Run(ReadOnlySpan<int> offers, ReadOnlySpan<long> at, ReadOnlySpan<long> input, ReadOnlySpan<long> cacheRead, ReadOnlySpan<long> output, Span<long> result)
    {
        at = at[..offers.Length];
        input = input[..offers.Length];
        cacheRead = cacheRead[..offers.Length];
        output = output[..offers.Length];
        result = result[..offers.Length];
        for (int i = 0; i < offers.Length; i++)
        {
            result[i] = unchecked(offers[i] + at[i] + input[i] + cacheRead[i] + output[i]);
        }
    }
}
