namespace TokenPricing.Values;

/// <summary>Specifies whether a meter counts what goes into a model or what comes out of it.</summary>
internal enum MeterDirection
{
    /// <summary>
    /// No single direction: requests, searches, seconds of audio that may go either way. The default.
    /// </summary>
    Neither,

    /// <summary>What is sent to the model: prompts, documents, cached context.</summary>
    Input,

    /// <summary>What the model produces: completions, reasoning, generated images.</summary>
    Output,
}
