using System.Collections.Frozen;

namespace TokenPricing.Extensions.AI;

/// <summary>
/// The names of the OpenTelemetry conventions for generative AI (semantic-conventions-genai, read on 2026-11-21; status: development).
/// </summary>
internal static class GenAiNames
{
    public const string TokenUsage = "gen_ai.client.token.usage";
    public const string Operation = "gen_ai.operation.name";
    public const string Provider = "gen_ai.provider.name";
    public const string RequestModel = "gen_ai.request.model";
    public const string ResponseModel = "gen_ai.response.model";
    public const string TokenType = "gen_ai.token.type";
    public const string ErrorType = "error.type";

    // Of the draft for costs (semantic-conventions-genai, pull request 443, read on 2026-11-28), which can still change.
    public const string DraftOperationCost = "gen_ai.client.operation.cost";
    public const string DraftAmount = "gen_ai.usage.cost.amount";
    public const string DraftCurrency = "gen_ai.usage.cost.currency";
    public const string DraftSource = "gen_ai.usage.cost.source";

    private static readonly string[] Inferences = ["chat", "embeddings", "generate_content", "text_completion"];

    /// <summary>
    /// The well-known values of gen_ai.provider.name that differ from the catalog's ids. If a provider has two, the first one is written.
    /// </summary>
    private static readonly (string Name, string Id)[] Table =
    [
        ("aws.bedrock", "amazon-bedrock"),
        ("azure.ai.openai", "azure"),
        ("azure.ai.inference", "azure"),
        ("gcp.gemini", "google"),
        ("gcp.gen_ai", "google"),
        ("gcp.vertex_ai", "google-vertex"),
        ("ibm.watsonx.ai", "watsonx"),
        ("mistral_ai", "mistral"),
        ("moonshot_ai", "moonshotai"),
        ("x_ai", "xai"),
    ];

    private static readonly FrozenDictionary<string, string> Ids =
        Table.ToFrozenDictionary(t => t.Name, t => t.Id, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string> Names = Table
        .DistinctBy(t => t.Id)
        .ToFrozenDictionary(t => t.Id, t => t.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the catalog's id of a well-known name; any other name unchanged.</summary>
    public static string SellerOf(string provider) => Ids.GetValueOrDefault(provider, provider);

    /// <summary>Returns the well-known name of a catalog's id; any other id unchanged.</summary>
    public static string ProviderOf(string seller) => Names.GetValueOrDefault(seller, seller);

    /// <summary>Returns the value of <c>gen_ai.operation.name</c>.</summary>
    public static string Of(CallOperation operation) => operation switch
    {
        CallOperation.Chat => "chat",
        CallOperation.Embeddings => "embeddings",
        _ => "generate_content",
    };

    /// <summary>Returns the value of <c>gen_ai.usage.cost.source</c>.</summary>
    public static string Of(CostSource source) => source == CostSource.Stated ? "provider" : "local";

    /// <summary>Returns whether a value of <c>gen_ai.operation.name</c> is of one inference, and not of an agent or a workflow.</summary>
    public static bool IsInference(string operation) => Inferences.Contains(operation, StringComparer.Ordinal);
}
