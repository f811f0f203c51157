namespace TokenPricing.Extensions.AI;

/// <summary>Finds out who bills the requests of one client.</summary>
/// <param name="options">The options, whose provider and gateways take precedence.</param>
/// <param name="name">The name of the provider in the client's metadata; <see langword="null"/> for none.</param>
/// <param name="uri">The address in the client's metadata; <see langword="null"/> for none.</param>
internal sealed class Sellers(CostTrackingOptions options, string? name, Uri? uri)
{
    private readonly string? _provider = Named(options.Provider);
    private readonly string? _name = Named(name);

    /// <summary>
    /// Returns who bills a request: the provider of the options, or that of the gateway, or whose the address is, or who alone writes
    /// such a response. A client's name counts only if there is no address, since clients of OpenAI's protocol call every provider
    /// <c>openai</c>.
    /// </summary>
    /// <param name="address">The address of the request; <see langword="null"/> for that of the client.</param>
    /// <param name="written">The provider that alone writes such a response; <see langword="null"/> for none.</param>
    /// <param name="book">Knows the addresses of the catalog's providers.</param>
    public Seller Of(Uri? address, string? written, OfferBook book)
    {
        Uri? at = address ?? uri;
        if (_provider is not null)
        {
            return new Seller(_provider, at is null ? null : book.RegionAt(at));
        }

        if (at is null)
        {
            return new Seller(_name ?? written);
        }

        foreach (Gateway gateway in options.Gateways)
        {
            if (gateway.Covers(at))
            {
                return new Seller(Named(gateway.Provider));
            }
        }

        return (book.SellerAt(at) ?? written) is { } seller ? new Seller(seller, book.RegionAt(at)) : new Seller(null, UnknownAddress: at);
    }

    private static string? Named(string? provider) => string.IsNullOrWhiteSpace(provider) ? null : GenAiNames.SellerOf(provider);
}
