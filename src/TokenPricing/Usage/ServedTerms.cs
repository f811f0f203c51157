using System.Text.Json;

namespace TokenPricing.Usage;

/// <summary>Reads what a response says about how a call was served.</summary>
internal static class ServedTerms
{
    /// <summary>
    /// Google's words for how a request was served, on Vertex AI; "Usage metadata", trafficType. Any other, such as
    /// PROVISIONED_THROUGHPUT, is a tier that has no price per token.
    /// </summary>
    private static readonly Dictionary<string, string> TrafficTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ON_DEMAND"] = "standard",
        ["ON_DEMAND_FLEX"] = "flex",
        ["ON_DEMAND_PRIORITY"] = "priority",
    };

    private const string UnspecifiedTraffic = "TRAFFIC_TYPE_UNSPECIFIED";

    /// <summary>Words that name no region: the call was served wherever there was room.</summary>
    private static readonly string[] NoRegions = ["", "global", "not_available", "none"];

    /// <summary>An id of Anthropic's Messages says through whom they were sold.</summary>
    private static readonly (string Prefix, string Provider)[] MessageSellers =
        [("msg_bdrk_", "amazon-bedrock"), ("msg_vrtx_", "google-vertex"), ("msg_01", "anthropic")];

    private static readonly string[] LangChainTiers = ["flex", "priority"];

    /// <summary>xAI states costs in ticks of a ten-billionth of a dollar.</summary>
    private const decimal UsdPerTick = 0.000_000_000_1m;

    /// <summary>The names under which a response says which model answered.</summary>
    public static readonly string[] ModelNames = ["model", "modelVersion", "model_version", "model_name"];

    /// <summary>The names under which Gemini says which model answered.</summary>
    public static readonly string[] GeminiNames = ["modelVersion", "model_version"];

    /// <summary>The names under which a response has its id.</summary>
    public static readonly string[] IdNames = ["id", "responseId", "response_id"];

    /// <summary>
    /// Returns a text of the object that says how the call was served, or else of the body, or of the response that it is about;
    /// <see langword="null"/> if none has it.
    /// </summary>
    /// <param name="envelope">The object that holds the response.</param>
    /// <param name="body">The body.</param>
    /// <param name="names">The names of the field, the usual one first.</param>
    public static string? TextOf(JsonLocation envelope, JsonLocation body, string[] names)
    {
        JsonLocation?[] holders = [envelope, body, body.Find("response") is { IsObject: true } inner ? inner : null];
        return holders.OfType<JsonLocation>().SelectMany(h => names.Select(h.Text)).FirstOrDefault(t => t is not null);
    }

    /// <summary>
    /// Returns the tier that served the call, or <see langword="null"/> if the response does not say. A speed of Anthropic's, such as
    /// <c>fast</c>, is a tier with prices of its own.
    /// </summary>
    /// <param name="envelope">The object that holds the response.</param>
    /// <param name="usage">The object with the counts, which is asked first.</param>
    /// <remarks>
    /// Source: OpenAI, API description, <c>service_tier</c>; Anthropic, "Service tiers" and "Fast mode"; Google, Vertex AI,
    /// <c>trafficType</c>; AWS, Bedrock API reference, <c>ServiceTier</c>.
    /// </remarks>
    public static ServiceTier? TierOf(JsonLocation envelope, JsonLocation usage)
    {
        // The last event of Bedrock's streams has it beside the usage, in its metadata.
        JsonLocation? metadata = Inside(envelope, "metadata");
        string? word = WordOf(usage) ?? WordOf(envelope) ?? (metadata?.HasAny("usage") == true ? WordOf(metadata) : null);
        ServiceTier? tier = ServiceTier.TryParse(word, out ServiceTier known) ? known : null;
        ServiceTier? speed = ServiceTier.TryParse(usage.Text("speed"), out ServiceTier fast) ? fast : null;
        return speed is { } named && named != ServiceTier.Standard ? named : tier ?? speed;
    }

    /// <summary>Returns the region in which the call was served; <see langword="null"/> if it is not said or makes no difference.</summary>
    /// <param name="usage">The object with the counts.</param>
    /// <remarks>Source: Anthropic, "Data residency", <c>inference_geo</c>.</remarks>
    public static string? RegionOf(JsonLocation usage) =>
        usage.Text("inference_geo") is { } region && !NoRegions.Contains(region, StringComparer.OrdinalIgnoreCase) ? region : null;

    /// <summary>Returns the id of the provider, if something in the response is its alone.</summary>
    /// <param name="flavor">The flavor of the response. Most are written by many providers, so that they say nothing.</param>
    /// <param name="envelope">The object that holds the response.</param>
    /// <param name="usage">The object with the counts.</param>
    public static string? ProviderOf(ResponseFlavor flavor, JsonLocation envelope, JsonLocation usage)
    {
        string? id = envelope.Text("id");
        if (flavor == ResponseFlavor.Anthropic)
        {
            return MessageSellers.FirstOrDefault(s => id?.StartsWith(s.Prefix, StringComparison.Ordinal) == true).Provider;
        }

        return usage.HasAny("cost_in_usd_ticks") ? "xai"
            : usage.HasAny("search_context_size", "citation_tokens") ? "perplexity"
            : envelope.HasAny("x_groq") ? "groq"
            : envelope.HasAny("time_info") ? "cerebras"
            : id?.StartsWith("gen-", StringComparison.Ordinal) == true && usage.HasAny("cost", "is_byok") ? "openrouter"
            : null;
    }

    /// <summary>
    /// Returns the cost that the response states, in US dollars: OpenRouter's credits, Perplexity's total, xAI's ticks.
    /// </summary>
    /// <param name="envelope">The object that holds the response.</param>
    /// <param name="usage">The object with the counts, which is asked first.</param>
    /// <remarks>
    /// Source: OpenRouter, "Usage Accounting"; Perplexity, "Chat Completions", <c>usage.cost</c>; xAI, "Cost Tracking".
    /// </remarks>
    public static StatedCost? StatedCostOf(JsonLocation envelope, JsonLocation usage)
    {
        if (Amount(usage.Find("cost_in_usd_ticks")) is { } ticks)
        {
            return new StatedCost(ticks * UsdPerTick, "USD");
        }

        JsonLocation? cost = usage.Find("cost") ?? envelope.Find("cost")
            ?? (usage.Find("pydantic_ai_gateway") is { IsObject: true } gateway ? gateway.Find("cost_estimate") : null);
        decimal? amount = cost is { IsObject: true } parts ? Amount(parts.Find("total_cost")) : Amount(cost);
        return amount is { } usd ? new StatedCost(usd, "USD") : null;
    }

    /// <summary>
    /// Returns the quality and the size that OpenAI's Images states, as price lists write them; <see langword="null"/> if the images are
    /// not billed one by one, or if the size is not stated.
    /// </summary>
    public static string? ImageFormatOf(JsonLocation envelope, in TokenUsage usage) =>
        envelope.Text("size")?.Split('x') is [var width, var height] && usage.PartOf(Meter.Parse("output-images")) > 0
            ? $"{(envelope.Text("quality") is { } quality ? $"{quality}/" : "")}{width}-x-{height}"
            : null;

    /// <summary>Returns the tier whose name LangChain puts before OpenAI's counts; <see langword="null"/> for standard.</summary>
    /// <param name="usage">The object <c>usage_metadata</c>, or any other.</param>
    /// <remarks>Source: LangChain, <c>langchain_openai.chat_models.base</c>, <c>_create_usage_metadata</c>.</remarks>
    public static string? LangChainTierOf(JsonLocation usage) =>
        Inside(usage, "input_token_details") is { } details ? LangChainTiers.FirstOrDefault(t => details.HasAny(t)) : null;

    private static JsonLocation? Inside(JsonLocation? holder, string name) => holder?.Find(name) is { IsObject: true } inner ? inner : null;

    private static string? WordOf(JsonLocation holder)
    {
        // Bedrock's models that answer faster have prices of their own.
        if (Inside(holder, "performanceConfig")?.Text("latency") is { } latency and not "standard")
        {
            return latency;
        }

        // Behind APIs compatible with OpenAI's, Vertex AI and LiteLLM have it among what is the vendor's own.
        string? traffic = holder.Text("trafficType") ?? holder.Text("traffic_type")
            ?? Inside(Inside(holder, "extra_properties"), "google")?.Text("traffic_type")
            ?? Inside(holder, "provider_specific_fields")?.Text("traffic_type");
        if (traffic is not (null or UnspecifiedTraffic))
        {
            return TrafficTypes.GetValueOrDefault(traffic, traffic);
        }

        // Bedrock's is an object with a type.
        return holder.Text("service_tier") ?? holder.Text("serviceTier") ?? Inside(holder, "serviceTier")?.Text("type")
            ?? LangChainTierOf(holder);
    }

    private static decimal? Amount(JsonLocation? field) =>
        field is { Kind: JsonValueKind.Number } number && number.Element.TryGetDecimal(out decimal amount) ? amount : null;
}
