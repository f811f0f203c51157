using System.Text.Json;

namespace TokenPricing.CostApi;

/// <summary>A field of a call in JSON: read, refused and documented from one place.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Kind">What JSON it is.</param>
/// <param name="Description">What it means, and what holds where it is not given.</param>
internal sealed record CallField(string Name, JsonValueKind Kind, string Description)
{
    /// <summary>The only words that it takes; empty: others too.</summary>
    public string[] Words { get; init; } = [];

    public static CallField Model { get; } = new("model", JsonValueKind.String, "The model: its id, or any name of it as it stands in logs.");

    public static CallField Provider { get; } = new("provider", JsonValueKind.String, "Who sells it: the id, another name, or an address of its API. Without it: whom the model's name tells, or else its maker.");

    public static CallField At { get; } = new("at", JsonValueKind.String, "When: an instant such as 2026-04-24T13:00:00Z, or a date for its first instant in UTC. Without it: now.");

    public static CallField Totals { get; } = new("totals", JsonValueKind.Object, "What was used, as OpenAI counts: units by meter, where the input contains what was cached and the output contains the reasoning.");

    public static CallField Parts { get; } = new("parts", JsonValueKind.Object, "What was used, as Anthropic counts: units by meter, where each token is in one count only.");

    public static CallField Response { get; } = new("response", JsonValueKind.Object, "What was used, as the provider's own response says it; only its usage is read.");

    public static CallField Flavor { get; } = new("flavor", JsonValueKind.String, "Whose API wrote the response. Without it: recognized, where the response leaves no doubt.")
    {
        Words = [.. ResponseFlavor.All.Select(f => f.Id)],
    };

    public static CallField Requests { get; } = new("requests", JsonValueKind.Number, "How many requests the counts are the sum of, at least 1: which of them paid which price is lost then, and the cost is an interval from low to high. Without it: 1.");

    public static CallField ServiceTier { get; } = new("serviceTier", JsonValueKind.String, "The service tier, such as batch, flex, priority, or what the provider calls it. Without it: standard.");

    public static CallField AllowStandardTier { get; } = new("allowStandardTier", JsonValueKind.True, "Whether the standard tier is billed where the offer has no prices of the one asked for. Without it: false, and that is a problem.");

    public static CallField Region { get; } = new("region", JsonValueKind.String, "Where the request is processed, such as eu. Without it: wherever.");

    public static CallField MissingRate { get; } = new("missingRate", JsonValueKind.String, "What happens to units without a price: throw is a problem, unpriced leaves them out of the total and names them. Without it: throw, unless configured.")
    {
        Words = ["throw", "unpriced"],
    };

    /// <summary>Every field.</summary>
    public static IReadOnlyList<CallField> All { get; } =
        [Model, Provider, At, Totals, Parts, Response, Flavor, Requests, ServiceTier, AllowStandardTier, Region, MissingRate];

    /// <summary>What a value looks like, in words.</summary>
    public string Expected => Words.Length > 0 ? $"one of {string.Join(", ", Words)}" : Kind switch
    {
        JsonValueKind.String => "a text",
        JsonValueKind.Object => "an object",
        JsonValueKind.Number => "a whole number of at least 1",
        _ => "true or false",
    };

    /// <summary>Whether the value is of the kind that the field has.</summary>
    public bool Takes(JsonElement value) => value.ValueKind == Kind || (Kind == JsonValueKind.True && value.ValueKind == JsonValueKind.False);
}
