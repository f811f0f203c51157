using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace TokenPricing.Extensions.AI;

/// <summary>Prices the requests of one client, those of each call with one catalog.</summary>
/// <param name="prices">Returns the current catalog.</param>
/// <param name="sellers">Finds out who bills a request.</param>
/// <param name="options">The options of cost calculation, and the logger.</param>
internal sealed class UsagePricing(Func<PriceCatalog> prices, Sellers sellers, CostTrackingOptions options)
{
    private const int MostWarnings = 1024;

    private static readonly CostOptions Defaults = new();
    private static readonly CostOptions Lenient = new() { MissingRate = MissingRatePolicy.LeaveUnpriced };

    private readonly ConcurrentDictionary<(string? Model, string Reason), bool> _warned = [];
    private OfferBook? _book;

    /// <summary>Returns the offer of a model in the current catalog; <see langword="null"/> for none.</summary>
    /// <param name="model">The name of the model.</param>
    /// <param name="address">The address of the call; <see langword="null"/> for that of the client.</param>
    public Offer? OfferOf(string? model, Uri? address)
    {
        try
        {
            OfferBook book = Book();
            Seller seller = sellers.Of(address, null, book);
            return seller.UnknownAddress is null ? book.Find(seller.Name, model).Offer : null;
        }
        catch (Exception e)
        {
            // That of the function that returns the prices.
            WarnOnce(model, e.Message);
            return null;
        }
    }

    /// <summary>Returns the most that so many tokens can cost; <see langword="null"/> if that is not known.</summary>
    /// <param name="call">The call, whose options apply unless <paramref name="how"/> has some.</param>
    /// <param name="address">The address of the call; <see langword="null"/> for that of the client.</param>
    /// <param name="offer">The offer.</param>
    /// <param name="input">The most input tokens.</param>
    /// <param name="output">The most output tokens.</param>
    /// <param name="how">How the call can be served; <see langword="null"/> for the defaults.</param>
    public Usd? MaxCostOf(CallRequest call, Uri? address, Offer offer, long input, long output, MaxCostOptions? how)
    {
        try
        {
            OfferBook book = Book();
            MaxCostOptions asked = how ?? new MaxCostOptions();
            CostOptions terms = asked.Cost == Defaults ? Terms(call) : asked.Cost;
            (Offer local, CostOptions cost) = book.Prices.InRegion(
                offer, ServedOffers.Where(terms, null, sellers.Of(address, null, book).Region));
            return local.MaxCostOf(input, output, call.At, asked with { Cost = cost });
        }
        catch (Exception e)
        {
            WarnOnce(call.Model, e.Message);
            return null;
        }
    }

    /// <summary>Returns the usage and its cost. A failure is in the result and never thrown.</summary>
    public PricedUsage Price(IReadOnlyList<SeenRequest> requests, CallRequest call)
    {
        PricedUsage sum = PricedUsage.Nothing;
        OfferBook? book = null;
        foreach (SeenRequest request in requests)
        {
            if (request.IsEmpty)
            {
                continue;
            }

            PricedUsage one;
            TokenUsage? usage = null;
            try
            {
                if (request.Failure is { } unreadable)
                {
                    throw unreadable;
                }

                usage = UsageOf(request, call);
                one = Price(usage.Value, request, call, book ??= Book());
            }
            catch (Exception e)
            {
                one = Unpriced(usage, request, e);
            }

            Warn(request.Model ?? call.Model, one);
            sum = sum.Plus(one);
        }

        return sum;
    }

    /// <summary>Logs that a call told no usage: once for each model if its response arrived in whole.</summary>
    public void WarnOfNoUsage(TrackedCall call)
    {
        if (!call.IsUntold)
        {
            TrackingLog.NoUsage(options.Logger, call.Model, call.Outcome);
        }
        else if (IsFirst(call.Model, ""))
        {
            TrackingLog.Untold(options.Logger, call.Model);
        }
    }

    /// <summary>Returns the usage of a request, which is a sum of several if a loop reports only that.</summary>
    private static TokenUsage UsageOf(SeenRequest request, CallRequest call)
    {
        if (request.Served is { } served)
        {
            return served.Usage;
        }

        TokenUsage usage = request.Reported!.ToUsage(call.Operation, request.Model ?? request.AskedModel ?? call.Model);
        return request.Rounds > 1 ? usage.AsAggregateOf(request.Rounds) : usage;
    }

    private static PricedUsage Unpriced(TokenUsage? usage, SeenRequest request, Exception? failure) =>
        new() { Usage = usage, Served = request.Served, Requests = 1, Failure = failure, Unpriced = 1 };

    private static PricedUsage Stated(TokenUsage usage, SeenRequest request, Usd stated, Offer? offer) => new()
    {
        Usage = usage,
        Served = request.Served,
        Requests = 1,
        Billed = stated,
        Offer = offer,
        Gaps = request.Doubt is { } doubt ? [doubt] : [],
    };

    /// <summary>Returns a usage with its cost.</summary>
    private PricedUsage Price(TokenUsage usage, SeenRequest request, CallRequest call, OfferBook book)
    {
        string? asked = request.AskedModel ?? call.Model;
        Seller seller = sellers.Of(request.Address, request.Served?.Provider, book);
        Usd? said = request.Served?.Stated?.Usd;

        // Nobody pays for a call that is made.
        Usd? stated = said < Usd.Zero ? null : said;
        FoundOffer found = seller.UnknownAddress is null
            ? ServedOffers.Find(book, seller.Name, request.Model, asked)
            : new FoundOffer(null, seller.Unknown(request.Model ?? asked));
        if (found.Offer is not { } offer)
        {
            return stated is { } known ? Stated(usage, request, known, null) : Unpriced(usage, request, found.Failure);
        }

        Cost cost;
        try
        {
            CostOptions terms = Terms(call);
            terms = request.IsBatch ? terms with { ServiceTier = ServiceTier.Batch } : terms;
            long searches = ServedOffers.SearchFee(request.Model ?? asked);
            cost = ServedOffers.CostOf(offer, usage, request.Served, call.At, terms, seller.Region, searches, book);
        }
        catch (PricingException) when (stated is not null)
        {
            return Stated(usage, request, stated.Value, offer);
        }

        if (cost.Lines.IsEmpty && !cost.IsComplete && stated is null)
        {
            throw new PricingException(PricingError.MissingRate, cost.Unpriced[0].Reason);
        }

        return new PricedUsage
        {
            Usage = usage,
            Served = request.Served,
            Requests = 1,
            Offer = offer,
            Cost = cost,
            Billed = stated ?? cost.Total,
            IsStated = stated is not null,
            Gaps = Gaps(stated is null ? cost : null, request, asked, said < Usd.Zero ? said : null),
        };
    }

    /// <summary>
    /// Returns the options of a call. Parts without a rate are left unpriced, and the cost is said to be incomplete, unless the options
    /// say otherwise.
    /// </summary>
    private CostOptions Terms(CallRequest call)
    {
        CostOptions terms = options.CostOf?.Invoke(call) ?? options.Cost ?? Defaults;
        return terms.MissingRate is not null || options.ThrowOnUnknownPrice ? terms
            : terms == Defaults ? Lenient
            : terms with { MissingRate = MissingRatePolicy.LeaveUnpriced };
    }

    /// <summary>Returns what a cost leaves out, or why it may be another one.</summary>
    /// <param name="cost">The calculated cost; <see langword="null"/> if the response states what is billed.</param>
    /// <param name="request">The request.</param>
    /// <param name="asked">The requested model; <see langword="null"/> if it is not known.</param>
    /// <param name="negative">A negative cost that the response states; <see langword="null"/> for none.</param>
    private static ImmutableArray<string> Gaps(Cost? cost, SeenRequest request, string? asked, Usd? negative)
    {
        string? untold = cost is null ? null : ServedOffers.UntoldFee(asked, request);
        string? beside = request.Served is null ? request.Reported?.Unexplained : null;
        bool isRead = cost is null || request.Served is not { Unread.IsEmpty: false };
        if (cost is null or { IsComplete: true } && (untold ?? beside ?? request.Doubt) is null && isRead && negative is null)
        {
            return [];
        }

        List<string> gaps = [.. cost?.Unpriced.Select(u => u.Reason) ?? []];
        gaps.AddRange(isRead ? [] : request.Served!.Unread.Select(u => u.ToString()));
        gaps.AddRange(new[] { untold, beside, request.Doubt }.OfType<string>());
        if (negative is { } amount)
        {
            gaps.Add($"the response states a cost of {amount}, which nobody bills, so that the calculated one stands in");
        }

        return [.. gaps.Distinct()];
    }

    /// <summary>Logs once for each model and reason that a request has no cost, or not all of it.</summary>
    private void Warn(string? model, PricedUsage one)
    {
        string? reason = one.Failure?.Message ?? (one.Gaps.IsEmpty ? null : string.Join("; ", one.Gaps));

        // Of a name without an offer, the book has told already.
        bool isTold = one is { Offer: null, Failure: PricingException { Error: PricingError.UnknownModel or PricingError.UnknownOffer } };
        if (reason is null || isTold || !IsFirst(model, reason))
        {
            return;
        }

        if (one.Failure is null)
        {
            TrackingLog.Incomplete(options.Logger, model, reason);
        }
        else
        {
            TrackingLog.NotPriced(options.Logger, model, reason);
        }
    }

    private void WarnOnce(string? model, string reason)
    {
        if (IsFirst(model, reason))
        {
            TrackingLog.NotPriced(options.Logger, model, reason);
        }
    }

    private bool IsFirst(string? model, string reason) => _warned.Count < MostWarnings && _warned.TryAdd((model, reason), true);

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
            book = new OfferBook(present, options.Logger);
            Volatile.Write(ref _book, book);
        }

        return book;
    }
}
