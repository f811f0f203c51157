using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using Xunit.Abstractions;

namespace TokenPricing.Tests;

/// <summary>
/// Cases in a folder that TOKENPRICING_CLIENT_CASES names, one JSON each: what a vendor answered and what it billed. Without the folder
/// there is nothing to test.
/// </summary>
public sealed class SharedCases(ITestOutputHelper output)
{
    [Fact]
    public async Task EveryCase_IsRightOrSaidToBeIncomplete()
    {
        string? folder = Environment.GetEnvironmentVariable("TOKENPRICING_CLIENT_CASES");
        List<string> wrong = [];
        foreach (string path in folder is null ? [] : Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).ToArray())
        {
            using JsonDocument json = JsonDocument.Parse(await File.ReadAllTextAsync(path));
            JsonElement one = json.RootElement;
            string id = one.GetProperty("id").GetString()!;
            if (id[0] is 'E' or 'G' || one.GetProperty("vendorBody").GetString() is not { } body)
            {
                continue;
            }

            decimal? expected = one.GetProperty("expected") is { ValueKind: JsonValueKind.Number } n ? n.GetDecimal() : null;
            foreach (string way in new[] { "adapter", "both", "handler" })
            {
                string answer;
                try
                {
                    TrackedCall call = await RunAsync(id, one, body, way);
                    bool isRight = call.Billed?.Amount == expected;
                    bool isSaid = call.Billed is null ? call.PricingFailure is not null : !call.Gaps.IsEmpty;
                    answer = $"{(isRight ? "right" : isSaid ? "said" : "WRONG")} {call.Billed} of {expected} "
                        + $"[{call.Offer}] {string.Join("; ", call.Gaps)} {call.PricingFailure?.Message} {(call.IsCut ? "cut" : "")}";
                    if (!isRight && !isSaid)
                    {
                        wrong.Add($"{id} {way}");
                    }
                }
                catch (Exception e)
                {
                    answer = $"THROWN {e.GetType().Name}: {e.Message}";
                    wrong.Add($"{id} {way}");
                }

                output.WriteLine($"{id} {way}: {answer}");
            }
        }

        Assert.Empty(wrong);
    }

    private static async Task<TrackedCall> RunAsync(string id, JsonElement one, string body, string way)
    {
        await using VendorServer server = new(VendorAnswer.Of(body));
        List<TrackedCall> calls = [];
        CostTrackingOptions options = new()
        {
            After = call =>
            {
                calls.Add(call);
                return ValueTask.CompletedTask;
            },
            Time = new FakeTimeProvider(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero)),
        };
        options = id switch
        {
            "C11b" => options with { Cost = new CostOptions { ServiceTier = ServiceTier.Batch } },
            "D18" => options.WithGateway("litellm.internal"),
            _ => options,
        };
        string model = one.GetProperty("model").GetString() ?? "gpt-5-mini";
        HttpClient http = server.Client(inner => way == "adapter"
            ? inner
            : new TokenPricingHandler(inner, () => PriceCatalog.BuiltIn, way == "both" ? new CostTrackingOptions() : options));
        string? address = id switch
        {
            "D02" => "https://api.deepseek.com/v1",
            "D04" or "D06" or "D07" => "https://openrouter.ai/api/v1",
            "D11" => "https://api.x.ai/v1",
            "D18" => "http://litellm.internal:4000/v1",
            "D20" => "https://llm.reseller.example/v1",
            "D29" => "https://api.groq.com/openai/v1",
            "C14" => "https://bedrock-runtime.us-east-1.amazonaws.com",
            _ => null,
        };
        string asked = id switch
        {
            "D07" => "openai/gpt-4o:online",
            "C14" => "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
            _ => model,
        };
        IChatClient client = id[0] switch
        {
            'B' => Sdk.Responses(http, asked),
            'C' => Sdk.Anthropic(http, asked, address),
            _ => Sdk.Chat(http, asked, address),
        };
        IChatClient tracked = way == "handler" ? client : client.WithCostTracking(PriceCatalog.BuiltIn, _ => options);
        if (body.StartsWith('{'))
        {
            await tracked.GetResponseAsync("hi");
        }
        else
        {
            int updates = 0;
            try
            {
                await foreach (ChatResponseUpdate update in tracked.GetStreamingResponseAsync("hi"))
                {
                    if (id == "C06" && ++updates == 3)
                    {
                        break;
                    }
                }
            }
            catch (Exception e) when (e is InvalidOperationException)
            {
            }
        }

        return Assert.Single(calls);
    }
}
