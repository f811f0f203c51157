using System.Collections.Concurrent;
using FsCheck.Xunit;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>A catalog that reads one offer before all others: nobody can tell it from one that has read everything.</summary>
[Properties(Arbitrary = [typeof(FactsGenerators)])]
public sealed class EarlyOfferTests
{
    private static readonly CatalogRows Facts = TestCatalog.Facts(
        [
            .. TestCatalog.Offer("alpha", "one", 1, 2), .. TestCatalog.Offer("alpha", "two", 3, 4), .. TestCatalog.Offer("beta", "one", 5, 6),
            .. TestCatalog.Offer("beta", "unnamed", 7, 8),
        ]) with
    {
        Aliases = [new AliasRow("first", "alpha", null, TestCatalog.Source, TestCatalog.Day)],
    };

    [Fact]
    public void Offer_ByIds_ReadsNoOtherRows()
    {
        PriceCatalog prices = Catalog(() => throw new InvalidOperationException("All was read."));

        Offer offer = prices.Offer("ONE", "Alpha");

        Assert.Equal(("one", "alpha", "ALPHA"), (offer.Provider.Id, offer.Model.Id, offer.Model.Name));
        Assert.Equal(Rate.PerMillion(2), offer.RateCardAt(Instant.FromUtc(2026, 9, 1, 0, 0)).RateOf(Meter.Output));
        Assert.Same(offer, prices.Offer("one", "alpha"));
        Assert.Same(offer.Provider, prices.Offer("one", "beta").Provider);
        Assert.Same(offer.Model, prices.Offer("two", "alpha").Model);
    }

    [Fact]
    public void Offer_HandedOutEarly_IsTheOneOfTheWholeCatalog()
    {
        int reads = 0;
        PriceCatalog prices = Catalog(() =>
        {
            reads++;
            return Facts;
        });
        Offer early = prices.Offer("one", "alpha");
        Assert.Equal(0, reads);

        Assert.Equal(["one", "two"], early.Model.Offers.Select(o => o.Provider.Id));
        Assert.Equal(["alpha", "beta"], early.Provider.Offers.Select(o => o.Model.Id));
        Assert.Same(early, prices.Offers[0]);
        Assert.Same(early.Model, prices.Model("alpha"));
        Assert.Same(early.Provider, prices.Provider("one"));
        Assert.Same(Facts, prices.Rows);
        Assert.Equal(1, reads);
    }

    [Fact]
    public void Offers_OfAProviderHandedOutEarly_AreThoseOfTheWholeCatalog() =>
        Assert.Equal(["one/alpha", "one/beta"], Catalog(() => Facts).Offer("one", "alpha").Provider.Offers.Select(o => o.ToString()));

    [Theory]
    [InlineData("one", "first", "one/alpha")]
    [InlineData("unnamed", "beta", "unnamed/beta")]
    public void Offer_ByAnotherName_IsFoundInAllRows(string provider, string model, string offer) =>
        Assert.Equal(offer, Catalog(() => Facts).Offer(provider, model).ToString());

    [Theory]
    [InlineData("two", "beta")]
    [InlineData("one", "gamma")]
    [InlineData("three", "alpha")]
    [InlineData("", "")]
    public void Offer_ThatIsNot_IsTheErrorOfAWholeCatalog(string provider, string model)
    {
        PriceCatalog prices = Catalog(() => Facts);

        Assert.False(prices.TryGetOffer(provider, model, out _));
        Assert.Equal(
            Assert.Throws<PricingException>(() => new PriceCatalog(Facts).Offer(provider, model)).Message,
            Assert.Throws<PricingException>(() => Catalog(() => Facts).Offer(provider, model)).Message);
    }

    [Fact]
    public void With_OtherSettings_ReadsNothing()
    {
        PriceCatalog prices = Catalog(() => throw new InvalidOperationException("All was read."));

        PriceCatalog others = prices.With(s => s with { MissingRate = MissingRatePolicy.LeaveUnpriced });

        Assert.Equal(MissingRatePolicy.LeaveUnpriced, others.Offer("one", "alpha").Settings.MissingRate);
        Assert.NotSame(prices.Offer("one", "alpha"), others.Offer("one", "alpha"));
    }

    [Fact]
    public void Offer_ManyByThemselves_AreThenReadAtOnce()
    {
        CatalogRows facts = TestCatalog.Facts([.. Enumerable.Range(0, 200).SelectMany(i => TestCatalog.Offer($"model-{i}", "seller", i, i))]);
        int alone = 0;
        PriceCatalog prices = new(new PricingSettings(), new CatalogSource(
            () => facts,
            offer =>
            {
                alone++;
                return FactsOf(facts, offer.Provider.Value, offer.Model.Value);
            },
            id => facts.Models.Any(m => id == m.Id)));

        Offer[] asked = [.. Enumerable.Range(0, 200).Select(i => prices.Offer("seller", $"model-{i}"))];

        Assert.Equal(64, alone);
        Assert.All(asked, (offer, i) => Assert.Equal($"seller/model-{i}", offer.ToString()));
        Assert.Equal(asked.ToHashSet(), prices.Offers.ToHashSet());
    }

    [Property]
    public static bool AnyCatalog_OffersAskedForInAnyOrder_IsAsReadAtOnce(CatalogRows facts, byte[] order)
    {
        PriceCatalog whole = new(facts);
        PriceCatalog early = new(new PricingSettings(), new CatalogSource(() => facts, offer => FactsOf(facts, offer.Provider.Value, offer.Model.Value), id => facts.Models.Any(m => id == m.Id)));
        Offer[] asked = [.. order.Select(i => whole.Offers[i % whole.Offers.Length]).Select(o => early.Offer(o.Provider.Id.Value.ToUpperInvariant(), o.Model.Id.Value))];
        return asked.All(early.Offers.Contains)
            && asked.All(o => early.Models.Contains(o.Model) && o.Model.Offers.Contains(o) && o.Provider.Offers.Contains(o))
            && Words(early).SequenceEqual(Words(whole));
    }

    [Fact]
    public void Offer_AskedForByManyThreads_WhileAllIsRead_IsOne()
    {
        CatalogRows facts = TestCatalog.Facts(
            [.. Enumerable.Range(0, 400).SelectMany(i => TestCatalog.Offer($"model-{i % 40}", $"seller-{i / 40}", i, i))]);
        for (int run = 0; run < 20; run++)
        {
            PriceCatalog prices = new(new PricingSettings(), new CatalogSource(() => facts, offer => FactsOf(facts, offer.Provider.Value, offer.Model.Value), id => facts.Models.Any(m => id == m.Id)));
            ConcurrentBag<Offer> found = [];
            Parallel.For(0, 800, i =>
            {
                if (i == 300)
                {
                    Assert.Equal(400, prices.Offers.Length);
                }

                Assert.True(prices.TryGetOffer($"seller-{i % 400 / 40}", $"model-{i % 40}", out Offer? offer));
                Assert.Contains(offer, offer.Model.Offers);
                found.Add(offer);
            });

            Assert.Equal(400, found.Distinct().Count());
            Assert.Equal(prices.Offers.ToHashSet(), found.ToHashSet());
        }
    }

    private static PriceCatalog Catalog(Func<CatalogRows> all) =>
        new(new PricingSettings(), new CatalogSource(all, offer => FactsOf(Facts, offer.Provider.Value, offer.Model.Value), id => Facts.Models.Any(m => id == m.Id)));

    private static CatalogRows? FactsOf(CatalogRows facts, string provider, string model)
    {
        bool Is(string itsModel, string itsProvider) => Same(itsModel, model) && Same(itsProvider, provider);
        CatalogRows of = new()
        {
            Sources = facts.Sources,
            Providers = [.. facts.Providers.Where(p => Same(p.Id, provider))],
            Models = [.. facts.Models.Where(m => Same(m.Id, model))],
            Offers = [.. facts.Offers.Where(o => Is(o.Model, o.Provider))],
            Rates = [.. facts.Rates.Where(r => Is(r.Model, r.Provider))],
            TierMultiples = [.. facts.TierMultiples.Where(m => Is(m.Model, m.Provider))],
            RegionalUplifts = [.. facts.RegionalUplifts.Where(u => Is(u.Model, u.Provider))],
        };
        return of.Providers.Length == 1 && of.Offers.Length + of.Rates.Length > 0 ? of : null;
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> Words(PriceCatalog prices) =>
    [
        .. prices.Providers.Select(p => $"{p} {p.Name} {string.Join(' ', p.Offers)}"),
        .. prices.Models.Select(m => $"{m} {m.Source.Id} {m.Base} {string.Join(' ', m.Variants)} {string.Join(' ', m.AllOffers)} {string.Join(' ', m.Capabilities.Select(c => c.ToString()))}"),
        .. prices.Offers.Select(o => $"{o} {o.From} {o.Retired} {string.Join(' ', o.History.SelectMany(c => c.Rates))}"),
        $"{prices.RecordedThrough}",
    ];
}
