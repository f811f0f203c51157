using System.Runtime.InteropServices;
using System.Text;

namespace TokenPricing.Statements;

/// <summary>
/// Returns the same string for the same text of a column: millions of rows repeat a few names. A column whose texts do not repeat, such as
/// one of ids, is soon left alone.
/// </summary>
internal sealed class TextCache
{
    private const int Slots = 256;
    private const int Longest = 128;
    private const int Patience = 4 * Slots;

    private readonly string?[] _texts = new string?[Slots];
    private int _patience = Patience;

    /// <summary>Whether the texts so far have repeated, or have been too few to tell.</summary>
    public bool HasRepeats => _patience > 0;

    /// <summary>Returns a text.</summary>
    public string Of(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > Longest || _patience == 0)
        {
            return new string(text);
        }

        ref string? slot = ref _texts[Slot(MemoryMarshal.AsBytes(text))];
        if (slot is { } known && text.SequenceEqual(known))
        {
            _patience = Math.Min(_patience + 1, Patience);
            return known;
        }

        _patience--;
        return slot = new string(text);
    }

    /// <summary>Returns the text that bytes of UTF-8 mean.</summary>
    public string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > Longest || _patience == 0)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        ref string? slot = ref _texts[Slot(utf8)];
        if (slot is { } known && Ascii.Equals(utf8, known))
        {
            _patience = Math.Min(_patience + 1, Patience);
            return known;
        }

        _patience--;
        return slot = Encoding.UTF8.GetString(utf8);
    }

    /// <summary>Returns the slot of a text, from its length, its beginning and its end.</summary>
    private static int Slot(ReadOnlySpan<byte> text)
    {
        ulong hash = (uint)text.Length;
        if (text.Length >= sizeof(ulong))
        {
            ulong first = Unsafe.ReadUnaligned<ulong>(in text[0]);
            ulong last = Unsafe.ReadUnaligned<ulong>(in text[^sizeof(ulong)]);
            hash = unchecked(hash + (first * 31) + last);
        }
        else
        {
            foreach (byte b in text)
            {
                hash = unchecked((hash * 31) + b);
            }
        }

        return (int)(unchecked(hash * 0x9E37_79B9_7F4A_7C15) >> 56);
    }
}
