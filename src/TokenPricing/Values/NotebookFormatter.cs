namespace TokenPricing.Values;

/// <summary>Writes values in one format for a notebook.</summary>
internal sealed class NotebookFormatter(string mimeType, Func<object, string?> format)
{
    /// <summary>The format, such as <c>text/html</c>.</summary>
    public string MimeType => mimeType;

    /// <summary>Writes the value; returns <see langword="false"/>, and writes nothing, where it has no such format.</summary>
    public bool Format(object value, TextWriter writer)
    {
        if (format(value) is not { } text)
        {
            return false;
        }

        writer.Write(text);
        return true;
    }
}
