using System.Collections.Frozen;
using System.Globalization;

namespace TokenPricing.Catalogs;

/// <summary>
/// The prices in force in the shape of LiteLLM's price map: one object keyed by <c>provider/model</c>, in dollars per unit. What a maker
/// sells itself stands under the name of the model alone, too.
/// </summary>
/// <remarks>
/// The shape's thresholds are whole thousands that must be exceeded. Where one must only be reached, it is written the same, and
/// <c>left_out.csv</c> says so.
/// </remarks>
internal sealed class LiteLlmShape
{
    private const string File = FeedFiles.LiteLlm;
    private const decimal Million = 1_000_000;
    private const int Thousand = 1_000;

    // What LiteLLM calls the providers that other lists call otherwise.
    private static readonly FrozenDictionary<string, string> Providers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["amazon-bedrock"] = "bedrock",
        ["google"] = "gemini",
        ["google-vertex"] = "vertex_ai",
        ["togetherai"] = "together_ai",
        ["fireworks-ai"] = "fireworks_ai",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private readonly PriceCatalog _prices;
    private readonly List<LeftOut> _leftOut = [];

    private LiteLlmShape(PriceCatalog prices) => _prices = prices;

    /// <summary>Returns the file, and what it cannot say.</summary>
    public static (byte[] File, IReadOnlyList<LeftOut> LeftOut) Of(PriceCatalog prices)
    {
        LiteLlmShape shape = new(prices);
        return (shape.Write(), shape._leftOut);
    }

    private byte[] Write()
    {
        SortedDictionary<string, string> entries = new(StringComparer.Ordinal);
        foreach (Offer offer in LatestFiles.Offers(_prices))
        {
            if (!offer.TryGetRateCard(_prices.PricesAsOf, out RateCard? card))
            {
                _leftOut.Add(new LeftOut(File, offer.Id, "offer", "", "no price is known, and without one the shape means free"));
                continue;
            }

            (string Key, decimal Price)[] keys = [.. Keys(offer, card).OrderBy(k => k.Key, StringComparer.Ordinal)];
            if (keys.Length == 0)
            {
                _leftOut.Add(new LeftOut(File, offer.Id, "offer", "", "no price of it can be said, and without one the shape means free"));
                continue;
            }

            string provider = Providers.GetValueOrDefault(offer.Provider.Id.Value, offer.Provider.Id.Value);
            string entry = Entry(offer, provider, keys);
            entries.TryAdd($"{provider}/{offer.Model.Id}", entry);
            if (offer.Seller is SellerKind.Maker)
            {
                entries.TryAdd(offer.Model.Id.Value, entry);
            }
        }

        return FeedJson.Object(entries.Select(e => (e.Key, e.Value)));
    }

    private static string Entry(Offer offer, string provider, (string Key, decimal Price)[] keys) => FeedJson.Line(json =>
    {
        Model model = offer.Model;
        json.WriteStartObject();
        json.WriteString("litellm_provider", provider);
        json.WriteKnown("mode", Mode(model.Kind));
        json.WriteKnown("max_input_tokens", model.ContextWindow);
        json.WriteKnown("max_output_tokens", model.Facts.MaxOutput);
        json.WriteKnown("max_tokens", model.Facts.MaxOutput ?? model.ContextWindow);
        foreach ((string key, decimal price) in keys)
        {
            json.WriteExact(key, price);
        }

        foreach ((string key, string capability) in LiteLlmKeys.Capabilities)
        {
            json.WriteKnown(key, model.Can(capability));
        }

        json.WriteKnown("deprecation_date", FactText.Of(offer.Retired));
        json.WriteEndObject();
    });

    private static string? Mode(ModelKind? kind) => kind switch
    {
        ModelKind.Chat => "chat",
        ModelKind.Embedding => "embedding",
        ModelKind.Rerank => "rerank",
        ModelKind.Image => "image_generation",
        ModelKind.Video => "video_generation",
        ModelKind.Speech => "audio_speech",
        ModelKind.Transcription => "audio_transcription",
        ModelKind.Moderation => "moderation",
        _ => null,
    };

    private IEnumerable<(string Key, decimal Price)> Keys(Offer offer, RateCard card)
    {
        foreach (PricedMeter rate in card.Rates)
        {
            string? key = LiteLlmKeys.KeyOf(rate.Meter);
            string? ending = LiteLlmKeys.SuffixOf(rate.Condition.ServiceTier);
            ContextTier? context = rate.Condition.Context;
            string? why = key is null ? "the shape has no key for this meter"
                : ending is null ? "the shape has no key for this service tier"
                : rate.Minimum > 0 || rate.RoundedUpTo > 0 ? "the shape has no minimum and no rounding"
                : rate.Condition.Window is not null ? "the shape has no hours of the day"
                : rate.Condition.WhenReasoned ? "the shape has no price of requests that reasoned"
                : context is { MeasuresOwnQuantity: true } ? "the shape's thresholds measure all input"
                : context is not null && (context.Threshold % Thousand != 0 || context.Threshold == 0)
                    ? "the shape's thresholds are thousands of tokens"
                : null;
            if (why is not null)
            {
                Leave(why);
                continue;
            }

            if (context is { IncludesThreshold: true } && offer.Provider.Id.Value != "xai")
            {
                Leave("not left out: of requests of exactly the threshold, the shape says that they are below it");
            }

            string above = context is null
                ? ""
                : string.Create(CultureInfo.InvariantCulture, $"_above_{context.Threshold / Thousand}k_tokens");
            decimal price = rate.Meter.IsTokens ? rate.Rate.UsdPerMillion / Million : rate.Rate.Usd / rate.Rate.Per;
            yield return ($"{key}{above}{ending}", price);

            void Leave(string reason) => _leftOut.Add(new LeftOut(File, offer.Id, rate.Meter.Id, rate.Condition.ToString(), reason));
        }

        foreach (RegionalUplift uplift in card.RegionalUplifts)
        {
            yield return ($"regional_processing_uplift_multiplier_{uplift.Region}", uplift.Multiple);
        }

        _leftOut.AddRange(card.TierMultiples
            .Where(m => card.Rates.All(r => r.Condition.ServiceTier != m.Tier))
            .Select(m => new LeftOut(File, offer.Id, "tier multiple", $"{m.Tier}", "the shape has no multiples of service tiers")));
    }
}
