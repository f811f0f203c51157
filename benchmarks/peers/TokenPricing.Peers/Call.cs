using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;

namespace TokenPricing.Peers;

/// <summary>A row of <c>calls.json</c>. Its parts are fields, so that a usage is passed on by reference and not copied.</summary>
internal sealed class Call
{
    public readonly string Provider;
    public readonly string Model;
    public readonly TokenUsage Usage;
    public readonly Instant At;
    public readonly Offer Offer;
    public readonly JsonNode Row;

    public Call(PriceCatalog prices, JsonNode row)
    {
        Row = row;
        Provider = (string)row["provider"]!;
        Model = (string)row["model"]!;
        Usage = TokenUsage.FromTotals(input: (long)row["input"]!, output: (long)row["output"]!, cacheRead: (long)row["cacheRead"]!);
        At = InstantPattern.ExtendedIso.Parse((string)row["at"]!).Value;
        Offer = prices.Offer(Provider, Model);
    }

    public override string ToString() => $"{Provider}/{Model}, {Row["input"]} tokens in, {Row["cacheRead"]} of them cached, {Row["output"]} out, at {At}";
}
