namespace TokenPricing.Data;

/// <summary>A date that is known to the day, the month or the year, such as <c>2023-12-11</c>, <c>2023-12</c> or <c>2023</c>.</summary>
/// <remarks>
/// Two values are equal if they are known equally precisely: <c>2023-12</c> does not equal <c>2023-12-01</c>. There is no order, since a
/// month neither precedes nor follows its own days; compare <see cref="Earliest"/> or <see cref="Latest"/> instead.
/// <see langword="default"/> is the year 1. Use <see cref="LocalDate"/> for a date that is always known to the day.
/// </remarks>
public readonly struct PartialDate : IEquatable<PartialDate>, ISpanParsable<PartialDate>
{
    /// <summary>The year is stored less one, so that default is the year 1. A month or a day of zero is unknown.</summary>
    private readonly short _year;
    private readonly byte _month;
    private readonly byte _day;

    /// <summary>Initializes a date that is known to the day.</summary>
    /// <param name="date">The day, in the ISO calendar, in the years 1 to 9999.</param>
    /// <exception cref="ArgumentOutOfRangeException">The year is not from 1 to 9999.</exception>
    public PartialDate(LocalDate date)
        : this(date.Year, date.Month, date.Day)
    {
    }

    /// <summary>Initializes a date that is known to the month.</summary>
    /// <param name="month">The month, in the ISO calendar, in the years 1 to 9999.</param>
    /// <exception cref="ArgumentOutOfRangeException">The year is not from 1 to 9999.</exception>
    public PartialDate(YearMonth month)
        : this(month.Year, month.Month, 0)
    {
    }

    /// <summary>Initializes a date that is known to the year.</summary>
    /// <param name="year">The year, from 1 to 9999.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="year"/> is not from 1 to 9999.</exception>
    public PartialDate(int year)
        : this(year, 0, 0)
    {
    }

    private PartialDate(int year, int month, int day)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(year, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(year, 9999);
        _year = (short)(year - 1);
        _month = (byte)month;
        _day = (byte)day;
    }

    /// <summary>The first day that the date can be: of a year, January 1.</summary>
    public LocalDate Earliest => new(Year, Math.Max((int)_month, 1), Math.Max((int)_day, 1));

    /// <summary>The last day that the date can be: of a year, December 31.</summary>
    public LocalDate Latest => (_month, _day) switch
    {
        (0, _) => new LocalDate(Year, 12, 31),
        (_, 0) => DateAdjusters.EndOfMonth(Earliest),
        _ => Earliest,
    };

    private int Year => _year + 1;

    /// <summary>Returns whether two dates are equal, in precision too.</summary>
    public static bool operator ==(PartialDate left, PartialDate right) => left.Equals(right);

    /// <summary>Returns whether two dates differ, if only in precision.</summary>
    public static bool operator !=(PartialDate left, PartialDate right) => !left.Equals(right);

    /// <summary>Parses a date in the form <c>yyyy-MM-dd</c>, <c>yyyy-MM</c> or <c>yyyy</c>, in the years 1 to 9999.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The date.</returns>
    /// <exception cref="FormatException">The text is not such a date.</exception>
    public static PartialDate Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(text.AsSpan());
    }

    /// <inheritdoc cref="Parse(string)"/>
    public static PartialDate Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out PartialDate date)
            ? date
            : throw new FormatException($"'{text}' is not a date; expected yyyy-MM-dd, yyyy-MM or yyyy.");

    /// <summary>Tries to parse a date, as <see cref="Parse(string)"/> does.</summary>
    /// <param name="text">The text; <see langword="null"/> is not a date.</param>
    /// <param name="result">The date; <see langword="default"/> if the text is none.</param>
    /// <returns><see langword="false"/> if <see cref="Parse(string)"/> would throw.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out PartialDate result) => TryParse(text.AsSpan(), out result);

    /// <inheritdoc cref="TryParse(string?, out PartialDate)"/>
    public static bool TryParse(ReadOnlySpan<char> text, out PartialDate result)
    {
        result = default;
        string missing = text.Length switch
        {
            4 => "-01-01",
            7 => "-01",
            10 => "",
            _ => "no date",
        };
        if (CellText.ParseDate(string.Concat(text, missing)) is not { Year: >= 1 } date)
        {
            return false;
        }

        result = new PartialDate(date.Year, text.Length > 4 ? date.Month : 0, text.Length > 7 ? date.Day : 0);
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(PartialDate other) => _year == other._year && _month == other._month && _day == other._day;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is PartialDate other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_year, _month, _day);

    /// <summary>Returns what is known of the date in ISO 8601, such as <c>2023-12</c>, which <see cref="Parse(string)"/> reads.</summary>
    public override string ToString() => (_month, _day) switch
    {
        (0, _) => Year.ToString("0000", CultureInfo.InvariantCulture),
        (_, 0) => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-{_month:00}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-{_month:00}-{_day:00}"),
    };

    static PartialDate IParsable<PartialDate>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static PartialDate ISpanParsable<PartialDate>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<PartialDate>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out PartialDate result) =>
        TryParse(s, out result);

    static bool ISpanParsable<PartialDate>.TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out PartialDate result) =>
        TryParse(s, out result);
}
