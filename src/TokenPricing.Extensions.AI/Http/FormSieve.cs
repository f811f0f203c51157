using System.Text;
using System.Text.Json;

namespace TokenPricing.Extensions.AI;

/// <summary>Keeps the model that a form asks for, such as that of an upload of audio, as JSON.</summary>
internal sealed class FormSieve : IBodySieve
{
    // A header of a part, its empty line and the name of a model.
    private const int Longest = 1024;

    // Of OpenAI's client, and of most others.
    private static readonly byte[][] Names = ["name=model\r\n"u8.ToArray(), "name=\"model\"\r\n"u8.ToArray()];

    private readonly ByteBuffer _tail = new();
    private bool _isFound;

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !(_isFound && _tail.Length >= Longest))
        {
            int count = Math.Min(bytes.Length, Longest);
            _tail.Add(bytes[..count]);
            bytes = bytes[count..];
            if (!_isFound)
            {
                Search();
            }
        }
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> ToText()
    {
        ReadOnlySpan<byte> part = _tail.Written.Span;
        int start = _isFound ? part.IndexOf("\r\n\r\n"u8) : -1;
        ReadOnlySpan<byte> value = start < 0 ? default : part[(start + 4)..];
        return value.IndexOf("\r\n"u8) is > 0 and var end
            ? Encoding.UTF8.GetBytes($"{{\"model\":\"{JsonEncodedText.Encode(value[..end])}\"}}")
            : default;
    }

    /// <inheritdoc/>
    public void Release() => _tail.Release();

    private void Search()
    {
        ReadOnlySpan<byte> text = _tail.Written.Span;
        foreach (byte[] name in Names)
        {
            if (text.IndexOf(name) is >= 0 and var at)
            {
                Keep(text[at..].ToArray());
                _isFound = true;
                return;
            }
        }

        // What may be the beginning of the name remains.
        if (text.Length > Longest)
        {
            Keep(text[^Names[1].Length..].ToArray());
        }
    }

    private void Keep(byte[] rest)
    {
        _tail.Length = 0;
        _tail.Add(rest);
    }
}
