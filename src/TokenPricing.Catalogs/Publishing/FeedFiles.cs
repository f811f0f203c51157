namespace TokenPricing.Catalogs;

/// <summary>The names of the files of a published feed.</summary>
internal static class FeedFiles
{
    public const string Prices = CatalogAddress.PublishedPrices;
    public const string Latest = "latest.json";
    public const string LatestTable = "latest.csv";
    public const string History = "history.jsonl";
    public const string Disputes = "disputes.csv";
    public const string ModelsDev = "models.dev.json";
    public const string LiteLlm = "litellm.json";
    public const string LeftOut = "left_out.csv";

    /// <summary>The JSON Schemas, each next to the file that it describes.</summary>
    public static string[] Schemas { get; } =
        ["latest.schema.json", "history.schema.json", "models.dev.schema.json", "litellm.schema.json"];

    /// <summary>The names of all files but the list and its signature.</summary>
    public static string[] All { get; } =
        [Prices, Latest, LatestTable, History, Disputes, ModelsDev, LiteLlm, LeftOut, .. Schemas];

    /// <summary>Returns a schema that is built into this package.</summary>
    public static byte[] Schema(string name)
    {
        using Stream schema = typeof(FeedFiles).Assembly.GetManifestResourceStream($"TokenPricing.Catalogs.Schemas.{name}")!;
        using MemoryStream bytes = new();
        schema.CopyTo(bytes);
        return bytes.ToArray();
    }
}
