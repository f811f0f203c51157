using System.Collections.Frozen;

namespace TokenPricing.Names;

/// <summary>The words in names of models that do not tell models apart: who made the model, how it is accessed, where it runs.</summary>
/// <remarks>
/// Collected from the listings of models.dev (2026-07-02), genai-prices (2026-08-21), LiteLLM (2026-07-24) and OpenRouter (2026-08-01).
/// </remarks>
internal static class NameWords
{
    /// <summary>Developers, as they stand before the slash of a listing: "meta-llama/llama-3.3-70b-instruct".</summary>
    private static readonly FrozenSet<string> Makers = Words("""
        01-ai abacusai adept aetherwiing ai21 ai21-labs ai21labs ai4bharat aion-labs aisingapore alfredpros alibaba alibaba-nlp
        all-hands allenai alpindale amazon amazon-nova anthracite-org anthropic arcee-ai arcee_ai arliai austism baai baichuan baidu bfl
        bigscience black-forest-labs bytedance bytedance-research bytedance-seed chutesai codellama cognitivecomputations cohere
        cohereforai coherelabs core42 databricks deepcogito deepgram deepseek deepseek-ai dicta-il dmind doctor-shotgun eleutherai
        elevenlabs essentialai eva-unit-01 facebook garage-baind google gryphe hcompany huggingface huggingfaceh4 huihui-ai ibm
        ibm-granite inception inclusionai infermatic inflection intel intfloat jondurbin kimi klingai kuaishou kwai kwaipilot
        latitudegames leonardo-ai liquid liquidai llm360 lmsys lukealonso lumalabs mancer marinaraspaghetti meituan meganova-ai meta
        meta-llama microsoft minimax minimaxai mistral mistral-ai mistralai mlabonne moonshot moonshotai morph myshell-ai neuralmagic
        neversleep nex-agi nexusflow nomic-ai nothingiisreal nousresearch nvidia open-orca open-r1 openai openchat opengvlab openpipe
        paddlepaddle perceptron perplexity pfnet poolside primeintellect prime-intellect pygmalionai qwen qwenlm raifle recraft redhatai
        rekaai relace runwayml sakana salesforce sao10k sapiens-ai sarvam sarvamai scb10x sdaia servicenow-ai shisa-ai skywork snorkelai
        snowflake sophosympatheia soob3123 stabilityai steelskull stepfun stepfun-ai swiss-ai switchpoint teknium tencent thebloke
        thedrummer thenlper thinkingmachines thudm togethercomputer tokyotech-llm tongyi-zhiwen unbabel undi95 unsloth upstage
        utter-project voyage voyageai whereisai wizardlm writer x-ai xai xiaomi xiaomimimo xwin-lm z-ai zai zai-org zero-one-ai zhipuai
        ~anthropic ~google ~moonshotai ~openai ~x-ai
        """);

    /// <summary>Other words before a slash, which only say how the model is accessed.</summary>
    private static readonly FrozenSet<string> Routes = Words(
        "@cf @hf hf litellm litellm_proxy models model converse converse_like invoke chat completion responses messages embedding "
        + "embeddings");

    /// <summary>Developers that Amazon Bedrock and Oracle put before a dot: "anthropic.claude-sonnet-4-5-20250929-v1:0".</summary>
    private static readonly FrozenSet<string> DottedMakers = Words(
        "ai21 amazon anthropic cohere deepseek google luma meta minimax mistral moonshot moonshotai nvidia openai qwen stability "
        + "twelvelabs writer xai zai");

    /// <summary>Groups of regions, as Bedrock and Vertex AI name them.</summary>
    private static readonly FrozenSet<string> Regions = Words("apac au ca eu global global-standard in jp regional uk us us-gov");

    /// <summary>The words of a cloud region: "us-east-1".</summary>
    private static readonly FrozenSet<string> Directions = Words("north south east west central northeast northwest southeast southwest");

    /// <summary>Returns whether a word is the name of a developer.</summary>
    public static bool IsMaker(string word) => Makers.Contains(word);

    /// <summary>Returns whether a word before a slash only names a developer, a provider or a way of access.</summary>
    public static bool IsPrefix(string word) => Makers.Contains(word) || Routes.Contains(word) || KnownProviders.IsKnown(word);

    /// <summary>Returns whether a word before a dot names a developer.</summary>
    public static bool IsDottedMaker(string word) => DottedMakers.Contains(word);

    /// <summary>Returns whether a word names a region, such as <c>us</c>, <c>global</c> or <c>eu-west-1</c>.</summary>
    public static bool IsRegion(string word) => Regions.Contains(word) || IsCloudRegion(word);

    /// <summary>Returns whether a word is a commitment, such as <c>6-month-commitment</c>, which has a price of its own.</summary>
    public static bool IsCommitment(string word) => word.EndsWith("-month-commitment", StringComparison.Ordinal);

    /// <summary>"us-east-1", "us-gov-west-1".</summary>
    private static bool IsCloudRegion(string word)
    {
        string[] parts = word.Split('-');
        return parts.Length is 3 or 4
            && parts[0].Length == 2
            && parts[^1].Length == 1 && char.IsAsciiDigit(parts[^1][0])
            && Directions.Contains(parts[^2]);
    }

    private static FrozenSet<string> Words(string text) =>
        text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
