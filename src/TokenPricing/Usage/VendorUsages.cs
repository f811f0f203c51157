namespace TokenPricing.Usage;

/// <summary>Finds what a library passes on of its vendor's own response: the Vercel AI SDK and LangChain.</summary>
/// <remarks>
/// <para>A library's own counts lose what has a price of its own, such as an hour of cache, audio or the tier. The vendor's are read where
/// they are whole and no fewer than the library's, which may add up several steps of which the vendor's are the last.</para>
/// <para>Source: Vercel, AI SDK, <c>LanguageModelUsage</c>, and the metadata of its providers; LangChain, <c>AIMessage</c>.</para>
/// </remarks>
internal static class VendorUsages
{
    private static readonly string[] Names = ["usage", "token_usage", "usageMetadata", "usage_metadata"];
    private static readonly string[] Told = [.. Names, "serviceTier", "cacheCreationInputTokens"];

    /// <summary>
    /// Returns the object in which a library passes on what its vendor said; <see langword="null"/> if there is none or the response is not
    /// of a library.
    /// </summary>
    /// <param name="flavor">The flavor of the body.</param>
    /// <param name="body">The body. The AI SDK has an object for each provider, such as a gateway and the vendor behind it.</param>
    public static JsonLocation? HolderOf(ResponseFlavor flavor, JsonLocation body) =>
        flavor == ResponseFlavor.LangChain ? body.Find("response_metadata") is { IsObject: true } metadata ? metadata : null
        : flavor == ResponseFlavor.AiSdk ? body.Find("providerMetadata")?.Inside.ToArray().FirstOrDefault(v => v.HasAny(Told))
        : null;

    /// <summary>Returns the vendor's own usage; <see langword="null"/> if the library does not pass it on.</summary>
    /// <param name="flavor">The flavor of the body.</param>
    /// <param name="usage">The library's usage.</param>
    /// <param name="holder">What <see cref="HolderOf"/> returned.</param>
    public static JsonLocation? UsageOf(ResponseFlavor flavor, JsonLocation usage, JsonLocation? holder) =>
        flavor == ResponseFlavor.AiSdk && usage.Find("raw") is { IsObject: true } raw ? raw
        : holder?.FindAny(Names) is { IsObject: true } found ? found : null;

    /// <summary>Reads the vendor's own usage.</summary>
    /// <param name="theirs">The usage.</param>
    /// <param name="envelope">The object that says how the call was served.</param>
    /// <param name="library">The counts of the library, which are added where the vendor's do not have them.</param>
    /// <returns>
    /// The counts with their flavor; <see langword="null"/> if the flavor is in doubt, or if the library's counts are the better ones.
    /// </returns>
    public static (ResponseFlavor Flavor, UsageCounts Counts)? Read(JsonLocation theirs, JsonLocation envelope, UsageCounts library)
    {
        if (ResponseRecognition.Find(envelope, theirs) is not { } flavor || flavor == ResponseFlavor.AiSdk
            || UsageReaders.Read(flavor, theirs, envelope) is not { } counts
            || counts.Of(Meter.Input) is null || counts.Of(Meter.Output) is null)
        {
            return null;
        }

        TokenUsage[] billed = [.. BilledUsages.Of(flavor, theirs, counts.ToUsage()).Select(b => b.Usage)];
        return IsAll(Meter.Input) && IsAll(Meter.Output) ? (flavor, counts.AddRest(library)) : null;

        bool IsAll(Meter meter) => library.Of(meter) is not { } sum || billed.Sum(b => (decimal)b.TokensOf(meter)) >= sum.Value;
    }
}
