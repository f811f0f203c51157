using Xunit;

namespace TokenPricing.Tests;

public sealed class MarketAuditTests
{
    // What the lists are known to have wrong: LiteLLM's prices of W&B, 100,000 times too high, and Databricks' noise; residue of
    // binary numbers; a snapshot that matchers take for its model; a zero that nobody calls free.
    [Theory]
    [InlineData("sources-disagree", "wandb", "gpt-oss-120b", 15_000, "ten times")]
    [InlineData("sources-disagree", "databricks", "databricks-claude-haiku-4-5", 1.00002, "noise")]
    [InlineData("sources-disagree", "helicone", "gpt-5-nano", 0.05, "noise")]
    [InlineData("form-price-differs", "openrouter", "gpt-4o-2024-05-13", 5, "gpt-4o")]
    [InlineData("sources-disagree", "nvidia", null, 0, "nothing says that it is free")]
    public void Audit_OfTheMarket_NamesTheKnownMistakes(string kind, string provider, string? model, decimal usd, string why) =>
        Assert.Contains(PriceCatalog.BuiltIn.Audit().Findings, f =>
            f.KindId == kind && f.Provider == provider && (model is null || f.Model == model)
            && decimal.Abs(f.Value!.Value.UsdPerMillion - usd) < 1e-9m && f.Explanation.Contains(why, StringComparison.Ordinal));
}
