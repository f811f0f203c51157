namespace TokenPricing.Comparing;

/// <summary>The offers of a catalog as arrays, built once, so that a ranking reads them in sequence.</summary>
/// <remarks>
/// Time is counted in turns: the number of instants passed at which an offer or a card of the
/// catalog begins or ends. Safe for use by several threads: a column that two threads build at once
/// is the same.
/// </remarks>
internal sealed class MarketColumns
{
    /// <summary>The price of a meter that has no rate, nor has any parent of it.</summary>
    public const long Unpriced = -1;

    /// <summary>
    /// The price of a meter whose rate is not a whole number of pico-dollars per unit, so that the
    /// rate itself must be used.
    /// </summary>
    public const long Inexact = -2;

    private readonly Instant[] _turns;
    private readonly long[]?[] _pico = new long[]?[Meter.All.Length];

    /// <summary>Builds the columns of a catalog.</summary>
    /// <param name="allModels">The catalog's models, by id.</param>
    /// <param name="providers">The catalog's providers, by id.</param>
    /// <param name="capabilities">The capabilities that a source states for any model.</param>
    public MarketColumns(ImmutableArray<Model> allModels, ImmutableArray<Provider> providers, IEnumerable<string> capabilities)
    {
        Providers = providers;
        Model[] models = [.. allModels.Where(m => m.Base is null)];
        Offers = [.. models.SelectMany(m => m.AllOffers)];
        Cards = [.. Offers.SelectMany(o => o.History)];
        Variants = [.. Offers.Select(o => o.Model).Distinct()];
        Capabilities = new HashSet<string>(capabilities, StringComparer.OrdinalIgnoreCase);
        IEnumerable<Instant?> turns =
            [.. Offers.SelectMany(o => new[] { Start(o.Begins), Start(o.Retired) }), .. Cards.SelectMany(c => new[] { c.From, c.To })];
        _turns = [.. turns.OfType<Instant>().Distinct().Order()];
        Periods = [.. Cards.Select(c => new TurnSpan(Turn(c.From, 0), Turn(c.To, int.MaxValue)))];
        Rows = CreateRows();
        int end = 0;
        Ends = [.. models.Select(m => end += m.AllOffers.Length)];
    }

    /// <summary>The index behind the last offer of each model, variants included, by model id.</summary>
    public int[] Ends { get; }

    /// <summary>The offers, by model id and then in the order of <see cref="Model.AllOffers"/>.</summary>
    public Offer[] Offers { get; }

    /// <summary>The providers, by id.</summary>
    public ImmutableArray<Provider> Providers { get; }

    /// <summary>What a ranking asks of each offer, in the order of <see cref="Offers"/>.</summary>
    public RankingRow[] Rows { get; }

    /// <summary>The rate cards of the offers, in their order; the oldest card of an offer first.</summary>
    public RateCard[] Cards { get; }

    /// <summary>The period in which each card holds, in turns.</summary>
    public TurnSpan[] Periods { get; }

    /// <summary>The models and variants that the offers sell, each once.</summary>
    public Model[] Variants { get; }

    /// <summary>The capabilities that a source states for any model, without regard to case.</summary>
    public IReadOnlySet<string> Capabilities { get; }

    /// <summary>Returns the turn of an instant.</summary>
    public int TurnAt(Instant at)
    {
        int place = Array.BinarySearch(_turns, at);
        return place < 0 ? ~place : place + 1;
    }

    /// <summary>Finds the card of an offer that holds at a turn.</summary>
    /// <returns>The index of the card; -1 where none holds.</returns>
    public int CardAt(in RankingRow offer, int turn)
    {
        for (int card = offer.EndCard - 1; card >= offer.FirstCard; card--)
        {
            if (Periods[card].Contains(turn))
            {
                return card;
            }
        }

        return -1;
    }

    /// <summary>
    /// Returns the standard price of one unit of a meter by each card, in pico-dollars;
    /// <see cref="Unpriced"/> or <see cref="Inexact"/> where there is no such number.
    /// </summary>
    public long[] PicoOf(Meter meter) => _pico[meter.Index] ??= Array.ConvertAll(Cards, card => PicoOf(card, meter));

    /// <summary>
    /// Only rates per a divisor of 1M are taken as whole numbers: blends are per 1M, and other
    /// units could overflow the exact calculation.
    /// </summary>
    private static long PicoOf(RateCard card, Meter meter) =>
        card.Billing(meter) is not { Rate: var rate } ? Unpriced
        : 1_000_000 % rate.Per == 0 && PicoDollars.TryOf(rate, 1, out long pico) ? pico : Inexact;

    private static Instant? Start(LocalDate? day) => day?.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();

    /// <summary>
    /// Whether the modalities of a model, or those of its base where it has none, are known and
    /// lack text.
    /// </summary>
    private static bool LacksText(Model model, Func<ModelRow, ImmutableArray<string>> modalities) =>
        (modalities(model.Facts) is { IsEmpty: false } own ? own : modalities((model.Base ?? model).Facts)) is { IsEmpty: false } known
        && !known.Contains("text", StringComparer.OrdinalIgnoreCase);

    private int Turn(Instant? at, int unknown) => at is { } instant ? TurnAt(instant) : unknown;

    private RankingRow[] CreateRows()
    {
        Dictionary<Model, int> variants = Variants.Index().ToDictionary(v => v.Item, v => v.Index);
        Dictionary<Provider, int> providers = Providers.Index().ToDictionary(p => p.Item, p => p.Index);
        RankingRow[] rows = new RankingRow[Offers.Length];
        int card = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            Offer offer = Offers[i];
            Model model = offer.Model;
            TurnSpan period = new(Turn(Start(offer.Begins), 0), Turn(Start(offer.Retired), int.MaxValue));
            int provider = providers.GetValueOrDefault(offer.Provider, providers.Count);
            rows[i] = new RankingRow(
                period, card, card += offer.History.Length, provider, variants[model],
                LacksText(model, f => f.InputModalities), LacksText(model, f => f.OutputModalities), model.ContextWindow ?? 0,
                model.Kind, offer.Seller, model.Base is not null);
        }

        return rows;
    }
}
