using System.Collections.Frozen;
using System.Collections.Immutable;

namespace TokenPricing.Catalogs;

/// <summary>What one source says of one offer: its present prices, and what it said before.</summary>
internal sealed class SourceListing
{
    private readonly List<Sighting> _sightings = [];
    private readonly List<SourceListing> _past = [];
    private readonly List<SourceListing> _others = [];

    public SourceListing(string source, string listing, OfferKey offer)
    {
        Source = source;
        Listing = listing;
        Offer = offer;
    }

    /// <summary>The id of the source.</summary>
    public string Source { get; }

    /// <summary>What the source calls it.</summary>
    public string Listing { get; private set; }

    /// <summary>What it is an offer of, and by whom.</summary>
    public OfferKey Offer { get; }

    /// <summary>The day of the source's newest list that has it; <see langword="null"/>: none of its lists has it any more.</summary>
    public LocalDate? Listed { get; private set; }

    /// <summary>The present prices, without noise; empty where the source states none.</summary>
    public ImmutableArray<RateRow> Rates { get; private set; } = [];

    /// <summary>The present prices from which noise was taken, as the source states them.</summary>
    public ImmutableArray<RateRow> Noise { get; private set; } = [];

    /// <summary>All prices with the periods that the source states; empty where it states no dates.</summary>
    public ImmutableArray<RateRow> Schedule { get; private set; } = [];

    /// <summary>The first day on which the source says that the offer is no more.</summary>
    public LocalDate? Retired { get; private set; }

    /// <summary>The day on which the source's records begin: its oldest list, or the beginning of its history.</summary>
    public LocalDate RecordsBegin { get; set; }

    /// <summary>
    /// When the source last had a new price to say, as far as its records reach: a price that it copied long ago is not made right by
    /// the date of the list. <see langword="null"/>: since before its records begin.
    /// </summary>
    public LocalDate? LastChanged =>
        IsFirstHand
            ? Listed
            : PriceTimeline.Of(Sightings) is { Steps: [.., { } last] } && last.Recorded > RecordsBegin ? last.Recorded : null;

    /// <summary>The source's older lists, newest first.</summary>
    public IReadOnlyList<SourceListing> Past => _past;

    /// <summary>What the same list says of the same thing under another spelling.</summary>
    public IReadOnlyList<SourceListing> Others => _others;

    /// <summary>What the source said at which time, oldest first.</summary>
    public IReadOnlyList<Sighting> Sightings => _sightings;

    /// <summary>The present price of a meter on no condition.</summary>
    public Rate? Price(Meter meter) => Rates.FirstOrDefault(r => r.Meter == meter && r.Condition.IsNone)?.Rate;

    /// <summary>Whether the source's own words make a price of zero a free offer.</summary>
    public bool SaysFree =>
        Listing.EndsWith(":free", StringComparison.OrdinalIgnoreCase)
        || Listing.EndsWith("-free", StringComparison.OrdinalIgnoreCase)
        || IsFirstHand;

    /// <summary>Whether the source is the provider itself.</summary>
    public bool IsFirstHand => Source.Equals(Offer.Provider, StringComparison.OrdinalIgnoreCase);

    /// <summary>Takes over a list of the source; a newer one takes the place of an older one, which becomes a sighting.</summary>
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

    /// <summary>Adds what the same list says under another spelling.</summary>
    public void AddOther(SourceListing other) => _others.Add(other);

    /// <summary>Lets another spelling of the same list speak for the source.</summary>
    public void Prefer(SourceListing other)
    {
        SourceListing mine = new(Source, Listing, Offer) { Listed = Listed, Rates = Rates, Retired = Retired, Schedule = Schedule };
        (Listing, Listed, Rates, Retired, Schedule) = (other.Listing, other.Listed, other.Rates, other.Retired, other.Schedule);
        _others[_others.IndexOf(other)] = mine;
        _sightings.Clear();
        _sightings.AddRange(other._sightings);
    }

    /// <summary>The same words on another offer, of which the source speaks without naming it.</summary>
    public SourceListing On(OfferKey offer)
    {
        SourceListing other = new(Source, Listing, offer) { Listed = Listed, Rates = Rates, Retired = Retired, Schedule = Schedule };
        other._sightings.AddRange(_sightings);
        other._past.AddRange(_past);
        return other;
    }

    /// <summary>Adds what the source's history says.</summary>
    public void AddSightings(IEnumerable<Sighting> sightings)
    {
        _sightings.AddRange(sightings.Select(s => s with { Prices = s.Prices is null ? null : Clean(s.Prices) }));
        _sightings.Sort((a, b) => a.At.CompareTo(b.At));
    }

    // Databricks' prices in LiteLLM's map come from another unit.
    private bool IsConverted => Source == "litellm" && Offer.Provider == "databricks";

    private static bool Covers(RateRow rate, Instant at) => !(rate.From > at) && !(rate.To <= at);

    private FrozenDictionary<Meter, Rate>? Main(IEnumerable<RateRow> rates)
    {
        Dictionary<Meter, Rate> main = [];
        foreach (RateRow rate in rates.Where(r => r.Condition.IsNone && EventLog.Meters.Contains(r.Meter)))
        {
            main[rate.Meter] = rate.Rate;
        }

        return main.Count == 0 ? null : Clean(main);
    }

    // What is zero beside a price is not known to be free: the sources write zero for "no price" too.
    private FrozenDictionary<Meter, Rate> Clean(IEnumerable<KeyValuePair<Meter, Rate>> prices) =>
        prices
            .Where(p => p.Key == Meter.Input || p.Key == Meter.Output || !p.Value.IsFree)
            .ToFrozenDictionary(p => p.Key, p => PriceCleaning.Clean(p.Value, IsConverted));
}
