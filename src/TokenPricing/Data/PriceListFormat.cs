namespace TokenPricing;

/// <summary>Whose price list a file is.</summary>
public enum PriceListFormat
{
    /// <summary>genai-prices' <c>data.json</c>: an array of providers with their models.</summary>
    GenaiPrices,

    /// <summary>LiteLLM's <c>model_prices_and_context_window.json</c>: an object keyed by model reference.</summary>
    LiteLlm,
}
