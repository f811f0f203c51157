namespace TokenPricing.Reports;

/// <summary>Writes values in one format.</summary>
internal sealed class NotebookFormatter(string mimeType, Func<object, string?> format)
{
    /// <summary>The format, such as <c>text/html</c>.</summary>
    public string MimeType => mimeType;

    /// <summary>Writes the value, or says that it cannot.</summary>
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
