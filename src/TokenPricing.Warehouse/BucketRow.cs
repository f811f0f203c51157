namespace TokenPricing.Warehouse;

/// <summary>
/// A row of <c>tp_rate_buckets</c>: what calls cost by some terms, during some time and with a total input within a band, or why they have
/// no price.
/// </summary>
/// <param name="RateId">The number of the row, from 1.</param>
/// <param name="PeriodId">The number of the first row of the same terms and time.</param>
/// <param name="TermsId">The terms, from 1.</param>
/// <param name="Bucket">The day of the row since 1970 for terms that are found by the day; otherwise 0.</param>
/// <param name="From">The first Unix millisecond; -2^61 for the beginning of time.</param>
/// <param name="To">The first Unix millisecond after the row; 2^61 for the end of time.</param>
/// <param name="LeastInput">The smallest total input in tokens.</param>
/// <param name="BelowInput">The smallest total input that is too large; 2^61 if none is.</param>
/// <param name="Status">Why no call has a price; <see cref="CallStatus.Priced"/> if the masks and the rates decide.</param>
/// <param name="ExactMask">
/// The meters without a whole rate, a bit each in the order of <see cref="PriceRow.Meters"/> and then of
/// <see cref="SqlOptions.MeterColumnNames"/>.
/// </param>
/// <param name="MissingMask">The meters without a price, likewise.</param>
/// <param name="Pico">
/// The rates in pico-dollars of <see cref="PriceRow.Meters"/> and then of the <see cref="WarehouseTables.Meters"/>.
/// </param>
/// <remarks>
/// The rows of a terms id tile all time and all input, so that a call finds exactly one: none or two mean that the table is damaged.
/// Two rows are equal if all their values are.
/// </remarks>
public sealed record BucketRow(
    int RateId, int PeriodId, int TermsId, long Bucket, long From, long To, long LeastInput, long BelowInput, CallStatus Status,
    int ExactMask, int MissingMask, ImmutableArray<long> Pico)
{
    /// <summary>The value of an open end of time or input.</summary>
    internal const long Open = 1L << 61;

    /// <summary>The names of the meters, in the order of the bits of the masks.</summary>
    internal static readonly string[] Meters =
        ["input", "output", "cache_read", "cache_write", "cache_write_5m", "cache_write_1h", "reasoning", "request"];

    /// <summary>
    /// The column with the bits of the further meters of a table, by which a query sees that the rates are of its meters.
    /// </summary>
    internal const string MetersColumn = "meters_mask";

    private const string Suffix = "_pico";

    private static readonly string[] Fixed =
    [
        "rate_id", "period_id", "terms_id", "bucket", "from_ms", "to_ms", "least_input", "below_input", "status", "exact_mask",
        "missing_mask", "is_small", .. Meters.Select(m => m + Suffix),
    ];

    /// <summary>Gets a value indicating whether all counts below 2^30 times the rates, added up, fit 64 bits.</summary>
    /// <remarks>Seven products below 2^60, or fifteen below 2^59, and a fee below 2^59 are less than 2^63.</remarks>
    public bool IsSmall
    {
        get
        {
            long limit = Pico.Length > Meters.Length ? 1L << 29 : 1L << 30;
            return Pico.Index().All(p => p.Item < (p.Index == Meters.Length - 1 ? 1L << 59 : limit));
        }
    }

    /// <summary>Returns the names of the columns, without the version.</summary>
    /// <param name="meters">The further meters of the table.</param>
    internal static ImmutableArray<string> Columns(ImmutableArray<Meter> meters) =>
        [.. Fixed, .. meters.Select(m => FurtherMeters.ColumnOf(m) + Suffix)];

    /// <summary>Returns the further meters of a table with some columns.</summary>
    /// <exception cref="InvalidDataException">A column has no meter.</exception>
    internal static ImmutableArray<Meter> MetersOf(IEnumerable<string> columns)
    {
        string[] further =
            [.. columns.Except(Fixed).Where(c => c.EndsWith(Suffix, StringComparison.Ordinal)).Select(c => c[..^Suffix.Length])];
        string[] known = [.. FurtherMeters.All.Select(FurtherMeters.ColumnOf)];
        return Array.Find(further, c => !known.Contains(c)) is { } unknown
            ? throw new InvalidDataException(
                $"The column '{unknown}{Suffix}' of {EngineTable.OfRates}.csv has no meter. Make the tables again.")
            : [.. further.Select(c => FurtherMeters.All[known.IndexOf(c)])];
    }

    /// <summary>Determines whether another row has the same values.</summary>
    /// <param name="other">The other row.</param>
    public bool Equals(BucketRow? other) =>
        other is not null
        && (RateId, PeriodId, TermsId, Bucket) == (other.RateId, other.PeriodId, other.TermsId, other.Bucket)
        && (From, To) == (other.From, other.To)
        && (LeastInput, BelowInput, Status) == (other.LeastInput, other.BelowInput, other.Status)
        && (ExactMask, MissingMask) == (other.ExactMask, other.MissingMask)
        && Pico.AsSpan().SequenceEqual(other.Pico.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(RateId, TermsId, Bucket, From, To, LeastInput, Status, Pico.Length);

    internal string[] Cells =>
    [
        CsvTable.Text(RateId), CsvTable.Text(PeriodId), CsvTable.Text(TermsId), CsvTable.Text(Bucket), CsvTable.Text(From),
        CsvTable.Text(To), CsvTable.Text(LeastInput), CsvTable.Text(BelowInput), CsvTable.Text((int)Status), CsvTable.Text(ExactMask),
        CsvTable.Text(MissingMask), IsSmall ? "1" : "0", .. Pico.Select(CsvTable.Text),
    ];

    internal static BucketRow Of(CsvTable.Record r, ImmutableArray<Meter> meters) => new(
        r.Small("rate_id"), r.Small("period_id"), r.Small("terms_id"), r.Number("bucket"), r.Number("from_ms"),
        r.Number("to_ms"), r.Number("least_input"), r.Number("below_input"), (CallStatus)r.Small("status"), r.Small("exact_mask"),
        r.Small("missing_mask"), [.. Columns(meters)[(Fixed.Length - Meters.Length)..].Select(r.Number)]);
}
