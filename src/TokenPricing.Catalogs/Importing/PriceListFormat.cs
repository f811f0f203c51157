namespace TokenPricing.Catalogs;

/// <summary>The format of a price list.</summary>
public enum PriceListFormat
{
    /// <summary>genai-prices' <c>data.json</c>: an array of providers with their models.</summary>
    GenaiPrices,

    /// <summary>LiteLLM's <c>model_prices_and_context_window.json</c>: an object keyed by model reference.</summary>
    LiteLlm,

    /// <summary>models.dev's <c>api.json</c>: an object of providers with their models.</summary>
    ModelsDev,

    /// <summary>OpenRouter's response of <c>/api/v1/models</c>: an array of models, with or without an object around it.</summary>
    OpenRouter,

    /// <summary>pi-ai's model tables: an object of APIs with their models, or the same in the shape of models.dev.</summary>
    PiAi,

    /// <summary>
    /// A file of Portkey's <c>pricing</c>: an object of the models of one provider, whom the file does not name.
    /// </summary>
    Portkey,

    /// <summary>modelpricewatch's <c>models.json</c>: an array of models at their providers.</summary>
    ModelPriceWatch,
}
