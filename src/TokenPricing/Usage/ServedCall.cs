using System.Text.Json;

namespace TokenPricing.Usage;

/// <summary>Represents what a response says about the call that it answers: what was used, and how the call was served.</summary>
/// <remarks>
/// <para>A response says more than counts. The service tier, the region and the model that served a call decide its price and may differ
/// from what was asked for, and some providers state the cost. A cost of a <see cref="ServedCall"/> uses what was served before what was
/// asked.</para>
/// <para>What no reader understood is in <see cref="Unread"/>: a cost that ignores it may be too low.</para>
/// </remarks>
/// <example>
/// <code>
/// ServedCall call = ServedCall.FromResponse(
///     """{"object":"chat.completion","service_tier":"flex","usage":{"prompt_tokens":1000,"completion_tokens":100}}""");
///
/// ServiceTier? tier = call.ServiceTier;                                               // flex
/// Usd total = PriceCatalog.BuiltIn.CostOf("openai/gpt-5", call, at).Cost.Total;
/// </code>
/// </example>
public sealed record ServedCall
{
    internal ServedCall(ResponseFlavor flavor, TokenUsage usage) => (Flavor, Usage) = (flavor, usage);

    /// <summary>Gets the API that wrote the response.</summary>
    public ResponseFlavor Flavor { get; }

    /// <summary>Gets what the model read and wrote, and the tools that it used.</summary>
    public TokenUsage Usage { get; internal init; }

    /// <summary>
    /// Gets what is billed, request by request, with the model of the requests that another model answered. Usually it is
    /// <see cref="Usage"/> alone.
    /// </summary>
    /// <remarks>
    /// Anthropic bills the <c>iterations</c> of a call, such as a compaction, one by one. Cohere bills <c>billed_units</c>, which are fewer
    /// than the tokens that the model read.
    /// </remarks>
    public ImmutableArray<(TokenUsage Usage, string? Model)> Billed { get; internal init; } = [];

    /// <summary>Gets the tier that served the call; <see langword="null"/> if the response does not say.</summary>
    /// <remarks>
    /// OpenAI's <c>service_tier</c>, Anthropic's <c>service_tier</c> and <c>speed</c>, Google's <c>trafficType</c> and Bedrock's
    /// <c>serviceTier</c>. A tier that was asked for and not served is not billed.
    /// </remarks>
    public ServiceTier? ServiceTier { get; internal init; }

    /// <summary>Gets the region in which the call was served, if its price depends on it; <see langword="null"/> if not.</summary>
    public string? Region { get; internal init; }

    /// <summary>Gets the model as the response names it; <see langword="null"/> if it does not.</summary>
    /// <remarks>Behind a router it is the model that answered, in the spelling of its provider.</remarks>
    public string? Model { get; internal init; }

    /// <summary>
    /// Gets the quality and the size of the images that were drawn, such as <c>high/1024-x-1536</c>, if they are billed by the image;
    /// <see langword="null"/> if they are not, or if the response does not say.
    /// </summary>
    /// <remarks>A price of such images is that of a variant of the model, such as <c>high/1024-x-1536/gpt-image-1</c>.</remarks>
    public string? ImageFormat { get; internal init; }

    /// <summary>Gets the id of the provider, if something in the response is its alone; <see langword="null"/> if not.</summary>
    public string? Provider { get; internal init; }

    /// <summary>Gets the id of the response; <see langword="null"/> if it has none.</summary>
    public string? Id { get; internal init; }

    /// <summary>Gets the cost that the response states; <see langword="null"/> if it states none.</summary>
    /// <remarks>
    /// OpenRouter's <c>cost</c>, Perplexity's <c>total_cost</c>, xAI's <c>cost_in_usd_ticks</c> or the estimate of Pydantic's gateway, with
    /// all its digits. It is never used in place of a price.
    /// </remarks>
    public StatedCost? Stated { get; internal init; }

    /// <summary>Gets the usage if the grounding is billed by the prompt; <see langword="null"/> if that is the same or known.</summary>
    internal TokenUsage? OfOnePrompt { get; init; }

    /// <summary>Gets the numbers in the usage that are in no count; usually empty.</summary>
    public ImmutableArray<UnreadField> Unread { get; internal init; } = [];

    /// <summary>Reads the JSON body of a response, or the body that its stream adds up to.</summary>
    /// <param name="json">
    /// One JSON object, nested at most 64 levels deep, or the text of a stream: server-sent events (<c>data: {…}</c>), one object a line,
    /// or an array of objects.
    /// </param>
    /// <param name="flavor">
    /// The API that wrote the response; <see langword="null"/> to recognize it by its fields, which succeeds only if they leave no doubt
    /// about how the usage is counted.
    /// </param>
    /// <param name="allowUnread">
    /// Whether a number that looks like cached or reasoning tokens, and that the flavor does not have, is only listed in
    /// <see cref="Unread"/>. By default it is an error, because such tokens have prices of their own.
    /// </param>
    /// <returns>What was served.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="json"/> is <see langword="null"/>.</exception>
    /// <exception cref="PricingException">
    /// <see cref="PricingError.UnreadableResponse"/>: the body is not JSON, has no usage, has something other than a count where one is
    /// expected, or has tokens that the flavor does not read.
    /// </exception>
    /// <exception cref="PricingException">
    /// <see cref="PricingError.UnknownResponseFlavor"/>: <paramref name="flavor"/> is <see langword="null"/> and the fields fit no flavor,
    /// or several that count differently.
    /// </exception>
    /// <exception cref="PricingException">
    /// <see cref="PricingError.ContradictoryUsage"/>: a count is negative, or larger than the total that contains it. The message names the
    /// JSON fields.
    /// </exception>
    public static ServedCall FromResponse(
        [StringSyntax(StringSyntaxAttribute.Json)] string json, ResponseFlavor? flavor = null, bool allowUnread = false)
    {
        ArgumentNullException.ThrowIfNull(json);
        using JsonDocument document = ResponseStream.Parse(json);
        return ResponseReader.Read(document.RootElement, flavor, allowUnread);
    }

    /// <inheritdoc cref="FromResponse(string, ResponseFlavor?, bool)"/>
    /// <param name="utf8Json">One JSON object, or the text of a stream, in UTF-8.</param>
    /// <param name="flavor">The API that wrote the response; <see langword="null"/> to recognize it by its fields.</param>
    /// <param name="allowUnread">Whether tokens that the flavor does not have are only listed.</param>
    public static ServedCall FromResponse(ReadOnlyMemory<byte> utf8Json, ResponseFlavor? flavor = null, bool allowUnread = false)
    {
        using JsonDocument document = ResponseStream.Parse(utf8Json);
        return ResponseReader.Read(document.RootElement, flavor, allowUnread);
    }

    /// <inheritdoc cref="FromResponse(string, ResponseFlavor?, bool)"/>
    /// <param name="body">The body as parsed JSON: one object.</param>
    /// <param name="flavor">The API that wrote the response; <see langword="null"/> to recognize it by its fields.</param>
    /// <param name="allowUnread">Whether tokens that the flavor does not have are only listed.</param>
    public static ServedCall FromResponse(JsonElement body, ResponseFlavor? flavor = null, bool allowUnread = false) =>
        ResponseReader.Read(body, flavor, allowUnread);

    /// <summary>Returns the tier at whose prices the call is billed: the one that served it, or else the one that was asked for.</summary>
    /// <param name="asked">The tier that was asked for.</param>
    /// <returns>
    /// <see cref="ServiceTier"/>; <paramref name="asked"/> if the response does not say, and for a batch whose response says standard.
    /// </returns>
    /// <remarks>No provider serves a batch as anything else, and the bodies of OpenAI's batches say <c>default</c>.</remarks>
    public ServiceTier BilledTier(ServiceTier asked) =>
        ServiceTier is { } served && !(asked == Values.ServiceTier.Batch && served == Values.ServiceTier.Standard) ? served : asked;

    /// <summary>Returns the call as a model answered it, where the response does not name the model and its fees depend on it.</summary>
    /// <param name="model">The id of the model that was asked.</param>
    /// <returns>
    /// This call, except for grounding with Google Search: before Gemini 3 a grounded prompt is billed, however many queries it took.
    /// </returns>
    /// <remarks><c>CostOf</c> does so with the model of the offer.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="model"/> is <see langword="null"/>.</exception>
    public ServedCall AnsweredBy(string model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return OfOnePrompt is { } prompt && ToolUses.IsGroundedByPrompt(model)
            ? this with { Usage = prompt, Billed = [(prompt, null)], OfOnePrompt = null }
            : this;
    }

    /// <summary>Determines whether another call says the same, in lists of the same content.</summary>
    public bool Equals(ServedCall? other) =>
        other is not null
        && (Flavor, Usage, ServiceTier, Region, Model) == (other.Flavor, other.Usage, other.ServiceTier, other.Region, other.Model)
        && (ImageFormat, Provider, Id, Stated) == (other.ImageFormat, other.Provider, other.Id, other.Stated)
        && OfOnePrompt == other.OfOnePrompt
        && Billed.AsSpan().SequenceEqual(other.Billed.AsSpan())
        && Unread.AsSpan().SequenceEqual(other.Unread.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Flavor, Usage, ServiceTier, Region, Model, Id, Billed.AsSpan().Length);
}
