namespace TokenPricing.Extensions.AI;

/// <summary>Prices what one client's responses report, each call by one catalog.</summary>
/// <param name="prices">The present catalog.</param>
/// <param name="sellers">Who sells it, the surest first.</param>
/// <param name="options">How costs are asked for, and where failures are logged.</param>
internal sealed class UsagePricing(Func<PriceCatalog> prices, IReadOnlyList<string> sellers, CostTrackingOptions options)
{
    private OfferBook? _book;

    /// <summary>The offer of a model in the present catalog; <see langword="null"/>: none.</summary>
    public Offer? OfferOf(string? model) => Book().Find(model).Offer;

    /// <summary>The usage and its cost. Whatever cannot be priced is in the answer, never thrown.</summary>
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

    private PricedUsage Add(PricedUsage sum, FoundOffer found, TokenUsage usage, CallRequest request)
    {
        if (found.Offer is null)
        {
            return sum with { Failure = sum.Failure ?? found.Failure };
        }

        Cost cost = found.Offer.CostOf(usage, request.At, options.Cost);
        return sum with { Offer = found.Offer, Cost = sum.Cost is null ? cost : sum.Cost + cost };
    }

    // Whoever comes first after a swap writes the new book; two that do so write the same.
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
