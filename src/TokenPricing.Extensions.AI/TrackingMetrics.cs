using System.Diagnostics;
using System.Diagnostics.Metrics;
using Instruments = System.Diagnostics.Metrics.Meter;

namespace TokenPricing.Extensions.AI;

/// <summary>The instruments of the meter <c>TokenPricing</c>, and the tags of the caller's activity.</summary>
/// <remarks>
/// The counter of costs is the only binary floating point in the project's sources. .NET's instruments take a decimal, but the
/// OpenTelemetry SDK (1.18.0) silently drops it. No cost is calculated from the counter; the exact cost is in the tracked call and the
/// response.
/// </remarks>
internal static class TrackingMetrics
{
    public const string Meter = "TokenPricing";
    public const string CostName = "token_pricing.cost";
    public const string UnpricedName = "token_pricing.unpriced_calls";
    public const string CostTag = "token_pricing.cost";
    public const string OfferTag = "token_pricing.offer";
    public const string OutcomeTag = "token_pricing.outcome";
    public const string NoUsage = "no_usage";
    public const string Incomplete = "incomplete";
    public const string Cut = "cut";

    private static readonly Instruments Source = new(Meter);

    // The bucket boundaries are those of the conventions.
    private static readonly Histogram<long> Tokens = Source.CreateHistogram(
        GenAiNames.TokenUsage, "{token}", "Number of input and output tokens used.", null,
        new InstrumentAdvice<long>
        {
            HistogramBucketBoundaries = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864],
        });

    // A measurement of a float type, since the metrics SDK drops decimals and cents are no whole dollars. It is for graphs and alerts; the
    // exact amount is in the activity's tag and in the call, and nothing is calculated from this one.
    private static readonly Counter<double> Costs = Source.CreateCounter<double>(CostName, "{USD}", "What the calls cost, in US dollars.");

    private static readonly Histogram<double> DraftCosts = Source.CreateHistogram<double>(
        GenAiNames.DraftOperationCost, "{USD}", "The cost of an operation, in the currency of the attribute.");

    private static readonly Counter<long> Unpriced =
        Source.CreateCounter<long>(UnpricedName, "{call}", "Calls without a cost, by the reason.");

    /// <summary>Records the metrics of a call, and adds its cost to the caller's activity.</summary>
    public static void Record(TrackedCall call, Activity? activity, CostTrackingOptions options)
    {
        if (Tokens.Enabled || Costs.Enabled || Unpriced.Enabled || DraftCosts.Enabled)
        {
            Record(call, TagsOf(call), options.UseDraftConventions);
        }

        if (activity is { IsAllDataRequested: true } && call.Billed is { } billed)
        {
            activity.SetTag(CostTag, billed.ToString()).SetTag(OfferTag, call.Offer?.ToString());

            // Only the span of the inference itself: a sum over the spans of agents and workflows would count it twice.
            if (options.UseDraftConventions
                && activity.GetTagItem(GenAiNames.Operation) is string operation && GenAiNames.IsInference(operation))
            {
                activity.SetTag(GenAiNames.DraftAmount, (double)billed.Amount)
                    .SetTag(GenAiNames.DraftCurrency, "USD")
                    .SetTag(GenAiNames.DraftSource, GenAiNames.Of(call.Source));
            }
        }
    }

    /// <summary>Records tokens, cost, and whether a part is unpriced.</summary>
    private static void Record(TrackedCall call, TagList tags, bool useDraft)
    {
        if (call.Usage is { } usage)
        {
            RecordTokens(usage.InputTokens, "input", tags);
            RecordTokens(usage.OutputTokens, "output", tags);
        }

        if (call.Billed is { } billed)
        {
            Costs.Add((double)billed.Amount, tags);
            if (useDraft)
            {
                TagList draft = tags;
                draft.Add(GenAiNames.DraftCurrency, "USD");
                draft.Add(GenAiNames.DraftSource, GenAiNames.Of(call.Source));
                DraftCosts.Record((double)billed.Amount, draft);
            }
        }

        if (ReasonOf(call) is { } reason)
        {
            tags.Add(GenAiNames.ErrorType, reason);
            tags.Add(OutcomeTag, call.Outcome.ToString());
            Unpriced.Add(1, tags);
        }
    }

    /// <summary>Records a number of tokens; nothing if it is not known.</summary>
    private static void RecordTokens(long? count, string type, TagList tags)
    {
        if (count is { } known)
        {
            tags.Add(GenAiNames.TokenType, type);
            Tokens.Record(known, tags);
        }
    }

    /// <summary>Returns why a call has no cost or only a part of it; <see langword="null"/> if all of it has a cost.</summary>
    private static string? ReasonOf(TrackedCall call) => call switch
    {
        { PricingFailure: PricingException pricing } => pricing.Error.ToString(),
        { PricingFailure: { } failure } => failure.GetType().Name,
        { IsFromCache: true } => null,
        { Billed: null } => NoUsage,
        { Cost.IsComplete: false, Source: CostSource.Calculated } => nameof(PricingError.MissingRate),
        { Gaps.IsEmpty: false } => Incomplete,
        { IsCut: true } => Cut,
        _ => null,
    };

    /// <summary>Returns the tags that all instruments share.</summary>
    private static TagList TagsOf(TrackedCall call)
    {
        TagList tags = default;
        tags.Add(GenAiNames.Operation, GenAiNames.Of(call.Request.Operation));
        tags.Add(GenAiNames.Provider, GenAiNames.ProviderOf(call.Offer?.Provider.Id.Value ?? call.Request.Provider ?? "unknown"));
        AddKnown(ref tags, GenAiNames.RequestModel, call.AskedModel);
        AddKnown(ref tags, GenAiNames.ResponseModel, call.ResponseModel);
        return tags;
    }

    /// <summary>Adds a tag unless its value is <see langword="null"/>.</summary>
    private static void AddKnown(ref TagList tags, string key, string? value)
    {
        if (value is not null)
        {
            tags.Add(key, value);
        }
    }
}
