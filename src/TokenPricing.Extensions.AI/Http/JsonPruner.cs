using System.Buffers;

namespace TokenPricing.Extensions.AI;

/// <summary>
/// Copies JSON byte by byte, without the contents of long texts and without the rest of long arrays. What it writes is JSON with the same
/// objects; a text is there in whole or empty.
/// </summary>
/// <param name="target">Takes the copy.</param>
internal sealed class JsonPruner(ByteBuffer target)
{
    private const int LongestText = 256;
    private const int MostValues = 16;
    private const int MostObjects = 256;

    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"[]{},"u8);

    // Of each open object or array: whether it is an array, and how many commas it had.
    private readonly Stack<(bool IsArray, int Commas)> _open = new();
    private bool _isInText;
    private bool _isEscaped;
    private int _textStart;
    private int _textLength;
    private bool _wasContainer;

    // The depth of the array whose rest is left out; 0 for none.
    private int _skippedFrom;

    /// <summary>Returns what goes on with a copy that was whole until now, and prunes that.</summary>
    public static JsonPruner After(ByteBuffer whole)
    {
        byte[] before = whole.Written.ToArray();
        whole.Length = 0;
        JsonPruner pruner = new(whole);
        pruner.Add(before);
        return pruner;
    }

    /// <summary>Copies the next bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = _isInText ? AddText(bytes) : AddStructure(bytes);
        }
    }

    private ReadOnlySpan<byte> AddText(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)'"');
        while (end >= 0 && IsEscaped(bytes[..end]))
        {
            int next = bytes[(end + 1)..].IndexOf((byte)'"');
            end = next < 0 ? -1 : end + 1 + next;
        }

        if (end < 0)
        {
            KeepText(bytes);
            _isEscaped = IsEscaped(bytes);
            return [];
        }

        KeepText(bytes[..end]);
        Keep(bytes.Slice(end, 1));
        (_isInText, _isEscaped) = (false, false);
        return bytes[(end + 1)..];
    }

    /// <summary>Returns whether what follows a part of a text is escaped: an odd number of backslashes is before it.</summary>
    private bool IsEscaped(ReadOnlySpan<byte> before)
    {
        int backslashes = before.Length - before.TrimEnd((byte)'\\').Length;
        return int.IsOddInteger(backslashes) != (backslashes == before.Length && _isEscaped);
    }

    private ReadOnlySpan<byte> AddStructure(ReadOnlySpan<byte> bytes)
    {
        int at = bytes.IndexOfAny(Structure);
        if (at < 0)
        {
            Keep(bytes);
            return [];
        }

        Keep(bytes[..at]);
        ReadOnlySpan<byte> one = bytes.Slice(at, 1);
        switch (one[0])
        {
            case (byte)'"':
                Keep(one);
                (_isInText, _textStart, _textLength, _wasContainer) = (true, target.Length, 0, false);
                break;

            case (byte)'[' or (byte)'{':
                Keep(one);
                _open.Push((one[0] == (byte)'[', 0));
                break;

            case (byte)',':
                AddComma(one);
                break;

            default:
                Close(one);
                break;
        }

        return bytes[(at + 1)..];
    }

    private void AddComma(ReadOnlySpan<byte> comma)
    {
        if (_skippedFrom == 0 && _open.Count > 1 && _open.Peek() is { IsArray: true } array)
        {
            int most = _wasContainer ? MostObjects : MostValues;
            _open.Pop();
            _open.Push((true, array.Commas + 1));
            _skippedFrom = array.Commas + 1 >= most ? _open.Count : 0;
        }

        Keep(comma);
        _wasContainer = false;
    }

    private void Close(ReadOnlySpan<byte> bracket)
    {
        if (_skippedFrom == _open.Count)
        {
            _skippedFrom = 0;
        }

        if (_open.Count > 0)
        {
            _open.Pop();
        }

        Keep(bracket);
        _wasContainer = true;
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_skippedFrom == 0)
        {
            target.Add(bytes);
        }
    }

    /// <summary>Keeps a part of a text, unless the text is long: then nothing of it is kept.</summary>
    private void KeepText(ReadOnlySpan<byte> bytes)
    {
        if (_textLength > LongestText)
        {
            return;
        }

        _textLength += Math.Min(bytes.Length, LongestText + 1);
        if (_skippedFrom != 0)
        {
            return;
        }

        if (_textLength > LongestText)
        {
            target.Length = _textStart;
        }
        else
        {
            target.Add(bytes);
        }
    }
}
