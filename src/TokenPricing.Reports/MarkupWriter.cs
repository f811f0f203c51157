using System.Text;

namespace TokenPricing.Reports;

/// <summary>Writes elements and escaped text. The result is valid as HTML and as well-formed XML.</summary>
internal sealed class MarkupWriter
{
    private readonly StringBuilder _text = new();
    private readonly Stack<string> _open = new();

    /// <summary>Writes a start tag.</summary>
    public MarkupWriter Open(string element, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Tag(element, attributes).Append('>');
        _open.Push(element);
        return this;
    }

    /// <summary>Writes the end tag of the innermost open element.</summary>
    public MarkupWriter Close()
    {
        _text.Append("</").Append(_open.Pop()).Append('>');
        return this;
    }

    /// <summary>Writes an element that cannot have content, such as <c>meta</c>.</summary>
    public MarkupWriter Void(string element, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Tag(element, attributes).Append(" />");
        return this;
    }

    /// <summary>Writes an element with text.</summary>
    public MarkupWriter Element(string element, string text, params ReadOnlySpan<(string Name, string Value)> attributes) =>
        Open(element, attributes).Text(text).Close();

    /// <summary>Writes escaped text.</summary>
    public MarkupWriter Text(string text)
    {
        Escape(text);
        return this;
    }

    public MarkupWriter NewLine()
    {
        _text.Append('\n');
        return this;
    }

    /// <summary>Writes trusted markup without escaping it, such as the style sheet. Never pass text from data.</summary>
    public MarkupWriter Trusted(string text)
    {
        _text.Append(text);
        return this;
    }

    public override string ToString() => _text.ToString();

    private StringBuilder Tag(string element, ReadOnlySpan<(string Name, string Value)> attributes)
    {
        _text.Append('<').Append(element);
        foreach ((string name, string value) in attributes)
        {
            _text.Append(' ').Append(name).Append("=\"");
            Escape(value);
            _text.Append('"');
        }

        return _text;
    }

    /// <summary>Escapes markup, and replaces characters that XML does not allow by U+FFFD.</summary>
    private void Escape(string text)
    {
        // EnumerateRunes replaces half of a surrogate pair by U+FFFD.
        foreach (Rune rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '&':
                    _text.Append("&amp;");
                    break;
                case '<':
                    _text.Append("&lt;");
                    break;
                case '>':
                    _text.Append("&gt;");
                    break;
                case '"':
                    _text.Append("&quot;");
                    break;
                case '\'':
                    _text.Append("&#39;");
                    break;
                case (< ' ' and not ('\t' or '\n')) or (>= 0x7F and <= 0x9F) or 0xFFFE or 0xFFFF:
                    _text.Append('\uFFFD');
                    break;
                default:
                    ReportText.Append(_text, rune);
                    break;
            }
        }
    }
}
