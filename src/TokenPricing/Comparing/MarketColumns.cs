using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using NodaTime;

namespace TokenPricing.Comparing;

/// <summary>The offers of a catalog as columns of numbers, made once, so that a ranking of all of them reads along arrays.</summary>
/// <remarks>
/// Instants are turns: how many of the instants at which anything in the catalog begins or ends have passed. Safe to share between
/// threads: what is made twice at once comes out the same.
/// </remarks>
internal sealed class MarketColumns
{
    /// <summary>What a meter costs where neither it nor an ancestor is priced.</summary>
    public const long Unpriced = -1;

    /// <summary>What a meter costs where its rate is no whole number of pico-dollars per unit, or one that cannot be written per 1M units.</summary>
    public const long Apart = -2;

    private readonly Instant[] _turns;
    private readonly long[]?[] _pico = new long[]?[Meter.All.Length];

    /// <summary>The columns of a catalog's offers.</summary>
    /// <param name="allModels">The catalog's models, by id.</param>
    /// <param name="providers">The catalog's providers, by id.</param>
    /// <param name="capabilities">What any source says of any model whether it can do it.</param>
    public MarketColumns(ImmutableArray<Model> allModels, ImmutableArray<Provider> providers, IEnumerable<string> capabilities)
    {
        Providers = providers;
        Model[] models = [.. allModels.Where(m => m.Base is null)];
        Offers = [.. models.SelectMany(m => m.AllOffers)];
        Cards = [.. Offers.SelectMany(o => o.History)];
        Variants = [.. Offers.Select(o => o.Model).Distinct()];
        Capabilities = new HashSet<string>(capabilities, StringComparer.OrdinalIgnoreCase);
        IEnumerable<Instant?> turns = [.. Offers.SelectMany(o => new[] { Start(o.From), Start(o.Retired) }), .. Cards.SelectMany(c => new[] { c.From, c.To })];
        _turns = [.. turns.OfType<Instant>().Distinct().Order()];
        Periods = [.. Cards.Select(c => new TurnSpan(Turn(c.From, 0), Turn(c.To, int.MaxValue)))];
        Rows = CreateRows();
        int end = 0;
        Ends = [.. models.Select(m => end += m.AllOffers.Length)];
    }

    /// <summary>Behind the last offer of each model of its own, forms included, by model id.</summary>
    public int[] Ends { get; }

    /// <summary>The offers, by model id and then in the order of <see cref="Model.AllOffers"/>.</summary>
    public Offer[] Offers { get; }

    /// <summary>Who serves and bills, by id.</summary>
    public ImmutableArray<Provider> Providers { get; }

    /// <summary>What a ranking asks of each offer.</summary>
    public RankingRow[] Rows { get; }

    /// <summary>The cards of the offers, one offer's oldest first.</summary>
    public RateCard[] Cards { get; }

    /// <summary>When each card holds.</summary>
    public TurnSpan[] Periods { get; }

    /// <summary>What is sold: models of their own and forms of them.</summary>
    public Model[] Variants { get; }

    /// <summary>Of what any source says of any model whether it can do it, in any case.</summary>
    public IReadOnlySet<string> Capabilities { get; }

    /// <summary>How many turns have passed at an instant.</summary>
    public int TurnAt(Instant at)
    {
        int place = Array.BinarySearch(_turns, at);
        return place < 0 ? ~place : place + 1;
    }

    /// <summary>The card of an offer that holds at a turn; -1 where none does.</summary>
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

    /// <summary>What one unit of a meter costs by each card, ordinarily, in pico-dollars; <see cref="Unpriced"/> or <see cref="Apart"/> where no number says it.</summary>
    public long[] PicoOf(Meter meter) => _pico[meter.Index] ??= Array.ConvertAll(Cards, card => PicoOf(card, meter));

    // Rates per a divisor of 1M add up per 1M, which no other does without care for its limits.
    private static long PicoOf(RateCard card, Meter meter) =>
        card.Billing(meter) is not { Rate: var rate } ? Unpriced
        : 1_000_000 % rate.Per == 0 && PicoDollars.TryOf(rate, 1, out long pico) ? pico : Apart;

    private static Instant? Start(LocalDate? day) => day?.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();

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
            TurnSpan period = new(Turn(Start(offer.From), 0), Turn(Start(offer.Retired), int.MaxValue));
            int provider = providers.GetValueOrDefault(offer.Provider, providers.Count);
            rows[i] = new RankingRow(
                period, card, card += offer.History.Length, provider, variants[model],
                LacksText(model, f => f.InputModalities), LacksText(model, f => f.OutputModalities), model.ContextWindow ?? 0);
        }

        return rows;
    }
}
