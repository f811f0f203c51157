using Microsoft.Extensions.AI;
using NodaTime;

namespace TokenPricing.Extensions.AI;

/// <summary>A call that is about to be made.</summary>
/// <remarks>Immutable; equality is by reference.</remarks>
public sealed class CallRequest
{
    private readonly Func<string?, Offer?> _offerOf;
    private readonly Func<CallRequest, Offer, long, long, MaxCostOptions?, Usd?> _mostOf;

    /// <summary>Initializes a request.</summary>
    internal CallRequest(
        CallOperation operation,
        Instant at,
        string? provider,
        string? model,
        Func<string?, Offer?> offerOf,
        Func<CallRequest, Offer, long, long, MaxCostOptions?, Usd?> mostOf,
        IReadOnlyList<ChatMessage> messages,
        ChatOptions? options)
    {
        (Operation, At, Provider, Model) = (operation, at, provider, model);
        (_offerOf, _mostOf, Messages, ChatOptions) = (offerOf, mostOf, messages, options);
    }

    /// <summary>The operation.</summary>
    public CallOperation Operation { get; }

    /// <summary>When the call began; it is priced as of this instant.</summary>
    public Instant At { get; }

    /// <summary>
    /// The provider according to <see cref="CostTrackingOptions.Provider"/> or else the client; <see langword="null"/> if neither states
    /// one.
    /// </summary>
    public string? Provider { get; }

    /// <summary>
    /// The requested model: that of the call's options, or else the client's default; <see langword="null"/> if neither states one. The
    /// response can state another.
    /// </summary>
    public string? Model { get; }

    /// <summary>The offer of the requested model in the current prices; <see langword="null"/> if there is none.</summary>
    public Offer? Offer => _offerOf(Model);

    /// <summary>
    /// The messages of a chat. Empty for embeddings, and for a sequence that is not a list if there is no
    /// <see cref="CostTrackingOptions.Before"/>.
    /// </summary>
    public IReadOnlyList<ChatMessage> Messages { get; }

    /// <summary>
    /// The options of the call, such as the maximum number of output tokens; <see langword="null"/> for none and for embeddings.
    /// </summary>
    public ChatOptions? ChatOptions { get; }

    /// <summary>
    /// Whether the call goes on with a response that was begun before: it fetches what is made in the background, or the rest of a stream.
    /// </summary>
    internal bool IsContinued => ChatOptions?.ContinuationToken is not null;

    /// <summary>
    /// Returns the most that so many tokens can cost as the call is priced: its options, and the region of its address;
    /// <see langword="null"/> if that is not known.
    /// </summary>
    internal Usd? MaxCostOf(Offer? offer, long input, long output, MaxCostOptions? how) =>
        offer is null ? null : _mostOf(this, offer, input, output, how);
}
