using System.Text;
using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>Sees from the first bytes of a file what it is.</summary>
internal static class FileSniffer
{
    private static readonly char[] Separators = [',', ';', '\t', '|'];

    /// <summary>Returns the kind of a file.</summary>
    /// <param name="head">Its first bytes.</param>
    /// <param name="isWhole">Whether they are all of it.</param>
    public static FileKind KindOf(ReadOnlySpan<byte> head, bool isWhole)
    {
        if (head is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            return FileKind.Utf16;
        }

        if (IsParquet(head))
        {
            return FileKind.Parquet;
        }

        bool isZip = head.StartsWith("PK\u0003\u0004"u8);
        if (head is [0xD0, 0xCF, 0x11, 0xE0, ..] || (isZip && (head.IndexOf("[Content_Types].xml"u8) >= 0 || head.IndexOf("xl/"u8) >= 0)))
        {
            return FileKind.Workbook;
        }

        if (head.StartsWith("%PDF-"u8))
        {
            return FileKind.Pdf;
        }

        if (isZip)
        {
            return FileKind.Zip;
        }

        ReadOnlySpan<byte> text = WithoutMark(head).TrimStart(" \t\r\n"u8);
        if (text.IsEmpty)
        {
            return FileKind.Empty;
        }

        if (text[..Math.Min(text.Length, 4096)].Contains((byte)0))
        {
            return FileKind.Binary;
        }

        return text[0] switch
        {
            (byte)'[' => FileKind.Json,
            (byte)'<' => FileKind.Page,
            (byte)'{' => IsOneLine(text, isWhole) ? FileKind.JsonLines : FileKind.Json,
            _ when PrometheusFormat.Recognizes(Encoding.UTF8.GetString(text[..Math.Min(text.Length, 16_384)])) => FileKind.Metrics,
            _ => FileKind.Csv,
        };
    }

    /// <summary>Returns whether a file begins as Parquet files do.</summary>
    public static bool IsParquet(ReadOnlySpan<byte> head) => head.StartsWith("PAR1"u8);

    /// <summary>
    /// Returns whether lines of JSON are rows of this library's own, by the first of them that tells; <see langword="null"/> if none of the
    /// first does. A line that is not JSON says nothing about the others.
    /// </summary>
    public static bool? AreOwnRows(ReadOnlySpan<byte> head, RecordFormat[] formats)
    {
        ReadOnlySpan<byte> rest = WithoutMark(head);
        for (int lines = 0; lines < 200 && !rest.IsEmpty; lines++)
        {
            int end = rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            try
            {
                Utf8JsonReader reader = new(line);
                if (IsOwnRow(JsonElement.ParseValue(ref reader), formats) is { } isOwn)
                {
                    return isOwn;
                }
            }
            catch (JsonException) when (end < 0)
            {
                return IsOwnBegin(line, formats) ? true : null;
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                continue;
            }
        }

        return null;
    }

    /// <summary>Returns whether a JSON document, or the first element of an array, is a row of this library's own.</summary>
    public static bool IsOwnDocument(ReadOnlySpan<byte> head, RecordFormat[] formats)
    {
        ReadOnlySpan<byte> text = WithoutMark(head).TrimStart(" \t\r\n"u8);
        text = text is [(byte)'[', ..] ? text[1..].TrimStart(" \t\r\n"u8) : text;
        if (text is not [(byte)'{', ..])
        {
            return false;
        }

        try
        {
            Utf8JsonReader reader = new(text);
            return IsOwnRow(JsonElement.ParseValue(ref reader), formats) == true;
        }
        catch (JsonException)
        {
            return IsOwnBegin(text, formats);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>
    /// Returns whether a line is a row of this library's own: a model, and a usage or a response; <see langword="null"/> if it is of no
    /// known format, and its fields do not tell their meaning by their names. A provider makes a row of what another format has too.
    /// </summary>
    private static bool? IsOwnRow(JsonElement root, RecordFormat[] formats)
    {
        bool hasProvider = JsonFields.Find(root, "provider") is not null;
        bool hasModel = JsonFields.Find(root, "model") is not null;
        bool hasUsage = JsonFields.Find(root, "usage") is { ValueKind: JsonValueKind.Object };
        bool hasResponse = JsonFields.Find(root, "response") is
        { ValueKind: JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.String };
        bool isCounted = hasUsage && hasModel && JsonFields.Find(root, "sku") is null;
        if ((isCounted || hasResponse) && hasProvider)
        {
            return true;
        }

        JsonRecord record = new("", 1, root);
        return Array.Exists(formats, f => f.Recognizes(record)) ? false
            : isCounted ? true
            : ColumnMapping.Guess(record.Names) is not null ? false
            : hasModel && (hasProvider || hasResponse) ? true
            : null;
    }

    /// <summary>Returns whether a line that is longer than the head begins as a row of this library's own does.</summary>
    private static bool IsOwnBegin(ReadOnlySpan<byte> line, RecordFormat[] formats)
    {
        List<string> names = [];
        Utf8JsonReader reader = new(line, isFinalBlock: false, default);
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName)
                {
                    names.Add(reader.GetString()!);
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }

        if (!names.Contains("response") && !names.Contains("usage"))
        {
            return false;
        }

        // Only the names are known so far, as those of a header.
        CsvRecord record = new("", 1, new CsvColumns(names), []);
        return names.Contains("provider")
            || (names.Contains("model") && !Array.Exists(formats, f => f.Recognizes(record)) && ColumnMapping.Guess(names) is null);
    }

    /// <summary>Returns whether a text has an object anywhere.</summary>
    public static bool HasObject(ReadOnlySpan<byte> head) => head.Contains((byte)'{');

    /// <summary>Returns whether a header has only columns of this library's own format.</summary>
    public static bool IsOwnHeader(ReadOnlySpan<byte> head, RecordFormat[] formats) =>
        IsOwnHeader([.. HeaderOf(head).Split(',').Select(c => c.Trim('"', '\r', ' ', '\t'))], formats);

    /// <summary>Returns whether columns are only those of this library's own format.</summary>
    public static bool IsOwnHeader(string[] columns, RecordFormat[] formats)
    {
        CsvRecord record = new("", 1, new CsvColumns(columns), []);
        if (Array.Exists(formats, f => f.Recognizes(record)))
        {
            return false;
        }

        bool isNamed = columns.Contains("provider") || columns.Contains("model");
        bool isCounted = Array.Exists(columns, c => UsageFields.TryGetMeter(c, out _));
        return isNamed && (isCounted ? columns.Contains("provider") : ColumnMapping.Guess(columns) is null);
    }

    /// <summary>Returns what separates the cells of a header: the most frequent of comma, semicolon, tab and bar.</summary>
    public static char SeparatorOf(ReadOnlySpan<byte> head)
    {
        string header = HeaderOf(head);
        bool isQuoted = false;
        int[] counts = new int[Separators.Length];
        foreach (char c in header)
        {
            isQuoted ^= c == '"';
            int index = Array.IndexOf(Separators, c);
            if (!isQuoted && index >= 0)
            {
                counts[index]++;
            }
        }

        return Separators[Array.IndexOf(counts, counts.Max())];
    }

    /// <summary>Returns what is wrong with a file of which nothing is known, and what to write.</summary>
    public static string Unknown(string file, IReadOnlyList<string> names, char? separator)
    {
        string single = separator is not null && names.Count == 1
            ? " It has one column: if the separator is not a comma, semicolon, tab or bar, say it in the mapping, as \"separator\":\"~\"."
            : "";
        return $"{file} is in no format that is known: it has {Fields(names)}. Say what its columns mean with --map FILE.json, such as "
            + $"{{\"columns\":{{\"model\":\"…\",\"input\":\"…\",\"output\":\"…\"}}}}.{single}";
    }

    /// <summary>Returns the first fields of a file, for a message.</summary>
    public static string Fields(IReadOnlyList<string> names) => names.Count == 0
        ? "no fields"
        : $"the fields {string.Join(", ", names.Take(8).Select(SourceText.Shown))}{(names.Count > 8 ? ", …" : "")}";

    private static string HeaderOf(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> text = WithoutMark(head).TrimStart("\r\n"u8);
        int end = text.IndexOf((byte)'\n');
        return Encoding.UTF8.GetString(text[..Math.Min(end < 0 ? text.Length : end, 65_536)]);
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> head) => head is [0xEF, 0xBB, 0xBF, ..] ? head[3..] : head;

    /// <summary>
    /// Returns whether the first line is an object of its own: its brackets are closed, or it does not end as a line in the middle of an
    /// object does.
    /// </summary>
    private static bool IsOneLine(ReadOnlySpan<byte> text, bool isWhole)
    {
        int end = text.IndexOf((byte)'\n');
        if (end < 0)
        {
            return !isWhole || text.Length > 1;
        }

        ReadOnlySpan<byte> line = text[..end].TrimEnd(" \t\r"u8);
        return IsClosed(line) || !(line[^1] is (byte)'{' or (byte)'[' or (byte)',' or (byte)':' || IsContinued(text[(end + 1)..]));
    }

    private static bool IsContinued(ReadOnlySpan<byte> rest) =>
        rest.TrimStart(" \t\r\n"u8) is [(byte)'}' or (byte)']' or (byte)',' or (byte)'"', ..];

    private static bool IsClosed(ReadOnlySpan<byte> line)
    {
        int depth = 0;
        bool isInString = false;
        for (int i = 0; i < line.Length; i++)
        {
            byte c = line[i];
            if (isInString)
            {
                i += c == '\\' ? 1 : 0;
                isInString = c != '"';
            }
            else
            {
                isInString = c == '"';
                depth += c is (byte)'{' or (byte)'[' ? 1 : c is (byte)'}' or (byte)']' ? -1 : 0;
            }
        }

        return depth == 0 && !isInString;
    }
}
