namespace TokenPricing.Extensions.AI;

/// <summary>Prices the usage that the responses of one client report, each call with one catalog.</summary>
/// <param name="prices">Returns the current catalog.</param>
/// <param name="sellers">The possible providers, the most certain first.</param>
/// <param name="options">The options of cost calculation, and the logger.</param>
internal sealed class UsagePricing(Func<PriceCatalog> prices, IReadOnlyList<string> sellers, CostTrackingOptions options)
{
    private OfferBook? _book;

    /// <summary>Returns the offer of a model in the current catalog; <see langword="null"/> for none.</summary>
    public Offer? OfferOf(string? model) => Book().Find(model).Offer;

    /// <summary>Returns the usage and its cost. A failure is in the result and never thrown.</summary>
    public PricedUsage Price(IReadOnlyList<ReportedUsage> responses, CallRequest request)
    {
        PricedUsage sum = default;
        OfferBook? book = null;
        foreach (ReportedUsage response in responses)
        {
            if (response.IsEmpty)
            {
                continue;
            }

            try
            {
                TokenUsage usage = response.ToUsage(request.Operation);
                sum = sum with { Usage = sum.Usage is { } before ? before + usage : usage };
                sum = Add(sum, (book ??= Book()).Find(response.Model ?? request.Model), usage, request);
            }
            catch (Exception e)
            {
                TrackingLog.NotPriced(options.Logger, response.Model ?? request.Model, e.Message);
                sum = sum with { Failure = sum.Failure ?? e };
            }
        }

        return sum;
    }

    /// <summary>Adds the cost of one response to the sum.</summary>
    private PricedUsage Add(PricedUsage sum, FoundOffer found, TokenUsage usage, CallRequest request)
    {
        if (found.Offer is null)
        {
            return sum with { Failure = sum.Failure ?? found.Failure };
        }

        Cost cost = found.Offer.CostOf(usage, request.At, options.Cost);
        return sum with { Offer = found.Offer, Cost = sum.Cost is null ? cost : sum.Cost + cost };
    }

    /// <summary>
    /// Returns the cache of the current catalog. The first call after the catalog was replaced creates it; two concurrent calls create
    /// equal ones.
    /// </summary>
    private OfferBook Book()
    {
        PriceCatalog present = prices();
        OfferBook? book = Volatile.Read(ref _book);
        if (book is null || book.Prices != present)
        {
            book = new OfferBook(present, sellers, options.Logger);
            Volatile.Write(ref _book, book);
        }

        return book;
    }
}
