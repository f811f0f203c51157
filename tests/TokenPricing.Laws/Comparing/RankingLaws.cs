using FsCheck.Xunit;
using NodaTime;

namespace TokenPricing.Tests;

/// <summary>What holds for every ranking, and for the availability it rests on.</summary>
[Properties(Arbitrary = [typeof(MarketGenerators)])]
public static class RankingLaws
{
    private static readonly Instant At = TestCatalog.Day.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();

    [Property]
    public static bool RankBy_AnyMarket_IsSortedAndSharesPlacesByPrice(Market market, RankRequirements needs)
    {
        Ranking ranking = Rank(market, needs);
        return ranking.Models.Zip(ranking.Models.Skip(1)).All(p =>
                p.First.Price < p.Second.Price || (p.First.Price == p.Second.Price && string.CompareOrdinal(p.First.Model.Id.Value, p.Second.Model.Id.Value) < 0))
            && ranking.Models.All(m => m.Rank == 1 + ranking.Models.Count(o => o.Price < m.Price));
    }

    [Property]
    public static bool RankBy_AnyMarket_CountsEveryModelOnce(Market market, RankRequirements needs)
    {
        Ranking ranking = Rank(market, needs);
        RankExclusions left = ranking.Exclusions;
        return ranking.Models.Select(m => m.Model).Distinct().Count() == ranking.Models.Length
            && ranking.Models.All(m => m.Model.Base is null)
            && ranking.Models.Length + left.NotOffered + left.OtherKind + left.Unmet + left.Unknown + left.Unpriced + left.Free
                == market.Prices.Models.Count(m => m.Base is null);
    }

    [Property]
    public static bool RankBy_CheapestBasis_TakesTheCheapestOfferThatFits(Market market, RankRequirements needs) =>
        Rank(market, needs with { Basis = PriceBasis.Cheapest }).Models.All(m =>
            Fits(m.Priced.Offer, needs) && m.Model.AllOffers.Where(o => Fits(o, needs)).Select(Price).OfType<Rate>().Min() == m.Price);

    // The ranking and the comparison of a model have one price for it, and count the same providers.
    [Property]
    public static bool RankBy_AnyBasis_HasThePriceOfAComparison(Market market, PriceBasis basis)
    {
        RankRequirements any = new() { Kind = null, Basis = basis };
        return market.Prices.RankBy(Blend.InputOutput(1, 0), At, any).Models.All(m =>
        {
            Availability availability = m.Model.Availability(TestCatalog.Day);
            Comparison same = market.Prices.Compare(m.Model.Id.Value, m.Model.Id.Value, TestCatalog.Day);
            return m.Priced.ToString() == availability.PriceBy(Blend.InputOutput(1, 0), basis)!.ToString()
                && same.By(Blend.InputOutput(1, 0)).At(basis).Left.Priced!.ToString() == m.Priced.ToString()
                && (m.Availability.ProviderCount, m.Availability.ProviderCount) == (availability.ProviderCount, same.Right.Availability.ProviderCount);
        });
    }

    [Property]
    public static bool RankBy_StandardBasis_HasNoUnconfirmedOutlierButTheMakers(Market market) =>
        Rank(market, new RankRequirements()).Models.All(m => m.Priced.IsConfirmed || m.Priced.Offer.Seller == SellerKind.Maker
            || m.Model.Availability(TestCatalog.Day).PricesBy(Blend.ThreeToOne) is not { } all || !AllRanked(all) || m.Price.ScaledBy(3) >= all.Median);

    [Property]
    public static bool RankBy_AnyMarket_LeavesNoneOutThatFits(Market market, RankRequirements needs)
    {
        HashSet<Model> ranked = [.. Rank(market, needs).Models.Select(m => m.Model)];
        return market.Prices.Models.Where(m => m.Base is null).All(m => ranked.Contains(m) == m.AllOffers.Any(o => Fits(o, needs) && Price(o) is not null));
    }

    [Property]
    public static bool Frontier_AnyMarket_IsExactlyWhatNothingDominates(Market market, RankRequirements needs)
    {
        Ranking ranking = Rank(market, needs);
        return ranking.Models.All(m => m.IsOnFrontier == (m.ContextWindow is not null && !ranking.Models.Any(o => Dominates(o, m))))
            && ranking.Frontier.Zip(ranking.Frontier.Skip(1)).All(p => p.First.ContextWindow <= p.Second.ContextWindow && p.First.Price <= p.Second.Price);
    }

    [Property]
    public static bool RankBy_NarrowerNeeds_IsASubset(Market market, RankRequirements needs, RankRequirements more)
    {
        RankRequirements both = needs with
        {
            Capabilities = [.. needs.Capabilities, .. more.Capabilities],
            MinContextWindow = needs.MinContextWindow is null || more.MinContextWindow > needs.MinContextWindow ? more.MinContextWindow : needs.MinContextWindow,
            Open = needs.Open || more.Open,
            Providers = needs.Providers.IsEmpty ? more.Providers : needs.Providers,
            IncludeFree = needs.IncludeFree && more.IncludeFree,
            Kind = needs.Kind,
            Basis = more.Basis,
        };
        return Rank(market, both).Models.Select(m => m.Model).ToHashSet().IsSubsetOf(Rank(market, needs).Models.Select(m => m.Model));
    }

    [Property]
    public static bool RankBy_AllPricesScaled_KeepsTheOrder(Market market, RankRequirements needs)
    {
        PriceCatalog scaled = new(market.Facts with { Rates = [.. market.Facts.Rates.Select(r => r with { Rate = r.Rate.ScaledBy(7.5m) })] });
        return scaled.RankBy(Blend.ThreeToOne, At, needs).Models.Select(m => (m.Rank, m.Priced.Offer.ToString(), m.IsOnFrontier))
            .SequenceEqual(Rank(market, needs).Models.Select(m => (m.Rank, m.Priced.Offer.ToString(), m.IsOnFrontier)));
    }

    [Property]
    public static bool RankBy_WithAMoreExpensiveOffer_KeepsEveryCheapest(Market market, RankRequirements needs)
    {
        needs = needs with { Basis = PriceBasis.Cheapest };
        PriceCatalog more = WithAMoreExpensiveOffer(market);
        ILookup<string, string> after = more.RankBy(Blend.ThreeToOne, At, needs).Models.ToLookup(m => m.Model.Id.Value, m => m.Priced.ToString());
        return Rank(market, needs).Models.All(m => after[m.Model.Id.Value].SequenceEqual([m.Priced.ToString()]));
    }

    [Property]
    public static bool PricesBy_WithAMoreExpensiveOffer_KeepsTheCheapest(Market market) =>
        market.Prices.Models.Where(m => m.Availability(TestCatalog.Day).PricesBy(Blend.ThreeToOne) is { Cheapest.Rate.IsFree: false }).All(m =>
            WithAMoreExpensiveOffer(market).Model(m.Id.Value).Availability(TestCatalog.Day).PricesBy(Blend.ThreeToOne)!.Cheapest.ToString()
                == m.Availability(TestCatalog.Day).PricesBy(Blend.ThreeToOne)!.Cheapest.ToString());

    [Property]
    public static bool Availability_AnyModel_CountsEachProviderOnce(Market market) => market.Prices.Models.All(m =>
    {
        Availability availability = m.Availability(TestCatalog.Day);
        Provider[] counted = [.. availability.Paid.Concat(availability.Free).Concat(availability.Unpriced).Concat(availability.Retired).Select(p => p.Provider)];
        Provider[] begun = [.. m.AllOffers.Where(o => o.Provider.IsNamed && o.StatusAt(At) is not null).Select(o => o.Provider).Distinct()];
        return counted.Length == begun.Length && counted.ToHashSet().SetEquals(begun)
            && availability.Named.SequenceEqual(availability.Named.OrderBy(p => p.Id))
            && availability.Named.Length == counted.Length - availability.Retired.Length;
    });

    [Property]
    public static bool PricesBy_AnyModel_HasOnePricePerProviderInOrder(Market market) => market.Prices.Models.All(m =>
        m.Availability(TestCatalog.Day).PricesBy(Blend.ThreeToOne) is not { } prices
        || (prices.Offers.Select(o => o.Offer.Provider).Distinct().Count() == prices.Offers.Length
            && prices.Cheapest.Rate <= prices.Median && prices.Median <= prices.MostExpensive.Rate
            && prices.Offers.Select(o => o.Rate).Distinct().Count() == prices.DistinctPrices
            && prices.Offers.Count(o => o.Rate == prices.MostCommon) == prices.ProvidersAtMostCommon
            && prices.Offers.All(o => prices.Offers.Count(p => p.Rate == o.Rate) <= prices.ProvidersAtMostCommon)
            && prices.Concentration <= Percentage.FromPercent(100)
            && prices.PercentMoreExpensive?.Fraction == prices.Spread - 1));

    [Property]
    public static bool PricesBy_AnyModel_TakesEachProvidersCheapestPaidOffer(Market market) => market.Prices.Models.All(m =>
        m.Availability(TestCatalog.Day).PricesBy(Blend.ThreeToOne) is not { Cheapest.Rate.IsFree: false } prices
        || prices.Offers.All(o => o.Rate == m.AllOffers
            .Where(other => other.Provider == o.Offer.Provider && other.StatusAt(At) == OfferStatus.Paid)
            .Select(Price)
            .Where(rate => rate?.IsFree == false)
            .Min()));

    [Property]
    public static bool AllOffers_AnyMarket_AreThoseOfTheModelAndItsForms(Market market) => market.Prices.Models.All(m =>
        m.AllOffers.ToHashSet().SetEquals(market.Prices.Offers.Where(o => o.Model == m || o.Model.Base == m))
        && m.Variants.All(f => f.Base == m && f.Variants.IsEmpty));

    private static Ranking Rank(Market market, RankRequirements needs) => market.Prices.RankBy(Blend.ThreeToOne, At, needs);

    // A provider whose id comes last, so that it does not win a tie either.
    private static PriceCatalog WithAMoreExpensiveOffer(Market market) => new(market.Facts with
    {
        Providers = [.. market.Facts.Providers, new("z", "Z")],
        Rates = [.. market.Facts.Rates, .. market.Facts.Models.SelectMany(m => TestCatalog.Offer(m.Id, "z", 1_000, 1_000))],
    });

    // A ranking leaves offers out that write no text, which a comparison does not.
    private static bool AllRanked(PriceSpread all) => all.Offers.All(o => Fits(o.Offer, new RankRequirements()));

    private static bool Dominates(RankedModel one, RankedModel other) =>
        one.Price <= other.Price && one.ContextWindow >= other.ContextWindow && (one.Price < other.Price || one.ContextWindow > other.ContextWindow);

    private static Rate? Price(Offer offer) => offer.RateCardAt(At).TryGetBlended(Blend.ThreeToOne, out Rate blended) ? blended : null;

    // What the documentation says, in other words than the code's.
    private static bool Fits(Offer offer, RankRequirements needs)
    {
        Model model = offer.Model;
        ModelRow[] facts = model.Base is { } origin ? [model.Facts, origin.Facts] : [model.Facts];
        string[] writes = [.. (facts.FirstOrDefault(f => f.OutputModalities.Length > 0) ?? model.Facts).OutputModalities];
        ModelKind? kind = facts.Select(f => f.Kind).FirstOrDefault(k => k is not null);
        bool isText = needs.Kind is null or ModelKind.Chat;
        bool isOpen = facts.Select(f => f.OpenWeights).FirstOrDefault(w => w is not null) == true
            || facts.Select(f => f.License).FirstOrDefault(l => l is not null) == "MIT";
        return offer.StatusAt(At) is OfferStatus.Paid or OfferStatus.Free
            && (needs.Providers.IsEmpty || needs.Providers.Contains(offer.Provider.Id.Value))
            && (needs.Kind is null || kind == needs.Kind || (isText && kind is null))
            && (!isText || writes.Length == 0 || writes.Contains("text"))
            && needs.Capabilities.All(c => model.Can(c) == true)
            && (needs.MinContextWindow is null || facts.Select(f => f.ContextWindow).FirstOrDefault(w => w is not null) >= needs.MinContextWindow)
            && (!needs.Open || isOpen)
            && Price(offer) is { } price
            && (price.IsFree ? needs.IncludeFree : !isText || offer.RateCardAt(At).RateOf(Meter.Output) != Rate.Free);
    }
}
