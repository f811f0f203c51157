namespace TokenPricing.Values;

/// <summary>Specifies what a seller of a model is to the model.</summary>
/// <remarks>
/// <para>The kind decides whose price stands for a model (<c>PriceBasis</c>). A seller whose kind nobody knows has none.</para>
/// <para>The same company may be a host of open weights and a reseller of closed models; the kind of an offer is
/// <c>Offer.Seller</c>.</para>
/// </remarks>
public enum SellerKind
{
    /// <summary>The model's developer, at its own API.</summary>
    Maker,

    /// <summary>A general cloud platform that sells models of several developers, such as Azure, Amazon Bedrock and Vertex AI.</summary>
    Cloud,

    /// <summary>A service that runs open weights itself.</summary>
    Host,

    /// <summary>A service that forwards requests to other sellers at about their prices, such as OpenRouter.</summary>
    Gateway,

    /// <summary>A service that sells the closed models of others at prices of its own.</summary>
    Reseller,

    /// <summary>The quota of a subscription, whose prices per token are zero or notional.</summary>
    Plan,
}
