namespace TokenPricing.Warehouse;

/// <summary>
/// The meters that the tables can have beside the ordinary ones: those that add up, because nothing that they count is in another count of
/// a call but the input or the output.
/// </summary>
internal static class FurtherMeters
{
    /// <summary>With so many, no sum of small products overflows.</summary>
    public const int Most = 8;

    /// <summary>With so many, no sum of counts below 2^60 overflows.</summary>
    private const int MostOfInput = 3;

    // The largest rate with which no sum of products of a row has more than 38 digits.
    private const long TooHigh = 1L << 59;

    private const decimal PicoPerUsd = 1_000_000_000_000m;

    // Tokens of tools and of citations are of some modality too: they may be counted as text or audio once more.
    private static readonly Meter[] Overlapping = [Meter.Parse("input-tool"), Meter.Parse("citation")];

    /// <summary>Gets the meters that can be chosen: those without parents, and the modalities of the input and the output.</summary>
    public static ImmutableArray<Meter> All { get; } =
    [
        .. Meter.All.Except(PriceRow.Meters).Except(Overlapping)
            .Where(m => !m.HasFractions && (m.Parents.IsEmpty || IsPartOf(m, Meter.Input) || IsPartOf(m, Meter.Output))),
    ];

    /// <summary>Determines whether the units of a meter are in the input, or in the output.</summary>
    public static bool IsPartOf(Meter meter, Meter whole) => meter.Parents is [{ } parent] && parent == whole;

    /// <summary>Returns the bit of a meter in the masks, which is the same in all tables.</summary>
    public static int BitOf(Meter meter) =>
        1 << (PriceRow.Meters.IndexOf(meter) is >= 0 and int ordinary ? ordinary : PriceRow.Meters.Length + All.IndexOf(meter));

    /// <summary>Returns the column of a log, such as <c>web_searches</c>.</summary>
    public static string ColumnOf(Meter meter) => meter.Id.Replace('-', '_');

    /// <summary>Returns the bits of some meters, by which tables and SQL know that they have the same ones.</summary>
    public static int MaskOf(ImmutableArray<Meter> meters) => meters.Aggregate(0, (mask, meter) => mask | BitOf(meter));

    /// <summary>Returns distinct meters in the order of <see cref="All"/>, if they can be chosen.</summary>
    /// <exception cref="ArgumentException">One cannot be chosen, or there are too many.</exception>
    public static ImmutableArray<Meter> Checked(ImmutableArray<Meter> meters)
    {
        ImmutableArray<Meter> given = meters.IsDefault ? [] : meters;
        Meter[] wrong = [.. given.Except(All)];
        ImmutableArray<Meter> distinct = [.. All.Where(m => given.Contains(m))];
        return wrong.Length > 0
            ? throw new ArgumentException(
                $"'{wrong[0]}' cannot be a column of the tables. Use some of {string.Join(", ", All)}.", nameof(meters))
            : distinct.Length > Most || distinct.Count(m => IsPartOf(m, Meter.Input)) > MostOfInput
                ? throw new ArgumentException(
                    FormattableString.Invariant($"The tables can have {Most} further meters, and {MostOfInput} parts of the input."),
                    nameof(meters))
                : distinct;
    }

    /// <summary>Returns the rows of an offer with the rates and the bits of further meters behind those of the ordinary ones.</summary>
    /// <param name="terms">The terms, which have an offer.</param>
    /// <param name="horizon">The time within which daily windows are rows of their own.</param>
    /// <param name="meters">The meters.</param>
    public static IEnumerable<PriceRow> RowsOf(CallTerms terms, Interval horizon, ImmutableArray<Meter> meters)
    {
        ImmutableArray<PriceRow> rows = PriceRow.Of(terms.Offer!, horizon, terms.Options);
        return meters.IsEmpty ? rows : rows.Select(row => With(row, terms, meters));
    }

    private static PriceRow With(PriceRow row, CallTerms terms, ImmutableArray<Meter> meters)
    {
        foreach (Meter meter in meters)
        {
            int bit = BitOf(meter);
            (long pico, bool isMissing, bool isWhole) = RateOf(row, terms, meter);
            row = row with
            {
                PicoUsd = row.PicoUsd.Add(pico),
                Missing = row.Missing | (isMissing ? bit : 0),
                Inexact = row.Inexact | (isMissing || isWhole ? 0 : bit),
            };
        }

        return row;
    }

    /// <summary>Returns what a unit of a meter costs in a row; not whole if it depends on more than the row, or has more digits.</summary>
    private static (long Pico, bool IsMissing, bool IsWhole) RateOf(PriceRow row, CallTerms terms, Meter meter)
    {
        const int NotWhole = 0xFF;
        if (row.Error is not (null or PricingError.UnknownRegion))
        {
            return (0, false, true);
        }

        PricedMeter[] own = [.. CardOf(terms.Offer!, row).Rates.Where(r => r.Meter == meter)];
        if (own.Length == 0)
        {
            int parent = meter.Parents.IsEmpty ? -1 : PriceRow.Meters.IndexOf(meter.Parents[0]);
            return parent < 0
                ? (0, true, false)
                : (row.PicoUsd[parent], ((row.Missing >> parent) & 1) != 0, ((row.Inexact >> parent) & 1) == 0);
        }

        if ((row.Inexact & NotWhole) == NotWhole || own.Any(r => r.Condition with { ServiceTier = default } != RateCondition.None))
        {
            return (0, false, false);
        }

        // Where a service tier has no rate of the meter's own, that of the input or output is billed, which depends on the band.
        long input = IsPartOf(meter, Meter.Output) ? row.LeastInput : 0;
        long units = IsPartOf(meter, Meter.Input) ? Math.Max(1, row.LeastInput) : 1;
        CostOptions options = terms.Options with { Region = row.Error is null ? terms.Options.Region : null };
        decimal before = row.PicoUsd[PriceRow.Meters.Length - 1];
        try
        {
            // The fee of a request can depend on its length, which a search does not add to.
            before = row.LeastInput == 0 || IsPartOf(meter, Meter.Input) ? before : Pico(0);
        }
        catch (PricingException)
        {
            return (0, false, false);
        }

        try
        {
            decimal pico = (Pico(units) - before) / units;
            return pico == decimal.Truncate(pico) && pico is >= 0 and < TooHigh ? ((long)pico, false, true) : (0, false, false);
        }
        catch (PricingException e) when (e.Error == PricingError.MissingRate)
        {
            return (0, true, false);
        }
        catch (OverflowException)
        {
            return (0, false, false);
        }

        decimal Pico(long count)
        {
            TokenUsage usage = TokenUsage.FromMeterParts(new MeterQuantity(Meter.Input, input), new MeterQuantity(meter, count));
            return terms.Offer!.TotalOf(usage, InstantOf(row), options).Amount * PicoPerUsd;
        }
    }

    private static RateCard CardOf(Offer offer, PriceRow row) =>
        offer.History.Last(card => card.From is not { } from || from <= InstantOf(row));

    private static Instant InstantOf(PriceRow row) =>
        row.From ?? (row.To is { } to ? to - Duration.Epsilon : Instant.FromUnixTimeSeconds(0));
}
