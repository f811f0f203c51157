using Microsoft.Extensions.AI;

namespace TokenPricing.Extensions.AI;

/// <summary>
/// What one response reported of its usage, so far. Counts only grow: providers stream running totals, some of them split over a first
/// and a last event, so of each count the largest holds.
/// </summary>
/// <param name="responseId">Which response of a stream; <see langword="null"/>: its updates do not say.</param>
/// <param name="model">The model that the response names.</param>
internal sealed class ReportedUsage(string? responseId, string? model)
{
    private long? _input;
    private long? _output;
    private long? _total;
    private long? _cached;
    private long? _reasoning;
    private long? _inputAudio;
    private long? _outputAudio;
    private AdditionalUsage? _additional;

    public string? ResponseId => responseId;

    public string? Model { get; private set; } = model;

    public bool IsEmpty => (_input ?? _output ?? _total) is null;

    public void Name(string? model) => Model = model ?? Model;

    public void Add(UsageDetails usage)
    {
        _input = Larger(_input, usage.InputTokenCount);
        _output = Larger(_output, usage.OutputTokenCount);
        _total = Larger(_total, usage.TotalTokenCount);
        _cached = Larger(_cached, usage.CachedInputTokenCount);
        _reasoning = Larger(_reasoning, usage.ReasoningTokenCount);
#pragma warning disable MEAI001 // Still experimental; without them audio would be billed as text.
        _inputAudio = Larger(_inputAudio, usage.InputAudioTokenCount);
        _outputAudio = Larger(_outputAudio, usage.OutputAudioTokenCount);
#pragma warning restore MEAI001
        if (usage.AdditionalCounts is { Count: > 0 } counts)
        {
            (_additional ??= new AdditionalUsage()).Add(counts);
        }
    }

    /// <summary>
    /// The usage as this library counts. Microsoft.Extensions.AI says that cached and audio tokens are part of the input and reasoning is
    /// part of the
    /// output (documentation of UsageDetails, 10.11.0). Two kinds of adapters do not keep to that, and are told by what they report: a
    /// total that
    /// is larger than input and output by just the cached tokens, or by just the reasoning; and cached tokens that are not in
    /// CachedInputTokenCount but among the additional counts, where adapters hand on what Anthropic and Bedrock count beside the input.
    /// </summary>
    /// <exception cref="PricingException"><see cref="PricingError.ContradictoryUsage"/>.</exception>
    public TokenUsage ToUsage(CallOperation operation)
    {
        (long? input, long? output) = Sides(operation);
        long? read = Larger(_cached, _additional?.CacheRead);
        long cache = (read ?? 0) + (_additional?.CacheWritten ?? 0);
        long reasoning = _reasoning ?? 0;
        bool cacheIsBeside = _cached is null && _additional?.CacheRead is not null;
        bool reasoningIsBeside = false;
        if (_total - input - output is > 0 and long beside)
        {
            bool isBoth = beside == cache + reasoning;
            cacheIsBeside |= cache > 0 && (isBoth || (beside == cache && cache != reasoning));
            reasoningIsBeside = reasoning > 0 && (isBoth || (beside == reasoning && cache != reasoning));
        }

        return ToUsage(cacheIsBeside ? (input ?? 0) + cache : input, reasoningIsBeside ? output + reasoning : output, read);
    }

    private static long? Larger(long? before, long? now) => before > now ? before : now ?? before;

    // What one side leaves out, the total tells; a total alone tells nothing, save for embeddings, which have no output.
    private (long? Input, long? Output) Sides(CallOperation operation)
    {
        if (operation == CallOperation.Embeddings)
        {
            return (_input ?? _total, _output);
        }

        if (_input is null && _output is null)
        {
            throw new PricingException(
                PricingError.ContradictoryUsage,
                $"The response reports {_total} tokens in all, but neither its input nor its output tokens.");
        }

        return (_input ?? NotNegative(_total - _output), _output ?? NotNegative(_total - _input));
    }

    private static long? NotNegative(long? count) => count < 0 ? null : count;

    private TokenUsage ToUsage(long? input, long? output, long? read)
    {
        AdditionalUsage? more = _additional;
        long? inputAudio = Larger(_inputAudio, more?.InputAudio);
        long? outputAudio = Larger(_outputAudio, more?.OutputAudio);
        if ((inputAudio ?? 0) == 0 && (outputAudio ?? 0) == 0 && (more?.WebSearches ?? 0) == 0)
        {
            return TokenUsage.FromTotals(input, output, read, more?.CacheWrite, more?.CacheWrite5m, more?.CacheWrite1h, _reasoning);
        }

        List<MeterQuantity> totals = [];
        Put(Meter.Input, input);
        Put(Meter.Output, output);
        Put(Meter.CacheRead, read);
        Put(Meter.CacheWrite, more?.CacheWritten);
        Put(Meter.CacheWrite5m, more?.CacheWrite5m);
        Put(Meter.CacheWrite1h, more?.CacheWrite1h);
        Put(Meter.Reasoning, _reasoning);
        Put(Meter.InputAudio, inputAudio);
        Put(Meter.OutputAudio, outputAudio);
        Put(Meter.WebSearches, more?.WebSearches);
        return TokenUsage.FromMeterTotals([.. totals]);

        void Put(Meter meter, long? count)
        {
            if (count is { } known)
            {
                totals.Add(new MeterQuantity(meter, known));
            }
        }
    }
}
