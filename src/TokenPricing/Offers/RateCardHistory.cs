namespace TokenPricing.Offers;

/// <summary>Builds the rate cards of one offer from its rows.</summary>
/// <param name="rates">The rates of the offer.</param>
/// <param name="multiples">The multiples of its service tiers.</param>
/// <param name="uplifts">The uplifts of its regions.</param>
/// <param name="released">The first day of the model; <see langword="null"/> if it is not known.</param>
/// <param name="source">Returns the source with an id.</param>
internal sealed class RateCardHistory(
    IReadOnlyList<RateRow> rates, IReadOnlyList<TierMultipleRow> multiples, IReadOnlyList<RegionalUpliftRow> uplifts,
    LocalDate? released, Func<string, PriceSource> source)
{
    /// <summary>
    /// The first day on which the offer can have a price: the release of the model, or an earlier day of which a source states a price,
    /// since then the release is wrong. <see langword="null"/> if the release is not known.
    /// </summary>
    public LocalDate? Begins { get; } = released is { } day ? Earliest(rates, day) : null;

    /// <summary>
    /// The first day on which the offer counts: <see cref="Begins"/>, or the first day of which a source states a price if the release is
    /// not known. <see langword="null"/> if there is no price either.
    /// </summary>
    public LocalDate? Counts => Begins ?? (rates.Count == 0 ? null : Earliest(rates, LocalDate.MaxIsoValue));

    /// <summary>Returns the rate cards, oldest first.</summary>
    /// <remarks>
    /// Time is divided wherever a row begins or ends. Between two such instants, each meter has the rate of the row that covers the span
    /// and was recorded last. Adjacent spans with the same rows form one card; a span without any rate is a gap.
    /// </remarks>
    public ImmutableArray<RateCard> Build()
    {
        ImmutableArray<RateCard>.Builder cards = ImmutableArray.CreateBuilder<RateCard>();
        Held before = new([], [], []);
        Instant begin = Instant.MinValue;
        for (Instant cut = Instant.MinValue; cut < Instant.MaxValue; cut = NextCut(cut))
        {
            Held now = At(cut);
            if (now.IsSameAs(before))
            {
                continue;
            }

            AddCard(before, begin, cut);
            (before, begin) = (now, cut);
        }

        AddCard(before, begin, Instant.MaxValue);
        return cards.ToImmutable();

        void AddCard(Held held, Instant from, Instant to)
        {
            if (held.Rates.Count > 0)
            {
                cards.Add(new RateCard(
                    [.. held.Rates.Select(Priced)],
                    from == Instant.MinValue ? null : from,
                    to == Instant.MaxValue ? null : to,
                    [.. held.Multiples.Select(m => new TierMultiple(m.Tier, m.Multiple, source(m.Source), m.Recorded))],
                    [.. held.Uplifts.Select(u => new RegionalUplift(u.Region, u.Multiple, source(u.Source), u.Recorded))]));
            }
        }
    }

    private PricedMeter Priced(RateRow row) => new(row.Meter, row.Rate, source(row.Source), row.Recorded)
    {
        Condition = row.Condition,
        From = row.From,
        ConfirmedBy = [.. row.ConfirmedBy.Select(source)],
        Minimum = row.Minimum,
        RoundedUpTo = row.RoundedUpTo,
    };

    /// <summary>Returns a day, or an earlier one on which a row proves that the model was sold.</summary>
    private static LocalDate Earliest(IEnumerable<RateRow> rates, LocalDate day)
    {
        Instant start = CellText.StartOf(day);
        foreach (RateRow row in rates)
        {
            if ((row.From ?? row.To) is { } dated)
            {
                day = dated < start ? LocalDate.Min(day, dated.InUtc().Date) : day;
            }
            else
            {
                day = LocalDate.Min(day, row.Recorded);
            }
        }

        return day;
    }

    /// <summary>Rates whose beginning no source dates hold from the first day on.</summary>
    private Instant From(IDatedRow row) => row.From ?? (Begins is { } day ? CellText.StartOf(day) : Instant.MinValue);

    private static Instant To(IDatedRow row) => row.To ?? Instant.MaxValue;

    /// <summary>
    /// Returns the first instant after another one at which a row begins or ends. An offer has few rows: scanning them beats sorting.
    /// </summary>
    private Instant NextCut(Instant after) => NextCut(uplifts, after, NextCut(multiples, after, NextCut(rates, after, Instant.MaxValue)));

    private Instant NextCut<T>(IEnumerable<T> rows, Instant after, Instant next)
        where T : IDatedRow
    {
        foreach (T row in rows)
        {
            next = From(row) > after && From(row) < next ? From(row) : next;
            next = To(row) > after && To(row) < next ? To(row) : next;
        }

        return next;
    }

    /// <summary>Returns the rows that cover an instant; of those about one subject, only the one recorded last.</summary>
    private List<T> Covering<T>(IEnumerable<T> rows, Instant at, Func<T, T, bool> areAlike)
        where T : class, IDatedRow
    {
        List<T> held = [];
        foreach (T row in rows)
        {
            if (From(row) > at || at >= To(row))
            {
                continue;
            }

            int same = held.FindIndex(other => areAlike(other, row));
            if (same < 0)
            {
                held.Add(row);
            }
            else if (row.Recorded > held[same].Recorded)
            {
                held[same] = row;
            }
        }

        return held;
    }

    /// <summary>Returns the rows that apply at an instant: one for each meter and condition, tier, and region.</summary>
    private Held At(Instant at) => new(
        Covering(rates, at, (r, other) => r.Meter == other.Meter && r.Condition == other.Condition),
        Covering(multiples, at, (m, other) => m.Tier == other.Tier),
        Covering(uplifts, at, (u, other) => string.Equals(u.Region, other.Region, StringComparison.OrdinalIgnoreCase)));

    /// <summary>The rows that apply during one span of time.</summary>
    private sealed record Held(List<RateRow> Rates, List<TierMultipleRow> Multiples, List<RegionalUpliftRow> Uplifts)
    {
        /// <summary>Returns whether both spans have the same rows.</summary>
        public bool IsSameAs(Held other) =>
            AreSame(Rates, other.Rates) && AreSame(Multiples, other.Multiples) && AreSame(Uplifts, other.Uplifts);

        // Order says nothing: when a row is overruled, the others change places.
        private static bool AreSame<T>(List<T> rows, List<T> others)
            where T : class => rows.Count == others.Count && rows.TrueForAll(row => others.Exists(other => ReferenceEquals(row, other)));
    }
}
