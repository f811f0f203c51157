using System.Collections.Immutable;
using System.Globalization;
using NodaTime;

namespace TokenPricing.Data;

/// <summary>One row of a price file on its way to a fact: reads cells by column and notes what is wrong with them.</summary>
internal sealed class CsvRow(string file, long line, Dictionary<string, int> places, string[] cells, List<PriceDataError> errors)
{
    /// <summary>The cell as it stands; empty where nothing does. Whether that is allowed is for the checker of facts to say.</summary>
    public string Text(string column) => cells[places[column]];

    /// <summary>Whether nothing stands in any of the cells.</summary>
    public bool AreEmpty(params ReadOnlySpan<string> columns)
    {
        foreach (string column in columns)
        {
            if (Text(column).Length > 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The cell as it stands; <see langword="null"/> where it is empty.</summary>
    public string? OptionalText(string column) => Text(column) is { Length: > 0 } text ? text : null;

    public ImmutableArray<string> Words(string column) => Text(column) is { Length: > 0 } text ? [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)] : [];

    public LocalDate Date(string column) => Required(column, OptionalDate(column), "a date such as 2026-04-24");

    public LocalDate? OptionalDate(string column) =>
        Parsed(column, "a date such as 2026-04-24", CellText.ParseDate);

    public PartialDate? OptionalPartialDate(string column) =>
        Parsed(column, "a date such as 2023-12-11, 2023-12 or 2023", text => PartialDate.TryParse(text, out PartialDate date) ? date : (PartialDate?)null);

    /// <summary>An instant, or a date that stands for its first instant in UTC.</summary>
    public Instant? OptionalInstant(string column) =>
        Parsed(column, "a date such as 2026-04-24 or an instant such as 2026-04-24T13:00:00Z", CellText.ParseInstant);

    public decimal Number(string column)
    {
        const string Expected = "a number such as 0.15, without thousands separators or currency signs, of at most 28 digits";
        return Required(column, Parsed(column, Expected, text => DecimalText.TryParse(text, out decimal value) ? value : (decimal?)null), Expected);
    }

    public long Count(string column) => Required(column, OptionalCount(column), "a whole number such as 1000000, without separators");

    public long? OptionalCount(string column) =>
        Parsed(
            column, "a whole number such as 1000000, without separators",
            text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : (long?)null);

    public int SmallCount(string column)
    {
        long count = Count(column);
        if (count is >= int.MinValue and <= int.MaxValue)
        {
            return (int)count;
        }

        Note(column, Text(column), $"a whole number of at most {int.MaxValue.ToString(CultureInfo.InvariantCulture)}");
        return 0;
    }

    /// <summary>One of a few words, in any case.</summary>
    public T Word<T>(string column, CsvWord<T>[] words)
        where T : struct => OptionalWord(column, words) ?? Required<T>(column, null, Choices(words));

    public T? OptionalWord<T>(string column, CsvWord<T>[] words)
        where T : struct
    {
        string found = Text(column);
        if (found.Length == 0)
        {
            return null;
        }

        foreach (CsvWord<T> word in words)
        {
            if (string.Equals(word.Text, found, StringComparison.OrdinalIgnoreCase))
            {
                return word.Value;
            }
        }

        Note(column, found, Choices(words));
        return null;
    }

    /// <summary>A value with a text of its own; <see langword="null"/> where the cell is empty or wrong.</summary>
    public T? OptionalParsed<T>(string column, string expected, Func<string, T?> parse)
        where T : class
    {
        string text = Text(column);
        T? value = text.Length == 0 ? null : parse(text);
        if (value is null && text.Length > 0)
        {
            Note(column, text, expected);
        }

        return value;
    }

    public Meter Meter(string column)
    {
        if (!TokenPricing.Values.Meter.TryParse(Text(column), out Meter meter))
        {
            Note(column, OptionalText(column), "a meter: " + string.Join(", ", TokenPricing.Values.Meter.All));
        }

        return meter;
    }

    /// <summary>Dollars and the units they buy, of two columns.</summary>
    public Rate Rate(string usd, string per)
    {
        const string Expected = "a whole number of at least 1, such as 1000000, without separators";
        long? units = Parsed(
            per, Expected, text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value > 0 ? value : (long?)null);
        return new Rate(Number(usd), Math.Max(Required(per, units, Expected), 1));
    }

    private static string Choices<T>(CsvWord<T>[] words) => string.Join(" or ", words.Select(w => $"'{w.Text}'"));

    private T? Parsed<T>(string column, string expected, Func<string, T?> parse)
        where T : struct
    {
        string text = Text(column);
        if (text.Length == 0)
        {
            return null;
        }

        T? value = parse(text);
        if (value is null)
        {
            Note(column, text, expected);
        }

        return value;
    }

    private T Required<T>(string column, T? value, string expected)
        where T : struct
    {
        if (value is null && Text(column).Length == 0)
        {
            Note(column, null, expected);
        }

        return value ?? default;
    }

    private void Note(string column, string? value, string expected) =>
        errors.Add(new PriceDataError(file, line, null, column, value, expected));
}
