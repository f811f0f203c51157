using System.Collections;
using System.Globalization;
using System.Net;
using System.Reflection;

namespace TokenPricing.Notebooks;

/// <summary>
/// Shows a value as the kernels of C# notebooks do: by the formatters of an attribute named <c>TypeFormatterSourceAttribute</c>, several
/// values as a table of their properties, anything else as its text.
/// </summary>
public static class ShownValue
{
    private const string Html = "text/html";
    private const string Plain = "text/plain";

    /// <summary>The value as text, and as HTML where it has such a form.</summary>
    /// <param name="value">The value, which may be <see langword="null"/>.</param>
    public static CellOutput Of(object? value)
    {
        Dictionary<string, string> forms = value is null ? [] : Variants(value);
        return value is IEnumerable items and not string && forms.Count == 0
            ? Table([.. items.Cast<object>()])
            : new CellOutput(forms.GetValueOrDefault(Plain) ?? Text(value), forms.GetValueOrDefault(Html));
    }

    // As HTML only where the type prefers it; a kernel has the other form for tables.
    private static Dictionary<string, string> Variants(object value)
    {
        Dictionary<string, string> forms = [];
        string[] preferred = Property(Source(value.GetType()), "PreferredMimeTypes") as string[] ?? [];
        foreach (object formatter in Formatters(value.GetType()))
        {
            using StringWriter writer = new(CultureInfo.InvariantCulture);
            if (formatter.GetType().GetMethod("Format")?.Invoke(formatter, [value, writer]) is true
                && Property(formatter, "MimeType") is string mimeType
                && (mimeType == Plain || preferred.Contains(mimeType)))
            {
                forms.TryAdd(mimeType, writer.ToString());
            }
        }

        return forms;
    }

    private static IEnumerable<object> Formatters(Type type) =>
        Property(Source(type), "FormatterSourceType") is Type source
        && source.GetMethod("CreateTypeFormatters")?.Invoke(Activator.CreateInstance(source), null) is IEnumerable formatters
            ? formatters.Cast<object>()
            : [];

    private static object? Source(Type type) =>
        type.GetCustomAttributes(inherit: true).FirstOrDefault(a => a.GetType().Name == "TypeFormatterSourceAttribute");

    private static object? Property(object? owner, string name) => owner?.GetType().GetProperty(name)?.GetValue(owner);

    private static CellOutput Table(object[] items)
    {
        PropertyInfo[] columns = items.Length == 0 || items[0] is string || Formatters(items[0].GetType()).Any()
            ? []
            : [.. items[0].GetType().GetProperties().Where(p => p.GetIndexParameters().Length == 0)];
        string[] header = columns.Length == 0 ? ["Value"] : [.. columns.Select(c => Words(c.Name))];
        object?[][] rows = [.. items.Select(i => columns.Length == 0 ? [i] : columns.Select(c => c.GetValue(i)).ToArray())];
        bool[] isNumber = [.. header.Index().Select(c => rows.Length > 0 && rows.All(r => r[c.Index] is null or (ISpanFormattable and not Enum and not char)))];
        string html = $"<table><thead><tr>{Cells("th", header)}</tr></thead><tbody>{string.Concat(rows.Select(r => $"<tr>{Cells("td", r.Select(Text))}</tr>"))}</tbody></table>";
        return new CellOutput(Aligned([header, .. rows.Select(r => r.Select(Text).ToArray())], isNumber), html);

        string Cells(string element, IEnumerable<string> texts) => string.Concat(texts.Zip(
            isNumber, (text, number) => $"<{element} style=\"text-align: {(number ? "right" : "left")}\">{WebUtility.HtmlEncode(text)}</{element}>"));
    }

    private static string Aligned(string[][] rows, bool[] isNumber)
    {
        int[] widths = [.. isNumber.Index().Select(c => rows.Max(r => r[c.Index].Length))];
        return string.Join('\n', rows.Select(r => string.Join("  ", r.Select((text, i) => isNumber[i] ? text.PadLeft(widths[i]) : text.PadRight(widths[i]))).TrimEnd()));
    }

    // A property's name as the words of a heading: "InputTokens" is "Input tokens".
    private static string Words(string name) =>
        string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) && !char.IsUpper(name[i - 1]) ? $" {char.ToLowerInvariant(c)}" : $"{c}"));

    private static string Text(object? value) => value switch
    {
        null => "",
        int or long => string.Create(CultureInfo.InvariantCulture, $"{value:N0}"),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
