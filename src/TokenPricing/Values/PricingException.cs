namespace TokenPricing;

/// <summary>The exception that is thrown when a price or a usage cannot be determined from the data.</summary>
/// <remarks>
/// <see cref="Error"/> is the reason as a code. The message names what was asked for, why it has no answer, and what to
/// change. Invalid arguments throw the exceptions of the base class library instead, such as
/// <see cref="ArgumentOutOfRangeException"/>.
/// </remarks>
public sealed class PricingException : Exception
{
    /// <summary>Initializes an exception with a reason and a message.</summary>
    /// <param name="error">The reason.</param>
    /// <param name="message">What was asked for, why it has no answer, and what to change.</param>
    public PricingException(PricingError error, string message)
        : base(message) => Error = error;

    /// <summary>Gets the reason, by which programs can tell errors apart.</summary>
    public PricingError Error { get; }
}
