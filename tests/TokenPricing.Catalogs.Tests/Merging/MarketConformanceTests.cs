using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>What the built-in catalog says where the lists that it is made of agree, where these stand beside the repository.</summary>
public sealed class MarketConformanceTests
{
    private static readonly (string File, LocalDate Day)[] Files =
    [
        ("models.dev.api.json", new LocalDate(2026, 7, 2)),
        ("litellm.model_prices_and_context_window.json", new LocalDate(2026, 7, 24)),
        ("genai-prices.v2.data.json", new LocalDate(2026, 8, 21)),
    ];

    [Fact]
    public void BuiltIn_WhereTwoListsAgree_HasTheirPriceOnTheirDates()
    {
        string data = Path.Combine(Path.GetDirectoryName(Repository.Root)!, "shared", "peer-data");
        if (!Directory.Exists(data))
        {
            return;
        }

        PriceCatalog prices = PriceCatalog.BuiltIn;
        Dictionary<LocalDate, PriceCatalog> then = Files.ToDictionary(f => f.Day, f => prices.AsKnownOn(f.Day));
        var stated = Files.SelectMany(f => Stated(Path.Combine(data, f.File), f.Day)).ToLookup(s => s.Offer);
        List<string> wrong = [];
        int agreed = 0;
        foreach (var offer in stated)
        {
            foreach (var left in offer)
            {
                foreach (var right in offer.Where(o => o.Day > left.Day && Same(o.Input, left.Input) && Same(o.Output, left.Output)))
                {
                    agreed++;
                    foreach (LocalDate day in new[] { left.Day, right.Day })
                    {
                        if (!IsPriceOn(prices, left.Listing, left.Input, left.Output, day)
                            && !IsPriceOn(then[day], left.Listing, left.Input, left.Output, day)
                            && !KnowsBetter(prices, left.Listing, left.Input, left.Output, day))
                        {
                            wrong.Add($"{offer.Key} on {day}: {left.Input} and {left.Output} were agreed by {left.File} and {right.File}");
                        }
                    }
                }
            }
        }

        // Of 1,335 agreed prices, two are not in force on a day on which two older lists agreed (2026-11-28).
        Assert.True(wrong.Count * 500 <= agreed, $"{wrong.Count} of {agreed}:{Environment.NewLine}{string.Join(Environment.NewLine, wrong.Take(40))}");
        Assert.True(agreed > 900, $"{agreed} shared prices");
    }

    // A price that is disputed, with the reason, is not in force. What a vendor says of its regions and aliases goes before lists that agree, and so does the list of the provider itself, which is of
    // 2026-08-01 for OpenRouter; a later list of another may only repeat what it copied before.
    private static bool KnowsBetter(PriceCatalog prices, (string Provider, string Listing) offer, decimal input, decimal? output, LocalDate day) =>
        (offer.Provider == "openrouter" && day > new LocalDate(2026, 8, 1))
        || (prices.TryFind(offer.Provider, offer.Listing, out NameMatch? match) && match.Offer is { } found
            && (found.History.Any(card => card.Rates.Any(r => r.Source.Id == "vendors"))
                || prices.Rows.Disputes.Any(d => d.Provider == found.Provider.Id && d.Model == found.Model.Id
                    && ((d.Meter == Meter.Input && Same(d.Rate.UsdPerMillion, input))
                        || (d.Meter == Meter.Output && Same(d.Rate.UsdPerMillion, output))))));

    // A change that the vendor dated may lie between the two days, or before that of a list that was late.
    private static bool IsPriceOn(PriceCatalog prices, (string Provider, string Listing) offer, decimal input, decimal? output, LocalDate day)
    {
        return prices.TryFind(offer.Provider, offer.Listing, out NameMatch? match) && match.Offer is { } found && found.History.Any(card =>
            Same(card.Rates.FirstOrDefault(r => r.Meter == Meter.Input && r.Condition.IsNone)?.Rate.UsdPerMillion ?? -1, input)
            && Same(card.Rates.FirstOrDefault(r => r.Meter == Meter.Output && r.Condition.IsNone)?.Rate.UsdPerMillion ?? 0, output ?? 0)
            && (card.From is null || card.From.Value.InUtc().Date <= day)
            && (card.To is null || card.To.Value.InUtc().Date > day.PlusDays(-7)));
    }

    private static IEnumerable<((string, string) Offer, (string Provider, string Listing) Listing, string File, LocalDate Day, decimal Input, decimal? Output)> Stated(string path, LocalDate day)
    {
        using FileStream stream = File.OpenRead(path);
        PriceImport import = PriceImport.Read(stream, day);
        Instant at = day.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        foreach (Offer offer in new PriceCatalog(import.Facts).Offers)
        {
            if (offer.TryGetRateCard(at, out RateCard? card) && Price(card, Meter.Input) is { } input && (input > 0 || Price(card, Meter.Output) > 0))
            {
                string provider = offer.Provider.Id == "google" && offer.Model.Id.Value.StartsWith("claude", StringComparison.Ordinal) && import.Facts.Sources[0].Id == "genai-prices"
                    ? "google-vertex"
                    : KnownProviders.Canonical(offer.Provider.Id.Value);
                yield return ((provider, ModelKey.Of(offer.Model.Id.Value, offer.Provider.Id.Value)), (provider, offer.Model.Id.Value), Path.GetFileName(path), day, input, Price(card, Meter.Output));
            }
        }
    }

    private static decimal? Price(RateCard card, Meter meter) => card.Rates.FirstOrDefault(r => r.Meter == meter && r.Condition.IsNone)?.Rate.UsdPerMillion;

    private static bool Same(decimal? left, decimal? right) =>
        left == right || (left is { } l && right is { } r && decimal.Abs(l - r) <= Math.Max(l, r) * 1e-6m);
}
