namespace TokenPricing.Catalogs;

/// <summary>Whose price list a file is.</summary>
public enum PriceListFormat
{
    /// <summary>genai-prices' <c>data.json</c>: an array of providers with their models.</summary>
    GenaiPrices,

    /// <summary>LiteLLM's <c>model_prices_and_context_window.json</c>: an object keyed by model reference.</summary>
    LiteLlm,

    /// <summary>models.dev's <c>api.json</c>: an object of providers with their models.</summary>
    ModelsDev,

    /// <summary>OpenRouter's answer of <c>/api/v1/models</c>: its models under <c>data</c>, or as a bare array.</summary>
    OpenRouter,
}
