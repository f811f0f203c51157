using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using NodaTime;

namespace TokenPricing;

/// <summary>A model sold by a provider, with the history of its prices.</summary>
/// <remarks>
/// Belongs to one <see cref="PriceCatalog"/>; equality is by reference. Offers have no order of their own: they are ranked by a
/// <see cref="Blend"/> at an instant.
/// </remarks>
[TypeFormatterSource]
public sealed class Offer
{
    // Few of a market's thousands of offers are ever asked for their prices.
    private readonly Func<ImmutableArray<RateCard>> _build;
    private ImmutableArray<RateCard> _history;
    private PicoHistory? _standardPico;
    private PicoHistory?[]? _pico;

    internal Offer(Model model, Provider provider, OfferRow? facts, Func<ImmutableArray<RateCard>> history, PricingSettings settings)
    {
        Settings = settings;
        Discount = settings.DiscountOf(provider.Id);
        Model = model;
        Provider = provider;
        From = facts?.From;
        Retired = facts?.Retired;
        _build = history;
    }

    /// <summary>What is sold.</summary>
    public Model Model { get; }

    /// <summary>Who sells it; <see cref="TokenPricing.Provider.IsNamed"/> is false where the source does not say.</summary>
    public Provider Provider { get; }

    /// <summary>The first day of the offer; <see langword="null"/>: not known, taken as always.</summary>
    public LocalDate? From { get; }

    /// <summary>The first day on which the offer is no more; <see langword="null"/>: no end known.</summary>
    public LocalDate? Retired { get; }

    /// <summary>The rate cards, oldest first; their periods do not overlap; empty where no source publishes a price.</summary>
    public ImmutableArray<RateCard> History
    {
        get
        {
            // Two threads may build it both; everyone gets the cards of one.
            if (_history.IsDefault)
            {
                ImmutableInterlocked.InterlockedInitialize(ref _history, _build());
            }

            return _history;
        }
    }

    /// <summary>The settings of the catalog that the offer belongs to.</summary>
    public PricingSettings Settings { get; }

    /// <summary>What the settings take off every cost at the provider; <see langword="null"/>: nothing.</summary>
    internal ProviderDiscount? Discount { get; }

    /// <summary>The rate card that holds at <paramref name="at"/>.</summary>
    /// <exception cref="PricingException">
    /// <see cref="PricingError.NoPublishedPrice"/>: none ever was published; <see cref="PricingError.NoPriceAtInstant"/>: none holds then.
    /// </exception>
    public RateCard RateCardAt(Instant at) => TryGetRateCard(at, out RateCard? card) ? card : throw NoPrice(at);

    /// <summary>The rate card that holds at <paramref name="at"/>; <see langword="false"/> where <see cref="RateCardAt"/> would throw.</summary>
    public bool TryGetRateCard(Instant at, [NotNullWhen(true)] out RateCard? card)
    {
        for (int i = History.Length - 1; i >= 0; i--)
        {
            if (History[i].From is not { } from || from <= at)
            {
                card = History[i].To is { } to && to <= at ? null : History[i];
                return card is not null;
            }
        }

        card = null;
        return false;
    }

    /// <summary>Returns what changed from each rate card to the next, oldest first; empty where there are fewer than two cards.</summary>
    public ImmutableArray<PriceChange> PriceChanges() =>
    [
        .. History.Zip(History.Skip(1)).SelectMany(pair =>
            PriceChange.Between(pair.First, pair.Second).Select(c => new PriceChange(pair.Second.From!.Value, c.Meter, c.Condition, c.Before, c.After))),
    ];

    /// <summary>The history in whole pico-dollars, as a service tier is billed, the provider's discount taken off, without a region or other adjustments.</summary>
    internal PicoHistory PicoHistory(ServiceTier tier)
    {
        if (tier == ServiceTier.Standard)
        {
            return _standardPico ??= Of(tier);
        }

        PicoHistory?[] tiers = _pico ??= new PicoHistory?[(int)ServiceTier.Fast + 1];
        return tiers[(int)tier] ??= Of(tier);

        PicoHistory Of(ServiceTier asked) => new(History, card => card.Supports(asked) ? (asked, 1 - (Discount?.Discount.Fraction ?? 0)) : null);
    }

    /// <summary>Whether the offer is paid, free, unpriced or retired at <paramref name="at"/>; <see langword="null"/>: it has not begun.</summary>
    /// <param name="at">When; an offer begins and ends with a day in UTC.</param>
    public OfferStatus? StatusAt(Instant at)
    {
        LocalDate day = at.InUtc().Date;
        return Retired <= day ? OfferStatus.Retired
            : From > day ? null
            : !TryGetRateCard(at, out RateCard? card) ? OfferStatus.Unpriced
            : card.IsFree ? OfferStatus.Free : OfferStatus.Paid;
    }

    /// <summary>The offer's rates at <paramref name="at"/>, mixed into one figure per 1M tokens.</summary>
    /// <param name="blend">The mix.</param>
    /// <param name="at">When.</param>
    /// <param name="missing">What to do where a part of the mix has no price; <see langword="null"/>: what the catalog's settings say.</param>
    /// <exception cref="PricingException">
    /// As <see cref="RateCardAt"/>, and <see cref="PricingError.MissingRate"/> where a part of the mix has no price and the policy is to throw.
    /// </exception>
    public BlendedRate BlendedBy(Blend blend, Instant at, MissingRatePolicy? missing = null)
    {
        BlendedRate blended = RateCardAt(at).BlendedBy(blend);
        return blended.Rate is not null || (missing ?? Settings.MissingRate) == MissingRatePolicy.LeaveUnpriced
            ? blended
            : throw new PricingException(
                PricingError.MissingRate, $"{this} publishes no price for {string.Join(", ", blended.Missing)}, which the blend {blend} needs.");
    }

    /// <summary>The offer in one word: <c>provider/model</c>.</summary>
    public override string ToString() => $"{Provider.Id}/{Model.Id}";

    private PricingException NoPrice(Instant at)
    {
        if (History.IsEmpty)
        {
            return new PricingException(PricingError.NoPublishedPrice, $"No source publishes a price of {this}. Ask for another offer of the model, or add its rates to the catalog.");
        }

        string known = History[0].From is { } first && at < first
            ? $"the first known price holds from {first}; ask for an instant from then on"
            : $"the last known price before then held until {History.Last(c => c.To <= at).To}; ask for an earlier instant";
        return new PricingException(PricingError.NoPriceAtInstant, $"No price of {this} is known to hold at {at}: {known}, or add the rates to the catalog.");
    }
}
