namespace TokenPricing.Extensions.AI;

/// <summary>
/// The counts for which Microsoft.Extensions.AI (10.11.0) has no property, read from the keys under which adapters report them, in any
/// case. Other keys are ignored: none of them is known to be billed separately.
/// </summary>
internal sealed class AdditionalUsage
{
    public long? CacheRead { get; private set; }

    public long? CacheWrite { get; private set; }

    public long? CacheWrite5m { get; private set; }

    public long? CacheWrite1h { get; private set; }

    public long? InputAudio { get; private set; }

    public long? OutputAudio { get; private set; }

    public long? WebSearches { get; private set; }

    /// <summary>The input tokens of what tools of the provider found, which no other count includes.</summary>
    public long? ToolInput { get; private set; }

    /// <summary>All tokens that were written to the cache; <see langword="null"/> if not reported.</summary>
    public long? CacheWritten =>
        CacheWrite ?? (CacheWrite5m is null && CacheWrite1h is null ? null : (CacheWrite5m ?? 0) + (CacheWrite1h ?? 0));

    /// <summary>Adds counts. If a count is reported several times, the largest value is used.</summary>
    public void Add(IReadOnlyDictionary<string, long> counts)
    {
        foreach ((string key, long count) in counts)
        {
            Add(key, count);
        }
    }

    /// <summary>Adds one count, if its key is known.</summary>
    private void Add(string key, long count)
    {
        switch (key.ToUpperInvariant())
        {
            // Anthropic.SDK 5, AWSSDK.Extensions.Bedrock.MEAI, and the name in Anthropic's API.
            case "CACHEREADINPUTTOKENS" or "CACHE_READ_INPUT_TOKENS":
                CacheRead = Math.Max(CacheRead ?? count, count);
                break;

            // Anthropic's own package and Anthropic.SDK 5; the name of Anthropic's API; AWSSDK.Extensions.Bedrock.MEAI; GitHub Copilot's
            // agent.
            case "CACHECREATIONINPUTTOKENS" or "CACHE_CREATION_INPUT_TOKENS" or "CACHEWRITEINPUTTOKENS" or "CACHEWRITETOKENS":
                CacheWrite = Math.Max(CacheWrite ?? count, count);
                break;

            // The names of the two cache lifetimes in Anthropic's API, with or without the name of the object that contains them.
            case "EPHEMERAL5MINPUTTOKENS" or "EPHEMERAL_5M_INPUT_TOKENS" or "CACHE_CREATION.EPHEMERAL_5M_INPUT_TOKENS":
                CacheWrite5m = Math.Max(CacheWrite5m ?? count, count);
                break;

            case "EPHEMERAL1HINPUTTOKENS" or "EPHEMERAL_1H_INPUT_TOKENS" or "CACHE_CREATION.EPHEMERAL_1H_INPUT_TOKENS":
                CacheWrite1h = Math.Max(CacheWrite1h ?? count, count);
                break;

            // Microsoft.Extensions.AI.OpenAI before it had properties for them.
            case "INPUTTOKENDETAILS.AUDIOTOKENCOUNT":
                InputAudio = Math.Max(InputAudio ?? count, count);
                break;

            case "OUTPUTTOKENDETAILS.AUDIOTOKENCOUNT":
                OutputAudio = Math.Max(OutputAudio ?? count, count);
                break;

            // Google.GenAI; the name in Google's API.
            case "TOOLUSEPROMPTTOKENCOUNT" or "TOOL_USE_PROMPT_TOKEN_COUNT":
                ToolInput = Math.Max(ToolInput ?? count, count);
                break;

            // Anthropic's own package; the name of Anthropic's API.
            case "WEBSEARCHREQUESTS" or "WEB_SEARCH_REQUESTS":
                WebSearches = Math.Max(WebSearches ?? count, count);
                break;
        }
    }
}
