namespace TokenPricing;

public sealed partial class PriceCatalog
{
    private const string Arn = "arn:";
    private const string Locations = "/locations/";

    /// <summary>The length of a name below which it has no region of these: <c>arn:aws:bedrock:eu-west-1:</c>.</summary>
    private const int ShortestPlace = 26;

    /// <summary>Returns the region that an address of a provider's API, the ARN or the path of a model names.</summary>
    /// <param name="name">
    /// An address with its scheme, such as <c>https://eu.api.openai.com/v1</c>; a name with an ARN, such as
    /// <c>arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-pro-v1:0</c>; or a path with a location, such as
    /// <c>projects/p/locations/us-east5/publishers/anthropic/models/claude-opus-4-6</c>.
    /// </param>
    /// <returns>
    /// The region as the address writes it, such as <c>eu</c> or <c>europe-west1</c>; <see langword="null"/> if it names none, or if no
    /// provider of the catalog is known to have the address.
    /// </returns>
    public string? RegionOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        int arn = name.IndexOf(Arn, StringComparison.OrdinalIgnoreCase);
        int locations = name.IndexOf(Locations, StringComparison.OrdinalIgnoreCase);
        return arn >= 0 ? (name[arn..].Split(':', 5) is [_, _, _, { Length: > 0 } region, _] ? region : null)
            : locations >= 0 && name[(locations + Locations.Length)..].Split('/', 2) is [{ Length: > 0 } place, _] ? place
            : Contents.Names.Providers.RegionAt(name);
    }

    /// <summary>Returns the offer and the options by which a model is priced in the region of the options.</summary>
    /// <param name="offer">The offer, whose model may be sold in the region under a name of its own.</param>
    /// <param name="options">The options.</param>
    /// <returns>
    /// The offer of the region with options that name none, if the catalog has one; otherwise, the arguments. A region in the name of the
    /// model, such as that of an inference profile of Amazon Bedrock, takes precedence over the region in which it was called.
    /// </returns>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public (Offer Offer, CostOptions Options) InRegion(Offer offer, CostOptions options)
    {
        ArgumentNullException.ThrowIfNull(offer);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Region is not { } region || offer.History.Any(c => c.UpliftIn(region) is not null))
        {
            return (offer, options);
        }

        // Without a word of the caller's, the catalog's id of a price for any single region begins with "regional".
        string id = offer.Model.Id.Value;
        string model = id.StartsWith("regional.", StringComparison.OrdinalIgnoreCase) ? id[9..] : id;
        return NamesRegion(model) ? (offer, options.AllowUnlistedRegion ? options with { Region = null } : options)
            : TryGetOffer(offer.Provider.Id.Value, $"{region}.{model}", out Offer? local) && local != offer
                && (local.Model.Base ?? local.Model) == (offer.Model.Base ?? offer.Model) ? (local, options with { Region = null })
            : (offer, options);
    }

    /// <summary>Returns the offer and the options of a call whose name of the model may be an ARN or a path.</summary>
    private (Offer Offer, CostOptions? Options) InRegion(Offer offer, string name, CostOptions? options) =>
        options?.Region is not null ? InRegion(offer, options)
        : name.Length >= ShortestPlace && (name.Contains(':') || name.Contains('/'))
            && (name.Contains(Arn, StringComparison.OrdinalIgnoreCase) || name.Contains(Locations, StringComparison.OrdinalIgnoreCase))
            && RegionOf(name) is { } region
            ? InRegion(offer, (options ?? new CostOptions()) with { Region = region, AllowUnlistedRegion = true })
        : (offer, options);

    /// <summary>Returns whether the name of a model begins with a region, in any spelling.</summary>
    private static bool NamesRegion(string model) =>
        NameNormalizer.ModelKey(model) is var key && NameRewriting.WithoutRegion(key).Length < key.Length;
}
