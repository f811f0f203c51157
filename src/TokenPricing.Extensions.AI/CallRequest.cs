using Microsoft.Extensions.AI;
using NodaTime;

namespace TokenPricing.Extensions.AI;

/// <summary>What is known of a call before it is made.</summary>
/// <remarks>Immutable; equality is by reference.</remarks>
public sealed class CallRequest
{
    private readonly UsagePricing _pricing;

    internal CallRequest(CallOperation operation, Instant at, string? provider, string? model, UsagePricing pricing, IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        (Operation, At, Provider, Model) = (operation, at, provider, model);
        (_pricing, Messages, ChatOptions) = (pricing, messages, options);
    }

    /// <summary>What is asked for.</summary>
    public CallOperation Operation { get; }

    /// <summary>When the call began; its prices are those of this instant.</summary>
    public Instant At { get; }

    /// <summary>Who sells it, as <see cref="CostTrackingOptions.Provider"/> or else the client calls it; <see langword="null"/>: neither says.</summary>
    public string? Provider { get; }

    /// <summary>The model asked for: that of the call's options, or else the client's default; <see langword="null"/>: neither says. The response may name another.</summary>
    public string? Model { get; }

    /// <summary>The offer of the model asked for in the present prices; <see langword="null"/>: its price is not known.</summary>
    public Offer? Offer => _pricing.OfferOf(Model);

    /// <summary>The messages of a chat; empty for embeddings, and where they come as a sequence and no <see cref="CostTrackingOptions.Before"/> looks at them.</summary>
    public IReadOnlyList<ChatMessage> Messages { get; }

    /// <summary>The call's options, such as the most output tokens; <see langword="null"/>: none, or embeddings.</summary>
    public ChatOptions? ChatOptions { get; }
}
