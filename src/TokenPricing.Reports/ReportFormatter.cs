namespace TokenPricing.Reports;

/// <summary>Writes values in one format for a notebook. Kernels call its members by name.</summary>
internal sealed class ReportFormatter(string mimeType, Func<object, string?> format)
{
    /// <summary>The format, such as <c>text/html</c>.</summary>
    public string MimeType => mimeType;

    /// <summary>Writes a value; returns <see langword="false"/> and writes nothing if the value does not have this format.</summary>
    public bool Format(object value, TextWriter writer)
    {
        string? text = format(value);
        writer.Write(text);
        return text is not null;
    }
}
