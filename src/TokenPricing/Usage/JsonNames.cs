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

        ref Entry? place = ref Entries[PlaceOf(utf8)];
        if (place is { } known && utf8.SequenceEqual(known.Utf8))
        {
            return known.Text;
        }

        string text = field.Name;
        place = new Entry(utf8.ToArray(), text);
        return text;
    }

    private static uint PlaceOf(ReadOnlySpan<byte> utf8)
    {
        uint hash = 2_166_136_261;
        foreach (byte b in utf8)
        {
            hash = unchecked((hash ^ b) * 16_777_619);
        }

        return hash % Places;
    }

    private sealed record Entry(byte[] Utf8, string Text);
}
