using System.Runtime.InteropServices;
using System.Text.Json;

namespace TokenPricing.Usage;

/// <summary>Gives the names of fields as strings without creating the same ones for each response. Thread-safe.</summary>
internal static class JsonNames
{
    // Enough for all names of the known responses. A name replaces another one that has the same place, so that memory stays bounded.
    private const int Places = 1024;
    private const int Longest = 64;

    private static readonly Entry?[] Entries = new Entry?[Places];

    /// <summary>Returns the name of a field.</summary>
    /// <exception cref="InvalidOperationException">The name is no valid Unicode.</exception>
    public static string Of(JsonProperty field)
    {
        ReadOnlySpan<byte> utf8 = JsonMarshal.GetRawUtf8PropertyName(field);
        if (utf8.Length > Longest || utf8.Contains((byte)'\\'))
        {
            return field.Name;
        }

        uint at = PlaceOf(utf8);
        if (Entries[at] is { } first && utf8.SequenceEqual(first.Utf8))
        {
            return first.Text;
        }

        if (Entries[at ^ 1] is { } second && utf8.SequenceEqual(second.Utf8))
        {
            return second.Text;
        }

        // Of two names that want one place, the newer one moves the other to the next place.
        string text = field.Name;
        (Entries[at ^ 1], Entries[at]) = (Entries[at], new Entry(utf8.ToArray(), text));
        return text;
    }

    private static uint PlaceOf(ReadOnlySpan<byte> utf8) => utf8.IsEmpty ? 0
        : (uint)(utf8.Length + (utf8[0] * 31) + (utf8[utf8.Length / 2] * 961) + (utf8[^1] * 29_791)) % Places;

    private sealed record Entry(byte[] Utf8, string Text);
}
