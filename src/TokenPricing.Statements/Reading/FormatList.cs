namespace TokenPricing.Statements;

/// <summary>The formats that are recognized by their fields.</summary>
internal static class FormatList
{
    /// <summary>Returns new readers, in the order in which they are asked.</summary>
    public static RecordFormat[] Create() =>
    [
        new AnthropicUsageFormat(),
        new AnthropicCostFormat(),
        new AnthropicConsoleUsageFormat(),
        new AnthropicConsoleCostFormat(),
        new OpenAIUsageFormat(),
        new OpenAICostsFormat(),
        new LiteLlmDailyFormat(),
        new LiteLlmLogFormat(),
        new ClaudeCodeFormat(),
        new CodexFormat(),
        new GeminiCliFormat(),
        new OpenCodeFormat(),
        new FocusFormat(),
        new CurFormat(),
        new AzureFormat(),
        new GcpFormat(),
        new OpenRouterFormat(),
        new LangfuseFormat(),
        new BatchFormat("openai-batch-output", "openai", isOpenAI: true),
        new BatchFormat("anthropic-batch-results", "anthropic", isOpenAI: false),
        new OtlpFormat(),
        new HeliconeFormat(),
        new DeepSeekFormat(),
    ];
}
