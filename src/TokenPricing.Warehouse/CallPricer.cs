namespace TokenPricing.Warehouse;

/// <summary>Prices rows of a log with the library: those that an engine hands back, and all of them to check an engine.</summary>
/// <remarks>Remembers the names that it has seen. Not safe for use by several threads at once.</remarks>
public sealed class CallPricer
{
    private static readonly long FirstMillisecond = Instant.MinValue.ToUnixTimeMilliseconds() + 86_400_000;
    private static readonly long LastMillisecond = Instant.MaxValue.ToUnixTimeMilliseconds() - 86_400_000;

    private const string NoCount =
        "No count is given, so that the cost is not known: write at least one, such as input, or 0 for none.";

    private readonly PriceCatalog _prices;
    private readonly WarehouseOptions _options;
    private readonly ImmutableArray<Meter> _meters;
    private readonly Dictionary<CallName, (CallTerms Terms, PriceRow[] Rows)> _known = [];

    /// <summary>Initializes a pricer.</summary>
    /// <param name="prices">The prices.</param>
    /// <param name="options">The options of the tables; <see langword="null"/> for the defaults.</param>
    public CallPricer(PriceCatalog prices, WarehouseOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(prices);
        (_prices, _options) = (prices, options ?? new WarehouseOptions());
        _meters = [.. PriceRow.Meters[..^1], .. _options.Meters];
    }

    /// <summary>Gets the smallest and the largest time of a call that has a price, in Unix milliseconds.</summary>
    internal static (long First, long Last) Times => (FirstMillisecond, LastMillisecond);

    /// <summary>Prices a row.</summary>
    /// <param name="call">The row.</param>
    /// <returns>The exact cost or the reason, with the status that an engine must give the row.</returns>
    public CallAnswer Price(LoggedCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        CallAnswer answer = Exact(call, out bool isWhole);
        return !isWhole || call.IsTooLarge || (!_options.AreParts && call.MayOverlap(_options.Meters))
            ? answer with { Status = CallStatus.NeedsExact }
            : answer;
    }

    /// <summary>Returns how a name is understood.</summary>
    /// <param name="name">The name as in the log.</param>
    public NameAnswer Resolve(CallName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        CallTerms terms = TermsOf(name).Terms;
        return new NameAnswer(terms.Offer, terms.Status, terms.Message);
    }

    /// <summary>Prices a row that was handed back: the cost, or the reason why there is none.</summary>
    internal (CallAnswer Answer, CallStatus Status) Finish(LoggedCall call)
    {
        CallAnswer answer = Exact(call, out _);
        return (answer, answer.Cost is null ? answer.Status : CallStatus.Priced);
    }

    /// <summary>Prices a row; not whole if the tables have no whole rate for it.</summary>
    private CallAnswer Exact(LoggedCall call, out bool isWhole)
    {
        isWhole = true;
        try
        {
            if (!call.HasCount(_options.Meters))
            {
                return new CallAnswer(CallStatus.ContradictoryUsage, null, NoCount);
            }

            TokenUsage usage = call.Usage(_options.AreParts);
            if (call.UnixMilliseconds is not { } milliseconds || milliseconds < FirstMillisecond || milliseconds > LastMillisecond)
            {
                return new CallAnswer(
                    CallStatus.UnknownInstant,
                    null,
                    call.UnixMilliseconds is { } wrong
                        ? FormattableString.Invariant($"{wrong} ms after 1970 is not in the years -9998 to 9999. Pass milliseconds.")
                        : "The row has no time.");
            }

            (CallTerms terms, PriceRow[] rows) = TermsOf(call.Name);
            if (terms.Offer is null)
            {
                return new CallAnswer(terms.Status, null, terms.Message);
            }

            Instant at = Instant.FromUnixTimeMilliseconds(milliseconds);
            bool hasOthers = call.Requests > 1 || call.Others.Any(o => o.Quantity != 0 && !_options.Meters.Contains(o.Meter));
            isWhole = IsWhole(rows, usage, at, hasOthers);
            return call.Requests == 1
                ? new CallAnswer(CallStatus.Priced, terms.Offer.TotalOf(usage, at, terms.Options), null)
                : OfMany(terms.Offer.CostOf(usage.AsAggregateOf(call.Requests), at, terms.Options), call.Requests);
        }
        catch (PricingException e)
        {
            return new CallAnswer(CallTerms.StatusOf(e.Error), null, e.Message);
        }
        catch (OverflowException e)
        {
            isWhole = false;
            return new CallAnswer(CallStatus.NeedsExact, null, e.Message);
        }
    }

    /// <summary>Returns the cost of several requests, if their sum decides it.</summary>
    private static CallAnswer OfMany(Cost cost, long requests) => cost.IsCertain
        ? new CallAnswer(CallStatus.Priced, cost.Total, null)
        : new CallAnswer(
            CallStatus.NeedsExact,
            null,
            string.Create(
                CultureInfo.InvariantCulture,
                $"The row adds up {requests} requests, and the price depends on how long each of them is: they cost from {cost.Low} to ")
                + string.Create(CultureInfo.InvariantCulture, $"{cost.High}. Log each request."));

    /// <summary>
    /// Determines whether every meter that a call uses has a whole rate, or the call has no price for a reason that comes before the rates.
    /// An unknown region comes after them: where an amount has too many digits, the library says that first.
    /// </summary>
    private bool IsWhole(PriceRow[] rows, in TokenUsage usage, Instant at, bool hasOthers)
    {
        long input = 0;
        int used = FurtherMeters.BitOf(Meter.Requests);
        foreach (Meter meter in _meters)
        {
            long part = (long)usage.PartOf(meter);
            used |= part > 0 ? FurtherMeters.BitOf(meter) : 0;
            input += meter is { IsTokens: true, IsInput: true } ? part : 0;
        }

        PriceRow row = RowAt(rows, at, input);
        return row.Error is not (null or PricingError.UnknownRegion)
            || (row.Missing & used) != 0
            || ((row.Inexact & used) == 0 && !hasOthers);
    }

    /// <summary>Finds the row of an instant and an input: the rows are in the order of time and then of input.</summary>
    private static PriceRow RowAt(PriceRow[] rows, Instant at, long input)
    {
        (int low, int high) = (0, rows.Length - 1);
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            bool isAfter = rows[middle].From is { } from && from > at;
            bool isBeyond = !isAfter && !(rows[middle].To <= at) && rows[middle].LeastInput > input;
            (low, high) = isAfter || isBeyond ? (low, middle - 1) : (middle, high);
        }

        return rows[low];
    }

    private (CallTerms Terms, PriceRow[] Rows) TermsOf(CallName name)
    {
        if (!_known.TryGetValue(name, out (CallTerms, PriceRow[]) known))
        {
            CallTerms terms = CallTerms.Of(_prices, name, _options);
            known = (terms, terms.Offer is null ? [] : [.. FurtherMeters.RowsOf(terms, _options.Horizon, _options.Meters)]);
            _known[name] = known;
        }

        return known;
    }
}
