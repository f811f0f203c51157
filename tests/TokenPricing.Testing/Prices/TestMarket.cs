using NodaTime;

namespace TokenPricing.Tests;

/// <summary>A small market with each kind of model that a ranking has to tell apart.</summary>
internal static class TestMarket
{
    private const string S = TestCatalog.Source;

    private static readonly LocalDate Day = TestCatalog.Day;

    public static readonly Instant At = Day.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();

    public static readonly PriceCatalog Prices = new(new CatalogRows
    {
        Sources = [new(S, "A price list")],
        Providers = [new("one", "One"), new("two", "Two")],
        Models =
        [
            TestCatalog.Model("small") with { ContextWindow = 32_000, License = "MIT" },
            TestCatalog.Model("small:free") with { Base = "small" },
            TestCatalog.Model("small-2026") with { Base = "small", ContextWindow = 8_000 },
            TestCatalog.Model("large") with { ContextWindow = 200_000, OpenWeights = false },
            TestCatalog.Model("dear") with { ContextWindow = 128_000, OpenWeights = true },
            TestCatalog.Model("embedder") with { ContextWindow = 8_000 },
            TestCatalog.Model("painter") with { OutputModalities = ["image"] },
            TestCatalog.Model("gift"),
            TestCatalog.Model("silent"),
            TestCatalog.Model("nowhere"),
        ],
        Capabilities = [new("small", "vision", true, S, Day), new("large", "vision", false, S, Day)],
        Offers = [new("silent", "one", S, Day)],
        Rates =
        [
            .. TestCatalog.Offer("small", "two", 2, 2),
            .. TestCatalog.Offer("small:free", "one", 0, 0),
            .. TestCatalog.Offer("small-2026", "one", 1, 1),
            .. TestCatalog.Offer("large", "one", 4, 4),
            .. TestCatalog.Offer("dear", "two", 8, 8),
            .. TestCatalog.Offer("embedder", "one", 0.1m, 0),
            .. TestCatalog.Offer("painter", "one", 1, 1),
            .. TestCatalog.Offer("gift", "one", 0, 0),
        ],
    });
}
