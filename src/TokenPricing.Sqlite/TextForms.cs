using System.Text;

namespace TokenPricing.Sqlite;

/// <summary>The encoding of texts in the file.</summary>
internal static class TextForms
{
    /// <summary>UTF-8 that throws at what is not valid Unicode.</summary>
    public static Encoding Utf8 { get; } = new UTF8Encoding(false, throwOnInvalidBytes: true);
}
