namespace TokenPricing.Data;

/// <summary>Reads the typed values of one line of a price file, by column, and notes every cell that is wrong.</summary>
/// <param name="file">The name of the file.</param>
/// <param name="line">The line of the file, from 1.</param>
/// <param name="places">The position of each column in <paramref name="cells"/>.</param>
/// <param name="cells">The cells of the line, unquoted.</param>
/// <param name="errors">Takes an error for each cell that is wrong.</param>
/// <remarks>
/// A cell that is wrong reads as empty, so that the rest of the row can be checked too. A cell that is required and empty is an error.
/// </remarks>
internal sealed class CsvRow(string file, long line, Dictionary<string, int> places, string[] cells, List<PriceDataError> errors)
{
    private const string ExpectedNumber = "a number such as 0.15, without thousands separators or currency signs, of at most 28 digits";

    private const string ATier = "the word for a service tier, such as batch";

    /// <summary>Returns the text of a cell; empty for an empty cell. <see cref="RowChecker"/> decides whether it may be empty.</summary>
    public string Text(string column) => cells[places[column]];

    /// <summary>Returns whether all these cells are empty.</summary>
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

    /// <summary>Returns the text of a cell; <see langword="null"/> for an empty cell.</summary>
    public string? OptionalText(string column) => Text(column) is { Length: > 0 } text ? text : null;

    /// <summary>Returns the words of a cell, which are separated by spaces.</summary>
    public ImmutableArray<string> Words(string column) => [.. Text(column).Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>Returns a required date, such as <c>2026-04-24</c>.</summary>
    public LocalDate Date(string column) => Required(column, OptionalDate(column), "a date such as 2026-04-24");

    /// <summary>Returns a date, such as <c>2026-04-24</c>; <see langword="null"/> for an empty cell.</summary>
    public LocalDate? OptionalDate(string column) => Parsed(column, "a date such as 2026-04-24", CellText.ParseDate);

    /// <summary>Returns a day, a month or a year; <see langword="null"/> for an empty cell.</summary>
    public PartialDate? OptionalPartialDate(string column) =>
        Parsed(
            column, "a date such as 2023-12-11, 2023-12 or 2023",
            text => PartialDate.TryParse(text, out PartialDate date) ? date : (PartialDate?)null);

    /// <summary>Returns an instant, or the first instant in UTC of a date; <see langword="null"/> for an empty cell.</summary>
    public Instant? OptionalInstant(string column) =>
        Parsed(column, "a date such as 2026-04-24 or an instant such as 2026-04-24T13:00:00Z", CellText.ParseInstant);

    /// <summary>Returns a required decimal number. Digits that <c>decimal</c> cannot hold are an error: nothing is rounded.</summary>
    public decimal Number(string column) => Required(column, OptionalNumber(column), ExpectedNumber);

    /// <summary>Returns a decimal number as <see cref="Number"/> does; <see langword="null"/> for an empty cell.</summary>
    public decimal? OptionalNumber(string column) =>
        Parsed(column, ExpectedNumber, text => DecimalText.TryParse(text, out decimal value) ? value : (decimal?)null);

    /// <summary>Returns a required whole number.</summary>
    public long Count(string column) => Required(column, OptionalCount(column), "a whole number such as 1000000, without separators");

    /// <summary>Returns a whole number, which may be negative; <see langword="null"/> for an empty cell.</summary>
    public long? OptionalCount(string column) =>
        Parsed(
            column, "a whole number such as 1000000, without separators",
            text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : (long?)null);

    /// <summary>Returns a required whole number that fits an <see cref="int"/>.</summary>
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

    /// <summary>Returns the value of a required word, such as <c>yes</c> or <c>no</c>. Case is ignored.</summary>
    public T Word<T>(string column, CsvWord<T>[] words)
        where T : struct => OptionalWord(column, words) ?? Required<T>(column, null, Choices(words));

    /// <summary>Returns the value of a word; <see langword="null"/> for an empty cell. Case is ignored.</summary>
    public T? OptionalWord<T>(string column, CsvWord<T>[] words)
        where T : struct
    {
        string found = Text(column);
        CsvWord<T>? word = found.Length == 0 ? null : Array.Find(words, w => w.Text.Equals(found, StringComparison.OrdinalIgnoreCase));
        if (word is null && found.Length > 0)
        {
            Note(column, found, Choices(words));
        }

        return word?.Value;
    }

    /// <summary>Returns a value that a function reads; <see langword="null"/> if the cell is empty or wrong.</summary>
    /// <param name="column">The column.</param>
    /// <param name="expected">What the cell should hold, for the error.</param>
    /// <param name="parse">Returns the value of a text; <see langword="null"/> if the text is wrong.</param>
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

    /// <summary>Returns a required service tier, such as <c>batch</c>.</summary>
    public ServiceTier ServiceTier(string column)
    {
        if (Text(column).Length == 0)
        {
            Note(column, null, ATier);
        }

        return OptionalServiceTier(column);
    }

    /// <summary>Returns a service tier, such as <c>batch</c>; the standard one for an empty cell.</summary>
    public ServiceTier OptionalServiceTier(string column)
    {
        string text = Text(column);
        if (!Values.ServiceTier.TryParse(text, out ServiceTier tier) && text.Length > 0)
        {
            Note(column, text, ATier);
        }

        return tier;
    }

    /// <summary>Returns a required meter, such as <c>input</c> or <c>cache-read</c>.</summary>
    public Meter Meter(string column)
    {
        if (!TokenPricing.Values.Meter.TryParse(Text(column), out Meter meter))
        {
            Note(column, OptionalText(column), "a meter: " + string.Join(", ", TokenPricing.Values.Meter.All));
        }

        return meter;
    }

    /// <summary>Returns a rate, from two columns.</summary>
    /// <param name="usd">The column of the price in US dollars.</param>
    /// <param name="per">The column of the number of units that the price buys, 1 or more.</param>
    public Rate Rate(string usd, string per)
    {
        const string Expected = "a whole number of at least 1, such as 1000000, without separators";
        long? units = Parsed(
            per, Expected,
            text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long n) && n > 0 ? n : (long?)null);
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
