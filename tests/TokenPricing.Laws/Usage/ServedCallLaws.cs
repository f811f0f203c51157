using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Nothing that a response says is dropped without a word, in any flavor, whole or streamed.</summary>
[Properties(Arbitrary = [typeof(Bodies)])]
public static class ServedCallLaws
{
    // Sums and remainders of what is counted elsewhere: without them nothing is lost.
    private static readonly string[] Repetitions =
    [
        "total_tokens", "totalTokens", "totalTokenCount", "text_tokens", "prompt_cache_miss_tokens", "cache_creation_input_tokens", "noCache", "total_duration",
    ];

    [Property]
    public static bool FromResponse_OneMoreNumberInTheUsage_IsMarked(AnyBody body, NonNegativeInt place, PositiveInt value, NonEmptyString name)
    {
        // A letter of its own keeps the name from being one that a reader knows.
        string added = "z_" + string.Concat(name.Get.Where(char.IsAsciiLetter)) + "_zz";
        JsonObject json = body.Json.DeepClone().AsObject();
        JsonObject[] places = [.. Objects(UsageOf(json))];
        places[place.Get % places.Length][added] = value.Get;

        ServedCall before = Read(body.Json, body.Flavor);
        ServedCall after = Read(json, body.Flavor);
        return after.Billed.SequenceEqual(before.Billed) && after.Unread.Length == before.Unread.Length + 1;
    }

    [Property]
    public static bool FromResponse_OneNumberLessInTheUsage_ChangesTheUsageOrIsMarkedOrRefused(AnyBody body, NonNegativeInt place)
    {
        JsonObject json = body.Json.DeepClone().AsObject();
        (JsonObject Holder, string Name)[] numbers = [.. Objects(UsageOf(json))
            .SelectMany(o => o.Where(f => f.Value is JsonValue v && v.TryGetValue(out int _) && !Repetitions.Contains(f.Key)).Select(f => (o, f.Key)))];
        (JsonObject holder, string name) = numbers[place.Get % numbers.Length];
        holder.Remove(name);

        ServedCall before = Read(body.Json, body.Flavor);
        try
        {
            ServedCall after = Read(json, body.Flavor);

            // The total of an embedding is its input, so that nothing is lost.
            bool isTold = body.Flavor == ResponseFlavor.OpenAIEmbeddings && name == "prompt_tokens" && after.Usage.InputTokens == before.Usage.InputTokens;
            return isTold || after.Usage != before.Usage || after.Stated != before.Stated || !after.Billed.SequenceEqual(before.Billed)
                || after.Unread.Length > before.Unread.Length;
        }
        catch (PricingException)
        {
            return true;
        }
    }

    [Property]
    public static bool CostOf_StreamAndWholeResponse_AreTheSame(AnyBody body)
    {
        if (body.Stream is null)
        {
            return true;
        }

        ServedCall whole = ServedCall.FromResponse(body.Json.ToJsonString(), body.Flavor);
        ServedCall streamed = ServedCall.FromResponse(body.Stream, body.Flavor);
        Offer offer = TestOffers.Sold([.. PriceCatalog.BuiltIn.Offer("anthropic", "claude-opus-4-5").History]);
        Instant at = Instant.FromUtc(2026, 6, 1, 0, 0);
        CostOptions options = new() { AllowStandardTier = true, MissingRate = MissingRatePolicy.LeaveUnpriced };
        return whole.Usage == streamed.Usage
            && offer.CostOf(whole, at, options).Cost == offer.CostOf(streamed, at, options).Cost
            && whole.Billed.SequenceEqual(streamed.Billed)
            && (whole.ServiceTier, whole.Model, whole.Stated, whole.Region) == (streamed.ServiceTier, streamed.Model, streamed.Stated, streamed.Region)
            && whole.Unread.SequenceEqual(streamed.Unread);
    }

    [Fact]
    public static void Bodies_AreOfAllFlavors() => Assert.Equal(ResponseFlavor.All.Select(f => f.Id).Order(), Bodies.Flavors.Select(f => f.Id).Distinct().Order());

    private static ServedCall Read(JsonObject json, ResponseFlavor flavor) => ServedCall.FromResponse(json.ToJsonString(), flavor);

    // Ollama's counts stand in the body itself.
    private static JsonObject UsageOf(JsonObject body) => (body["usage"] ?? body["usageMetadata"] ?? body["usage_metadata"] ?? body).AsObject();

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject o => [o, .. o.SelectMany(f => Objects(f.Value))],
        JsonArray a => a.SelectMany(Objects),
        _ => [],
    };
}
