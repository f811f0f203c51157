using System.Runtime.InteropServices;
using System.Text;

namespace TokenPricing.Statements;

/// <summary>
/// Returns the same string for the same text of a column: millions of rows repeat a few names, and some repeat thousands. A column whose
/// texts do not repeat, such as one of ids, is soon left alone.
/// </summary>
internal sealed class TextCache
{
    private const int Slots = 256;
    private const int Longest = 128;
    private const int Patience = 4 * Slots;

    /// <summary>The largest number of texts that are kept, of up to 128 characters: at most some 20 megabytes.</summary>
    private const int MostTexts = 1 << 16;

    private readonly string?[] _texts = new string?[Slots];
    private readonly HashSet<string> _all = new(StringComparer.Ordinal);
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

        return slot = Rare(text);
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

        Span<char> text = stackalloc char[Longest];
        return slot = Rare(text[..Encoding.UTF8.GetChars(utf8, text)]);
    }

    /// <summary>Returns a text that is not where it is looked for first.</summary>
    private string Rare(ReadOnlySpan<char> text)
    {
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> all = _all.GetAlternateLookup<ReadOnlySpan<char>>();
        if (all.TryGetValue(text, out string? known))
        {
            _patience = Math.Min(_patience + 1, Patience);
            return known;
        }

        _patience--;
        string added = new(text);
        if (_all.Count < MostTexts)
        {
            _all.Add(added);
        }

        if (_patience == 0)
        {
            _all.Clear();
        }

        return added;
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
