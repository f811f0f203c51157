using Microsoft.Extensions.AI;
using NodaTime;

namespace TokenPricing.Extensions.AI;

/// <summary>A call that is about to be made.</summary>
/// <remarks>Immutable; equality is by reference.</remarks>
public sealed class CallRequest
{
    private readonly Func<string?, Offer?> _offerOf;

    /// <summary>Initializes a request.</summary>
    internal CallRequest(
        CallOperation operation,
        Instant at,
        string? provider,
        string? model,
        Func<string?, Offer?> offerOf,
        IReadOnlyList<ChatMessage> messages,
        ChatOptions? options)
    {
        (Operation, At, Provider, Model) = (operation, at, provider, model);
        (_offerOf, Messages, ChatOptions) = (offerOf, messages, options);
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
}
