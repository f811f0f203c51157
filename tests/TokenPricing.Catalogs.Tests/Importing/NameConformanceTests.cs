using System.Globalization;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>What genai-prices' own matcher says of names, where its answers and its data stand beside the repository.</summary>
public sealed class NameConformanceTests
{
    private static readonly string Shared = Path.Combine(Path.GetDirectoryName(Repository.Root)!, "shared");

    [Fact]
    public void Find_EveryIdAndAliasOfThePeer_IsItsModel()
    {
        if (!Directory.Exists(Shared))
        {
            return;
        }

        PriceCatalog prices = Peer();

        Assert.All(prices.Offers, o => Assert.Same(o, prices.Find(o.Provider.Id.Value, o.Model.Id.Value).Offer));
        Assert.All(prices.Rows.Aliases, a => Assert.True(prices.TryGetModel(a.Name, out _) || prices.Find(a.Provider, a.Name).Model == prices.Model(a.Model), a.Name));
    }

    [Fact]
    public void Find_EveryNameOfThePeer_IsNeverAnotherOfItsModels()
    {
        if (!Directory.Exists(Shared))
        {
            return;
        }

        NameEvaluation evaluation = new(Peer());
        evaluation.AddFile(Path.Combine(Shared, "vectors", "genai-matching.public.jsonl"));

        // What the peer finds by the beginning of a name alone is refused here. The one difference is a model that it lists under
        // two ids, one a provider.
        Assert.True(evaluation.Count(NameOutcome.Same) >= 1_700, evaluation.ToReport().ToText());
        Assert.True(evaluation.Count(NameOutcome.Different) <= 1, evaluation.ToReport().ToText());
    }

    [Fact]
    public void CostOf_EveryResponseOfANameThatIsFound_IsThePeers()
    {
        if (!Directory.Exists(Shared))
        {
            return;
        }

        PriceCatalog prices = Peer();
        int compared = 0;
        foreach (string line in File.ReadLines(Path.Combine(Shared, "vectors", "genai-responses.public.jsonl")))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement row = document.RootElement;
            JsonElement expected = row.GetProperty("expected");
            if (expected.ValueKind == JsonValueKind.Null
                || !prices.TryFind(row.GetProperty("provider").GetString(), row.GetProperty("model").GetString()!, out NameMatch? match)
                || match.Offer is not { History.IsEmpty: false } offer)
            {
                continue;
            }

            TokenUsage usage = TokenUsage.FromResponse(row.GetProperty("response"), ResponseFlavor.Parse(row.GetProperty("flavor").GetString()!));
            Cost cost = offer.CostOf(usage, InstantPattern.ExtendedIso.Parse(row.GetProperty("at").GetString()!).Value, new CostOptions { MissingRate = MissingRatePolicy.LeaveUnpriced });
            Assert.True(
                (cost.Input.Amount, cost.Output.Amount) == (Number(expected, "input_cost"), Number(expected, "output_cost")), $"{row.GetProperty("id")} {match}: {cost.Explain()}, expected {expected}");
            compared++;
        }

        Assert.True(compared >= 550, $"Only {compared} responses were compared.");
    }

    private static decimal Number(JsonElement expected, string name) => decimal.Parse(expected.GetProperty(name).GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static PriceCatalog Peer()
    {
        using FileStream stream = File.OpenRead(Path.Combine(Shared, "peer-data", "genai-prices.v2.data.json"));
        return new PriceCatalog(PriceImport.Read(stream, new LocalDate(2026, 8, 21)).Facts);
    }
}
