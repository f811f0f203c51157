using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>The code of docs/prices-of-your-own.md, run on the files that the page shows.</summary>
public sealed class OwnPricesSnippets
{
    private static readonly Instant At = Instant.FromUtc(2026, 9, 1, 12, 0);

    [Fact]
    public void Discount()
    {
        Instant at = At;

        // snippet: own-discount
        PriceCatalog ours = PriceCatalog.BuiltIn.With(s => s with
        {
            Discounts = [("anthropic", Percentage.FromPercent(12))],
        });
        Cost cost = ours.Offer("anthropic", "claude-sonnet-4-5").CostOf(TokenUsage.FromTotals(input: 12_000, output: 900), at);

        Usd total = cost.Total;                            // $0.04356
        AppliedAdjustment off = cost.Adjustments[0];       // discount of anthropic: -$0.00594
        // end-snippet

        Snippets.AssertComments("own-discount", total.ToString(), off.ToString());
    }

    [Fact]
    public void Folder()
    {
        using DocumentFiles files = new(File.ReadAllText(Repository.PathOf("docs/prices-of-your-own.md")));
        string folder = files.PathOf("my-prices");
        Instant at = At;

        // snippet: own-folder
        PriceCatalog prices = PriceCatalog.BuiltIn.WithFolder(folder);
        Offer acme = prices.Offer("acme", "acme-large");

        Usd call = acme.CostOf(TokenUsage.FromTotals(input: 100_000, output: 2_000), at).Total;     // $0.216
        // $0.816: more than 128,000 input tokens
        Usd longer = acme.CostOf(TokenUsage.FromTotals(input: 200_000, output: 2_000), at).Total;
        // end-snippet

        Snippets.AssertComments("own-folder", call.ToString(), longer.ToString());
        Assert.Equal("acme-large", Assert.Single(PriceCatalog.Load(folder).Models).Id);
        Assert.True(prices.TryGetOffer("openai", "gpt-4o", out _));
    }

    [Fact]
    public void Import()
    {
        using DocumentFiles files = new(File.ReadAllText(Repository.PathOf("docs/migrating/litellm.md")));
        string file = files.PathOf("model_prices.json");
        TextWriter log = new StringWriter();

        // snippet: own-import
        using FileStream list = File.OpenRead(file);
        PriceImport import = PriceImport.Read(list, recorded: new LocalDate(2026, 9, 1));

        PriceCatalog prices = new(import.Facts);
        foreach (ImportSkip skipped in import.Skipped)
        {
            log.WriteLine(skipped);
        }
        // end-snippet

        Assert.NotEmpty(prices.Offers);
        Assert.NotEmpty(import.Skipped);
        Assert.NotEmpty(log.ToString()!);
    }
}
