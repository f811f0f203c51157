using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>Says which numbers of a usage are in no count, so that a cost may leave them out.</summary>
/// <param name="format">The name of the format.</param>
/// <param name="known">The paths of the numbers that are read, that repeat what is read, or that change no cost.</param>
internal sealed class UnknownCounts(string format, params IEnumerable<string> known)
{
    /// <summary>Tokens of these kinds have prices of their own.</summary>
    private static readonly string[] Priced = ["cache", "reason", "thought", "thinking"];

    private static readonly string[] TimesAndCosts = ["cost", "_time", "_ms", "_duration", "_latency", "_per_second"];

    /// <summary>Words of limits, rates and sums, which are no counts of their own.</summary>
    private static readonly string[] NoCounts = ["max", "limit", "budget", "second", "total", "_rate"];

    private static readonly string[] CountWords = ["token", "cost", "price", "spend", "fee", "charge"];

    private readonly FrozenSet<string> _known = known.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Returns the warning of a column whose name is that of a count or a cost.</summary>
    public static string Unread(string format, string column) =>
        $"{format}: the column '{column}' looks like a count or a cost and is not read";

    /// <summary>Returns whether the name of a field is that of a count or a cost.</summary>
    public static bool LooksCounted(string name) =>
        Array.Exists(CountWords, w => name.Contains(w, StringComparison.OrdinalIgnoreCase))
        && !name.Contains("first_token", StringComparison.OrdinalIgnoreCase)
        && !name.EndsWith("type", StringComparison.OrdinalIgnoreCase)
        && !name.EndsWith("currency", StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns whether the name of a column is that of a count of tokens.</summary>
    public static bool LooksLikeTokens(string column) =>
        column.Contains("token", StringComparison.OrdinalIgnoreCase)
        && LooksCounted(column)
        && !Array.Exists(NoCounts, w => column.Contains(w, StringComparison.OrdinalIgnoreCase));

    /// <summary>Returns whether a text is a number of more than zero. A zero changes no cost.</summary>
    public static bool IsMoreThanZero(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) && number > 0;

    /// <summary>Notes the numbers in a usage, at any depth, that are not known.</summary>
    /// <exception cref="RowException">One of them looks like tokens that have a price of their own.</exception>
    public void Note(JsonElement usage, ReadingNotes notes) => Note("", usage, notes);

    /// <summary>Notes a number, unless it is known or zero.</summary>
    /// <param name="path">Its path in the usage.</param>
    /// <param name="text">The number; another text is passed over.</param>
    /// <param name="notes">Receives the warning.</param>
    /// <exception cref="RowException">It looks like tokens that have a price of their own.</exception>
    public void Note(string path, string text, ReadingNotes notes)
    {
        if (_known.Contains(path) || !IsMoreThanZero(text)
            || Array.Exists(TimesAndCosts, e => path.EndsWith(e, StringComparison.OrdinalIgnoreCase)))
        {
            return;
        }

        if (Array.Exists(Priced, p => path.Contains(p, StringComparison.OrdinalIgnoreCase)))
        {
            throw new RowException(
                RowError.UnknownField,
                $"{path} ({SourceText.Shown(text)}) looks like tokens with a price of their own, and {format} has no such count: without "
                + "it the cost would be wrong. Remove the field if another one counts the same tokens.");
        }

        notes.Warn($"{format}: the usage has '{path}', for which there is no meter: it is in no cost");
    }

    private void Note(string path, JsonElement value, ReadingNotes notes)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty field in value.EnumerateObject())
            {
                Note(path.Length == 0 ? field.Name : $"{path}.{field.Name}", field.Value, notes);
            }
        }
        else if (value.ValueKind == JsonValueKind.Number)
        {
            Note(path, value.GetRawText(), notes);
        }
    }
}
