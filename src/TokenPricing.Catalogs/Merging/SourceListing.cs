using System.Collections.Frozen;
using System.Collections.Immutable;

namespace TokenPricing.Catalogs;

/// <summary>The statements of one source about one offer: its current prices and its earlier ones.</summary>
internal sealed class SourceListing
{
    private readonly List<Sighting> _sightings = [];
    private readonly List<SourceListing> _past = [];
    private readonly List<SourceListing> _others = [];

    /// <summary>Initializes a listing without prices.</summary>
    public SourceListing(string source, string listing, OfferKey offer)
    {
        Source = source;
        Listing = listing;
        Offer = offer;
    }

    /// <summary>The id of the source.</summary>
    public string Source { get; }

    /// <summary>
    /// Where the source has its prices from: itself, or another source that it copies. pi-ai's tables are made from models.dev.
    /// </summary>
    public string Origin => Source == "pi-ai" ? "models.dev" : Source;

    /// <summary>The name of the model at the source.</summary>
    public string Listing { get; private set; }

    /// <summary>The provider and the key of the model.</summary>
    public OfferKey Offer { get; }

    /// <summary>The day of the source's newest list, if it contains the offer; otherwise <see langword="null"/>.</summary>
    public LocalDate? Listed { get; private set; }

    /// <summary>The current prices, without noise; empty if the source states none.</summary>
    public ImmutableArray<RateRow> Rates { get; private set; } = [];

    /// <summary>The current prices from which noise was removed, as the source states them.</summary>
    public ImmutableArray<RateRow> Noise { get; private set; } = [];

    /// <summary>All prices with the periods that the source states; empty if it states no dates.</summary>
    public ImmutableArray<RateRow> Schedule { get; private set; } = [];

    /// <summary>The first day without the offer, according to the source; <see langword="null"/> if it states no end.</summary>
    public LocalDate? Retired { get; private set; }

    /// <summary>
    /// Whether the source's lists drop what is no longer sold, so that an end which another source announced has not come. The other
    /// sources keep what has ended; and a maker's day of retirement often means "not sooner than".
    /// </summary>
    public bool DropsEnded => Source is "models.dev" or "pi-ai" or "openrouter";

    /// <summary>
    /// Whether the source only fills in what others lack, and confirms them: Portkey's tables and modelpricewatch are copied by hand from
    /// the vendors' pages, and a difference to lists that are read by a program is most often their age or a slip.
    /// </summary>
    public bool IsSecondary => FillsIn(Source);

    /// <summary>
    /// Whether the source takes prices of makers from OpenRouter where it knows none, as genai-prices says at some of them and does at
    /// others.
    /// </summary>
    public bool TakesFromGateway => Source is "genai-prices";

    /// <summary>Returns whether a source only fills in what others lack (<see cref="IsSecondary"/>).</summary>
    public static bool FillsIn(string source) => source is "portkey" or "modelpricewatch";

    /// <summary>The day of the source's oldest list, or of the beginning of its history if that is earlier.</summary>
    public LocalDate RecordsBegin { get; set; }

    /// <summary>
    /// The day on which the source last stated a new price. For a provider's own list, the day of the list; for another source, the last
    /// change in its records, since a new list can repeat a price that was copied long ago. <see langword="null"/> if the price did not
    /// change since its records begin.
    /// </summary>
    public LocalDate? LastChanged =>
        IsFirstHand
            ? Listed
            : StatedChange ?? (PriceTimeline.Of(Sightings) is { Steps: [.., { } last] } && last.Recorded > RecordsBegin
                ? last.Recorded
                : null);

    /// <summary>
    /// The day of the last change of the price of input or output that the source dates itself and that is in effect on the day of its
    /// list; <see langword="null"/> if it dates none.
    /// </summary>
    public LocalDate? StatedChange => Schedule
        .Where(r => r.From is not null && r.Condition.IsNone && (r.Meter == Meter.Input || r.Meter == Meter.Output))
        .Select(r => (LocalDate?)r.From!.Value.InUtc().Date)
        .Where(d => d <= Listed)
        .Max();

    /// <summary>The source's older lists, newest first.</summary>
    public IReadOnlyList<SourceListing> Past => _past;

    /// <summary>The listings of the same offer under another spelling in the same list.</summary>
    public IReadOnlyList<SourceListing> Others => _others;

    /// <summary>The sightings of the offer, oldest first.</summary>
    public IReadOnlyList<Sighting> Sightings => _sightings;

    /// <summary>Returns the current price of a meter without a condition; <see langword="null"/> if there is none.</summary>
    public Rate? Price(Meter meter) => Rates.FirstOrDefault(r => r.Meter == meter && r.Condition.IsNone)?.Rate;

    /// <summary>
    /// Whether a price of zero means free: the name ends with <c>:free</c> or <c>-free</c>, or the source is the provider itself.
    /// </summary>
    public bool SaysFree =>
        Listing.EndsWith(":free", StringComparison.OrdinalIgnoreCase)
        || Listing.EndsWith("-free", StringComparison.OrdinalIgnoreCase)
        || IsFirstHand;

    /// <summary>Whether the source is the provider itself.</summary>
    public bool IsFirstHand => Source.Equals(Offer.Provider, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Adds the prices of one of the source's lists. Those of the newest list become the current ones; every list becomes a sighting.
    /// </summary>
    public void AddList(LocalDate recorded, IReadOnlyCollection<RateRow> rates, OfferRow? facts, bool isNewest)
    {
        Instant at = recorded.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        ImmutableArray<RateRow> clean = [.. rates.Select(r => r with { Rate = PriceCleaning.Clean(r.Rate, IsConverted) })];
        ImmutableArray<RateRow> now = [.. clean.Where(r => Covers(r, at))];
        if (isNewest)
        {
            Listed = recorded;
            Rates = now;
            Noise = [.. rates.Zip(clean).Where(r => r.First.Rate != r.Second.Rate && Covers(r.First, at)).Select(r => r.First)];
            Retired = facts?.Retired;
            Schedule = clean.Length > now.Length ? clean : [];
        }
        else
        {
            _past.Add(new SourceListing(Source, Listing, Offer) { Listed = recorded, Rates = now });
        }

        AddSightings([new Sighting(at, Main(now), IsListed: true)]);
    }

    /// <summary>Adds the listing under another spelling in the same list.</summary>
    public void AddOther(SourceListing other) => _others.Add(other);

    /// <summary>Exchanges this listing with another spelling of the same list.</summary>
    public void Prefer(SourceListing other)
    {
        SourceListing mine = new(Source, Listing, Offer) { Listed = Listed, Rates = Rates, Retired = Retired, Schedule = Schedule };
        (Listing, Listed, Rates, Retired, Schedule) = (other.Listing, other.Listed, other.Rates, other.Retired, other.Schedule);
        _others[_others.IndexOf(other)] = mine;
        _sightings.Clear();
        _sightings.AddRange(other._sightings);
    }

    /// <summary>Returns a copy of the listing for another offer that the source prices without naming it.</summary>
    public SourceListing On(OfferKey offer)
    {
        SourceListing other = new(Source, Listing, offer) { Listed = Listed, Rates = Rates, Retired = Retired, Schedule = Schedule };
        other._sightings.AddRange(_sightings);
        other._past.AddRange(_past);
        return other;
    }

    /// <summary>Adds sightings from the source's history and keeps all of them sorted.</summary>
    public void AddSightings(IEnumerable<Sighting> sightings)
    {
        _sightings.AddRange(sightings.Select(s => s with { Source = Source, Prices = s.Prices is null ? null : Clean(s.Prices) }));
        _sightings.Sort((a, b) => a.At.CompareTo(b.At));
    }

    // LiteLLM converts Databricks' prices from Databricks' own unit.
    private bool IsConverted => Source == "litellm" && Offer.Provider == "databricks";

    /// <summary>Returns whether a rate applies at an instant.</summary>
    private static bool Covers(RateRow rate, Instant at) => !(rate.From > at) && !(rate.To <= at);

    /// <summary>Returns the prices of the main meters without a condition; <see langword="null"/> if there are none.</summary>
    private FrozenDictionary<Meter, Rate>? Main(IEnumerable<RateRow> rates)
    {
        Dictionary<Meter, Rate> main = [];
        foreach (RateRow rate in rates.Where(r => r.Condition.IsNone && EventLog.Meters.Contains(r.Meter)))
        {
            main[rate.Meter] = rate.Rate;
        }

        return main.Count == 0 ? null : Clean(main);
    }

    /// <summary>
    /// Returns the prices without noise and without zeros other than of input and output: the sources also write zero for "no price".
    /// </summary>
    private FrozenDictionary<Meter, Rate> Clean(IEnumerable<KeyValuePair<Meter, Rate>> prices) =>
        prices
            .Where(p => p.Key == Meter.Input || p.Key == Meter.Output || !p.Value.IsFree)
            .ToFrozenDictionary(p => p.Key, p => PriceCleaning.Clean(p.Value, IsConverted));
}
