using Microsoft.Extensions.AI;

namespace TokenPricing.Extensions.AI;

/// <summary>
/// The usage that one response has reported so far. Providers stream running totals, sometimes split between a first and a last event, so
/// the largest value of each count is used.
/// </summary>
/// <param name="responseId">The id of the response in a stream; <see langword="null"/> if its updates do not state one.</param>
/// <param name="model">The model that the response states; <see langword="null"/> if it states none.</param>
internal sealed class ReportedUsage(string? responseId, string? model)
{
    private static readonly Meter InputCharacters = Meter.Parse("input-characters");

    private long? _input;
    private long? _output;
    private long? _total;
    private long? _cached;
    private long? _reasoning;
    private long? _inputAudio;
    private long? _outputAudio;
    private AdditionalUsage? _additional;
    private HashSet<string>? _searchIds;
    private HashSet<string>? _queries;
    private long _searches;

    public string? ResponseId => responseId;

    public string? Model { get; private set; } = model;

    /// <summary>The characters of the input, by which some speech is billed, if nothing else is reported.</summary>
    public long? Characters { get; init; }

    /// <summary>Whether no input, output or total was reported.</summary>
    public bool IsEmpty => (_input ?? _output ?? _total ?? Characters) is null;

    /// <summary>Whether a count of tokens was reported.</summary>
    public bool HasTokens => (_input ?? _output ?? _total) is not null;

    /// <summary>
    /// Why the total that was reported is not what the other counts make of it; <see langword="null"/> if it is. It is known once the usage
    /// was read.
    /// </summary>
    public string? Unexplained { get; private set; }

    /// <summary>Sets the model, unless it is <see langword="null"/>.</summary>
    public void Name(string? model) => Model = model ?? Model;

    /// <summary>
    /// Adds a web search that the contents of a response tell of, once for each id. It counts if no report counts searches.
    /// </summary>
    public void AddSearch(WebSearchToolCallContent search)
    {
        _searches += string.IsNullOrEmpty(search.CallId) || (_searchIds ??= []).Add(search.CallId) ? 1 : 0;
        foreach (string query in search.Queries ?? [])
        {
            if (!string.IsNullOrWhiteSpace(query))
            {
                (_queries ??= []).Add(query.Trim());
            }
        }
    }

    /// <summary>Adds the counts of one report; <see langword="null"/> adds nothing.</summary>
    public void Add(UsageDetails? usage)
    {
        if (usage is null)
        {
            return;
        }

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
    /// Returns the usage in the counts of this library. According to Microsoft.Extensions.AI, cached and audio tokens are part of the
    /// input, and reasoning is part of the output (documentation of UsageDetails, 10.11.0). Some adapters report them in addition instead,
    /// and are recognized by their counts: the total exceeds input and output by exactly the cached tokens, the reasoning or both; or the
    /// cached tokens are not in CachedInputTokenCount but in the additional counts, where adapters pass on what Anthropic and Bedrock count
    /// in addition to the input. What Google counts for the results of tools is in the total alone.
    /// </summary>
    /// <param name="operation">The kind of the call.</param>
    /// <param name="name">The model, if the response does not state it; <see langword="null"/> if nobody does.</param>
    /// <exception cref="PricingException"><see cref="PricingError.ContradictoryUsage"/> if the counts contradict each other.</exception>
    public TokenUsage ToUsage(CallOperation operation, string? name)
    {
        if (Characters is { } characters && !HasTokens)
        {
            return TokenUsage.FromMeterParts(new MeterQuantity(InputCharacters, characters));
        }

        (long? input, long? output) = Sides(operation);
        long? read = Larger(_cached, _additional?.CacheRead);
        long written = _additional?.CacheWritten ?? 0;
        long cache = (read ?? 0) + written;
        long reasoning = _reasoning ?? 0;
        bool cacheIsBeside = _cached is null && _additional?.CacheRead is not null;
        bool reasoningIsBeside = false;
        long? beside = _total - input - output;
        long found = _additional?.ToolInput is { } tools and > 0 && !(beside < tools) ? tools : 0;
        beside -= found;
        if (beside > 0)
        {
            bool isBoth = beside == cache + reasoning;
            cacheIsBeside |= cache > 0 && (isBoth || (beside == cache && cache != reasoning));
            reasoningIsBeside = reasoning > 0 && (isBoth || (beside == reasoning && cache != reasoning));
        }

        bool isExplained = beside is not > 0 || reasoningIsBeside
            || (cacheIsBeside && (beside == cache || beside == read || beside == written));
        Unexplained = isExplained ? null
            : $"the response reports {_total} tokens in all, {beside} more than its input and output, and does not say what they are";
        input = cacheIsBeside || found > 0 ? (input ?? 0) + (cacheIsBeside ? cache : 0) + found : input;
        return ToUsage(input, reasoningIsBeside ? output + reasoning : output, read, Searches(Model ?? name));
    }

    /// <summary>
    /// Returns the web searches, counted as the provider bills them: Google one for each prompt before Gemini 3, and from then on each
    /// query, the same one once.
    /// </summary>
    private long? Searches(string? model)
    {
        if (_additional?.WebSearches is { } reported)
        {
            return reported;
        }

        ReadOnlySpan<char> name = model.AsSpan(model is null ? 0 : model.LastIndexOf('/') + 1);
        return _searches == 0 ? null
            : !name.StartsWith("gemini-") ? _searches
            : name.StartsWith("gemini-1") || name.StartsWith("gemini-2") ? 1
            : _queries?.Count ?? _searches;
    }

    /// <summary>Returns the larger count; <see langword="null"/> if neither is known.</summary>
    private static long? Larger(long? before, long? now) => before > now ? before : now ?? before;

    /// <summary>
    /// Returns the input and output. A missing one follows from the total. A total alone is not enough, except for embeddings, which have
    /// no output.
    /// </summary>
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

    /// <summary>Returns a count; <see langword="null"/> if it is negative or unknown.</summary>
    private static long? NotNegative(long? count) => count < 0 ? null : count;

    /// <summary>Returns the usage, with the meters of audio and searches only if there are such counts.</summary>
    private TokenUsage ToUsage(long? input, long? output, long? read, long? searches)
    {
        AdditionalUsage? more = _additional;
        long? inputAudio = Larger(_inputAudio, more?.InputAudio);
        long? outputAudio = Larger(_outputAudio, more?.OutputAudio);
        if ((inputAudio ?? 0) == 0 && (outputAudio ?? 0) == 0 && (searches ?? 0) == 0)
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
        Put(Meter.WebSearches, searches);
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
