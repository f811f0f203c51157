using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TokenPricing.Peers;

/// <summary>One call by provider, model, usage and instant, the same calls in the same order at every library. All arguments are made before.</summary>
internal static class CallRounds
{
    private const int WarmUp = 3;
    private const int Rounds = 11;
    private const int OurRepeats = 100_000;
    private const int GenaiRepeats = 200;
    private const int LlmRepeats = 30_000;

    private static Usd _last;

    private sealed record Round(double Call, double Resolved, double Genai, double Llm, double Arithmetic);

    public static void Measure(NodeWorker node, string file, Figures figures)
    {
        PriceCatalog prices = PriceCatalog.BuiltIn;
        Call[] calls = Agreed(node, [.. JsonNode.Parse(File.ReadAllText(file))!.AsArray().Select(row => new Call(prices, row!))], figures);
        node.Ask("keep", new JsonObject { ["calls"] = Rows(calls) });
        List<Round> rounds = [];
        for (int i = 0; i < WarmUp + Rounds; i++)
        {
            Round round = new(
                Nanoseconds(calls, () => ByNames(prices, calls, OurRepeats)),
                Nanoseconds(calls, () => Resolved(calls, OurRepeats)),
                Nanoseconds(node, "genai", GenaiRepeats),
                Nanoseconds(node, "llm", LlmRepeats),
                Nanoseconds(node, "arithmetic", LlmRepeats));
            Console.WriteLine($"call {i + 1}/{WarmUp + Rounds}: by names {round.Call:0.0} ns, resolved {round.Resolved:0.0}, genai-prices {round.Genai:0}, llm-pricing {round.Llm:0.0}");
            if (i >= WarmUp)
            {
                rounds.Add(round);
            }
        }

        figures.Ratios["callVsGenaiPrices"] = [.. rounds.Select(r => r.Genai / r.Call)];
        figures.Ratios["callVsLlmPricing"] = [.. rounds.Select(r => r.Llm / r.Call)];
        figures.Ratios["resolvedVsLlmPricing"] = [.. rounds.Select(r => r.Llm / r.Resolved)];
        figures.Ratios["callBytes"] = [BytesPerCall(prices, calls)];
        figures.Measure("callNanoseconds", rounds.Select(r => r.Call));
        figures.Measure("resolvedNanoseconds", rounds.Select(r => r.Resolved));
        figures.Measure("genaiPricesCallNanoseconds", rounds.Select(r => r.Genai));
        figures.Measure("llmPricingCallNanoseconds", rounds.Select(r => r.Llm));
        figures.Measure("llmPricingArithmeticNanoseconds", rounds.Select(r => r.Arithmetic));
        figures.Notes.Add(
            $"One call: {calls.Length} calls of `calls.json` in turn, {Rounds} rounds. Names, usages, instants and option objects are made before the clock starts, at all libraries; the names are our ids, which the others know too. " +
            "genai-prices: `calcPrice`; llm-pricing: `PricingCatalog.estimate` with `perRequest`, without sources from the network (it goes by the model alone and knows no providers); " +
            "its arithmetic alone is `costFromRates` with the rate card at hand, so without name, date and tier.");
    }

    // Theirs are binary floating point: the same but for the last digits.
    private static Call[] Agreed(NodeWorker node, Call[] calls, Figures figures)
    {
        JsonElement answers = node.Ask("answers", new JsonObject { ["calls"] = Rows(calls) });
        List<Call> agreed = [];
        foreach ((Call call, JsonElement genai, JsonElement llm) in calls.Zip(answers.GetProperty("genai").EnumerateArray(), answers.GetProperty("llm").EnumerateArray()))
        {
            decimal ours = call.Offer.CostOf(call.Usage, call.At).Total.Amount;
            if (PriceCatalog.BuiltIn.TotalOf(call.Provider, call.Model, call.Usage, call.At).Amount != ours || call.Offer.TotalOf(call.Usage, call.At).Amount != ours)
            {
                throw new PeersException($"TotalOf and CostOf differ: {call}.");
            }

            if (IsSame(ours, genai) && IsSame(ours, llm))
            {
                agreed.Add(call);
            }
            else
            {
                figures.Exclusions.Add($"{call}: ${ours} here, {Said(genai)} at genai-prices, {Said(llm)} at llm-pricing");
            }
        }

        return agreed.Count >= calls.Length / 2 ? [.. agreed] : throw new PeersException($"Of {calls.Length} calls only {agreed.Count} cost the same at all libraries:\n{string.Join('\n', figures.Exclusions)}");
    }

    private static bool IsSame(decimal ours, JsonElement theirs) =>
        theirs.ValueKind == JsonValueKind.Number && Math.Abs(theirs.GetDecimal() - ours) <= ours * 0.000_000_000_001m;

    private static string Said(JsonElement answer) => answer.ValueKind == JsonValueKind.Number ? $"${answer}" : "no answer";

    private static JsonArray Rows(Call[] calls) => [.. calls.Select(c => c.Row.DeepClone())];

    private static double Nanoseconds(NodeWorker node, string peer, int repeats) =>
        node.Ask(peer, new JsonObject { ["repeats"] = repeats }).GetProperty("nanosecondsPerCall").GetDouble();

    private static double Nanoseconds(Call[] calls, Action run)
    {
        long start = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / ((double)OurRepeats * calls.Length);
    }

    private static double BytesPerCall(PriceCatalog prices, Call[] calls)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        ByNames(prices, calls, 1_000);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (1_000.0 * calls.Length);
    }

    // Two loops, since a delegate between them and the call would take a share of the few nanoseconds.
    private static void ByNames(PriceCatalog prices, Call[] calls, int repeats)
    {
        for (int i = 0; i < repeats; i++)
        {
            foreach (Call call in calls)
            {
                _last = prices.TotalOf(call.Provider, call.Model, in call.Usage, call.At);
            }
        }
    }

    private static void Resolved(Call[] calls, int repeats)
    {
        for (int i = 0; i < repeats; i++)
        {
            foreach (Call call in calls)
            {
                _last = call.Offer.TotalOf(in call.Usage, call.At);
            }
        }
    }
}
