using System.Collections.Immutable;
using System.Text.Json;
using NodaTime.Text;

namespace TokenPricing.Catalogs;

/// <content>Reads the fields of a listing: a missing field or null is unknown, a wrong value is listed as skipped.</content>
internal sealed partial class ImportedRows
{
    /// <summary>Returns a text in one line; <see langword="null"/> if there is none.</summary>
    public string? Text(string place, JsonElement parent, string field)
    {
        if (ImportJson.Optional(parent, field) is not { } value
            || value is { ValueKind: JsonValueKind.String } && value.GetString()!.Length == 0)
        {
            return null;
        }

        return ImportJson.Text(value) is { } text && IsText(text) ? text : Left<string>(place, field, value, "It is no text in one line.");
    }

    /// <summary>
    /// Returns a number of tokens, at least 1; <see langword="null"/> if it is not stated, or zero, which these lists write for unknown.
    /// </summary>
    public long? Tokens(string place, JsonElement parent, string field) => ImportJson.Optional(parent, field) switch
    {
        null => null,
        { } value when ImportJson.Count(value) is { } count => count > 0 ? count : null,
        { } value => LeftValue<long>(place, field, value, "It is no whole number, zero or more."),
    };

    /// <summary>Returns a truth value; <see langword="null"/> if it is not stated.</summary>
    public bool? Flag(string place, JsonElement parent, string field) => ImportJson.Optional(parent, field) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } value => LeftValue<bool>(place, field, value, "It is neither true nor false."),
    };

    /// <summary>
    /// Returns a date with the precision of the list; <see langword="null"/> if it is not stated, or if it is the zero of a clock.
    /// </summary>
    public PartialDate? Date(string place, JsonElement parent, string field) =>
        Text(place, parent, field) is not { } text || text == "1970-01-01" ? null
        : PartialDate.TryParse(text, out PartialDate date) ? date
        : LeftValue<PartialDate>(place, field, parent.GetProperty(field), "It is no date such as 2026-04-24, 2026-04 or 2026.");

    /// <summary>Returns a day such as <c>2026-04-24</c>; <see langword="null"/> if it is not stated.</summary>
    public LocalDate? Day(string place, JsonElement parent, string field) =>
        Text(place, parent, field) is not { } text ? null
        : LocalDatePattern.Iso.Parse(text) is { Success: true } day ? day.Value
        : LeftValue<LocalDate>(place, field, parent.GetProperty(field), "It is no day such as 2026-04-24.");

    /// <summary>Returns a list of words, each once; empty if there is none.</summary>
    public ImmutableArray<string> Words(string place, JsonElement parent, string field)
    {
        if (ImportJson.Optional(parent, field) is not { } list)
        {
            return [];
        }

        if (list.ValueKind != JsonValueKind.Array
            || !list.EnumerateArray().All(w => w.ValueKind == JsonValueKind.String && IsWord(w.GetString()!)))
        {
            Skip($"{place}: {field}", list, "It is no list of words.");
            return [];
        }

        return [.. list.EnumerateArray().Select(w => w.GetString()!).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Returns whether a text is not empty and contains neither white space nor control characters.</summary>
    private static bool IsWord(string text) => text.Length > 0 && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));

    /// <summary>Lists a value as skipped and returns <see langword="null"/>.</summary>
    private T? Left<T>(string place, string field, JsonElement value, string reason)
        where T : class
    {
        Skip($"{place}: {field}", value, reason);
        return null;
    }

    /// <summary>Lists a value as skipped and returns <see langword="null"/>.</summary>
    private T? LeftValue<T>(string place, string field, JsonElement value, string reason)
        where T : struct
    {
        Skip($"{place}: {field}", value, reason);
        return null;
    }
}
