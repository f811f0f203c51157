namespace TokenPricing;

/// <summary>A question about prices that has no answer, with the reason as a code and what to do in the message.</summary>
public sealed class PricingException : Exception
{
    /// <summary>An exception for <paramref name="error"/>.</summary>
    /// <param name="error">Why there is no answer.</param>
    /// <param name="message">What was asked, why it has no answer, and what would have one.</param>
    public PricingException(PricingError error, string message)
        : base(message) => Error = error;

    /// <summary>Why there is no answer.</summary>
    public PricingError Error { get; }
}
