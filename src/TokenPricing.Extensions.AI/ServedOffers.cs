using NodaTime;

namespace TokenPricing.Extensions.AI;

/// <summary>Finds the offer by whose prices a request was served, and its cost there.</summary>
internal static class ServedOffers
{
    private static readonly string[] SearchModels = ["-search-preview", "-search-api"];
    private static readonly TokenUsage OneSearch = TokenUsage.FromMeterParts(new MeterQuantity(Meter.WebSearches, 1));

    /// <summary>
    /// Returns the offer of the model that answered. The requested name applies if the response names none, or if it says more of the same
    /// model, as Bedrock's <c>us.</c> names say of a region.
    /// </summary>
    /// <param name="book">The offers.</param>
    /// <param name="seller">The provider; <see langword="null"/> for the maker of the model.</param>
    /// <param name="model">The model that the response states; <see langword="null"/> if it states none.</param>
    /// <param name="asked">The requested model; <see langword="null"/> if it is not known.</param>
    public static FoundOffer Find(OfferBook book, string? seller, string? model, string? asked)
    {
        FoundOffer served = book.Find(seller, model ?? asked);
        if (model is null || asked is null || asked == model || served.Offer is null || !SaysMore(asked, model))
        {
            return served;
        }

        return book.Find(seller, asked) is { Offer: { } requested } && IsSameModel(requested.Model, served.Offer.Model)
            && requested.Model.Id.Value.EndsWith(served.Offer.Model.Id.Value, StringComparison.OrdinalIgnoreCase)
                ? new FoundOffer(requested, null)
                : served;
    }

    /// <summary>
    /// Returns the cost of a usage at an offer, with the fees that the offer does not list but that of the same model under its general
    /// name does, if the prices of everything else are the same there.
    /// </summary>
    public static Cost CostOf(Offer offer, TokenUsage usage, Instant at, CostOptions terms)
    {
        Cost cost = offer.CostOf(usage, at, terms);
        if (cost.IsComplete || offer.Model.Base is not { } general)
        {
            return cost;
        }

        Cost? whole = offer.Provider.Offers.FirstOrDefault(o => o.Model == general)?.CostOf(usage, at, terms);
        return whole is { IsComplete: true } && cost.Lines.All(l => whole.Lines.Any(w => IsSame(w, l))) ? whole : cost;

        static bool IsSame(ReceiptLine left, ReceiptLine right) =>
            (left.Meter, left.Quantity, left.Amount) == (right.Meter, right.Quantity, right.Amount);
    }

    /// <summary>Returns the cost of a call at an offer, as it was served.</summary>
    /// <param name="offer">The offer of the model that answered.</param>
    /// <param name="usage">The usage, which applies where nobody saw what the provider wrote.</param>
    /// <param name="call">What the provider wrote; <see langword="null"/> if nobody saw it.</param>
    /// <param name="at">When the request was made.</param>
    /// <param name="terms">What was asked.</param>
    /// <param name="region">The region that the address names; <see langword="null"/> for none.</param>
    /// <param name="searches">The searches that the model bills for each request.</param>
    /// <param name="book">The offers of other models that answered a part of the call.</param>
    public static Cost CostOf(
        Offer offer, TokenUsage usage, ServedCall? call, Instant at, CostOptions terms, string? region, long searches, OfferBook book)
    {
        call = call?.AnsweredBy(offer.Model.Id.Value);
        CostOptions served = Where(terms, call?.Region, region) with
        {
            ServiceTier = call?.BilledTier(terms.ServiceTier) ?? terms.ServiceTier,
        };
        Cost? cost = null;
        foreach ((TokenUsage part, string? model) in call?.Billed ?? [(usage, null)])
        {
            Cost one = CostIn(model is null ? offer : Other(offer, model, book), part);
            cost = cost is null ? one : cost + one;
        }

        return searches > 0 && usage.PartOf(Meter.WebSearches) == 0 ? cost! + CostIn(offer, OneSearch) : cost!;

        Cost CostIn(Offer one, TokenUsage part)
        {
            (Offer local, CostOptions options) = book.Prices.InRegion(one, served);
            return CostOf(local, part, at, options);
        }
    }

    /// <summary>Returns the options of a call where it is served: in a stated region, or else in that of its address.</summary>
    /// <param name="terms">What was asked.</param>
    /// <param name="stated">The region that the response states; <see langword="null"/> for none.</param>
    /// <param name="region">The region that the address names; <see langword="null"/> for none.</param>
    public static CostOptions Where(CostOptions terms, string? stated, string? region)
    {
        stated ??= terms.Region;

        // The region of an address changes the price of those models only that have a price for it.
        return stated is null && region is null
            ? terms
            : terms with { Region = stated ?? region, AllowUnlistedRegion = stated is null || terms.AllowUnlistedRegion };
    }

    /// <summary>Returns the number of searches that OpenAI's search models bill for each request, whatever they searched.</summary>
    public static long SearchFee(string? model) =>
        model is not null && SearchModels.Any(m => model.Contains(m, StringComparison.OrdinalIgnoreCase)) ? 1 : 0;

    /// <summary>
    /// Returns what a requested name makes the provider bill without a word in the response; <see langword="null"/> for nothing.
    /// </summary>
    public static string? UntoldFee(string? asked, SeenRequest request) =>
        asked is not null && asked.EndsWith(":online", StringComparison.OrdinalIgnoreCase)
        && (request.Served is not { } served || served.Usage.PartOf(Meter.WebSearches) == 0)
            ? $"'{asked}' asks for web searches, whose fee the response does not tell"
            : null;

    private static Offer Other(Offer offer, string model, OfferBook book)
    {
        FoundOffer found = book.Find(offer.Provider.Id.Value, model);
        return found.Offer ?? throw new PricingException(
            PricingError.UnknownOffer, $"The response bills a part to the model '{model}': {found.Failure?.Message}");
    }

    private static bool IsSameModel(Model left, Model right) => (left.Base ?? left) == (right.Base ?? right);

    private static bool SaysMore(string asked, string model) => asked.Length > model.Length;
}
