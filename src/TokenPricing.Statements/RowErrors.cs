using System.Collections.Immutable;
using System.Text;

namespace TokenPricing.Statements;

/// <summary>The codes of <see cref="RowError"/>, which programs may rely on.</summary>
internal static class RowErrors
{
    public const string InvalidJson = "invalid_json";
    public const string InvalidRow = "invalid_row";
    public const string UnknownField = "unknown_field";
    public const string Overflow = "overflow";

    /// <summary>Every code there is, and what it means: the one place that documents them.</summary>
    public static ImmutableArray<(string Code, string Meaning)> All { get; } =
    [
        (InvalidJson, "the line is not one JSON object in UTF-8, or names a key twice"),
        (InvalidRow, "a field is missing or is not of the form it should have"),
        (UnknownField, "the usage has a field that no meter is called"),
        (CodeOf(PricingError.ContradictoryUsage), "a part is larger than its total, a count is negative, or a total is missing"),
        (CodeOf(PricingError.UnknownResponseFlavor), "the response may be of several providers' kinds: name its flavor"),
        (CodeOf(PricingError.UnreadableResponse), "the response is not of its flavor, or has no usage"),
        (CodeOf(PricingError.UnknownProvider), "no provider has this id"),
        (CodeOf(PricingError.UnknownModel), "no model has this id"),
        (CodeOf(PricingError.UnknownOffer), "the provider does not offer the model"),
        (CodeOf(PricingError.NoPublishedPrice), "no source publishes a price of the offer"),
        (CodeOf(PricingError.NoPriceAtInstant), "no price is known to hold at that time"),
        (CodeOf(PricingError.MissingRate), "something was used that has no price"),
        (CodeOf(PricingError.UnknownServiceTier), "the offer does not price the service tier"),
        (CodeOf(PricingError.UnknownRegion), "the offer does not price the region"),
        (Overflow, "the counts or the costs are too large to be held exactly"),
    ];

    public static RowError TooLarge { get; } = new(Overflow, "The counts or the costs are too large to be held exactly.");

    /// <summary>What a <see cref="PricingException"/> says; any other exception is that something is too large.</summary>
    public static RowError Of(Exception exception) => exception is PricingException known ? new(CodeOf(known.Error), known.Message) : TooLarge;

    /// <summary>The name in lower case with underscores: <c>unknown_model</c>.</summary>
    private static string CodeOf(PricingError error)
    {
        StringBuilder code = new();
        foreach (char c in error.ToString())
        {
            code.Append(char.IsAsciiLetterUpper(c) && code.Length > 0 ? "_" : "").Append(char.ToLowerInvariant(c));
        }

        return code.ToString();
    }
}
