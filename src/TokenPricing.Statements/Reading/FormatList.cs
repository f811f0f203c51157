namespace TokenPricing.Statements;

/// <summary>The formats that are recognized by their fields.</summary>
internal static class FormatList
{
    /// <summary>Returns new readers, in the order in which they are asked.</summary>
    /// <param name="withDetails">Whether rows have tags; <see langword="false"/> to leave out those that take long.</param>
    /// <param name="decimalMark">The decimal mark of formats that recognize it; <see langword="null"/> to recognize it.</param>
    /// <param name="provider">The provider of session logs that do not tell theirs; <see langword="null"/> for the tool's own.</param>
    public static RecordFormat[] Create(bool withDetails = true, char? decimalMark = null, string? provider = null) =>
    [
        new AnthropicUsageFormat(),
        new AnthropicCostFormat(),
        new AnthropicConsoleUsageFormat(),
        new AnthropicConsoleCostFormat(),
        new OpenAIUsageFormat(),
        new OpenAICostsFormat(),
        new LiteLlmDailyFormat(),
        new LiteLlmLogFormat(withDetails),
        new ClaudeCodeFormat(provider),
        new CodexFormat(provider),
        new GeminiCliFormat(provider),
        new OpenCodeFormat(),
        new FocusFormat(),
        new CurFormat(),
        new AzureFormat(decimalMark),
        new GcpFormat(),
        new OpenRouterFormat(),
        new LangfuseFormat(),
        new BatchFormat("openai-batch-output", isOpenAI: true),
        new BatchFormat("anthropic-batch-results", isOpenAI: false),
        new OtlpFormat(),
        new HeliconeFormat(),
        new DeepSeekFormat(),
    ];
}
