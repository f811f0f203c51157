using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>Why a row has no cost.</summary>
/// <param name="Code">A stable code for programs, such as <c>unknown_model</c>: one of <see cref="All"/>.</param>
/// <param name="Message">What is wrong, and what was expected.</param>
public sealed record RowError(string Code, string Message)
{
    internal const string InvalidJson = "invalid_json";
    internal const string InvalidRow = "invalid_row";
    internal const string UnknownField = "unknown_field";

    internal const string ContradictoryCounts = "contradictory_usage";

    private const string Overflow = "overflow";

    /// <summary>Every code, with its meaning as the message.</summary>
    public static ImmutableArray<RowError> All { get; } =
    [
        new(InvalidJson, "the line is not one JSON object in UTF-8, or has a key twice"),
        new(InvalidRow, "a field is missing or has a wrong form"),
        new(UnknownField, "the usage has a field that is not the name of a meter"),
        new(CodeOf(PricingError.ContradictoryUsage), "a part is larger than its total, a count is negative, or a total is missing"),
        new(CodeOf(PricingError.UnknownResponseFlavor), "several providers have responses like this one: name its flavor"),
        new(CodeOf(PricingError.UnreadableResponse), "the response does not have the form of its flavor, or has no usage"),
        new(CodeOf(PricingError.UnknownProvider), "no provider has this id"),
        new(CodeOf(PricingError.UnknownModel), "no model has this id"),
        new(CodeOf(PricingError.UnknownOffer), "the provider does not offer the model"),
        new(CodeOf(PricingError.NameTooLong), "the name of the model or the provider has more than 512 characters"),
        new(CodeOf(PricingError.NoPublishedPrice), "no source publishes a price of the offer"),
        new(CodeOf(PricingError.NoPriceAtInstant), "no price of the offer is known for this time"),
        new(CodeOf(PricingError.NotReleased), "the time is before the release of the model"),
        new(CodeOf(PricingError.MissingRate), "a part of the usage has no price"),
        new(CodeOf(PricingError.UnknownServiceTier), "the offer does not price the service tier"),
        new(CodeOf(PricingError.UnknownRegion), "the offer does not price the region"),
        new(Overflow, "the counts or the costs are too large for an exact result"),
    ];

    /// <summary>The error of counts or costs that are too large for an exact result.</summary>
    internal static RowError TooLarge { get; } = new(Overflow, "The counts or the costs are too large for an exact result.");

    /// <summary>Returns an error of a kind, with its message.</summary>
    internal static RowError Of(PricingError error, string message) => new(CodeOf(error), message);

    /// <summary>Returns the error of a <see cref="PricingException"/>. Any other exception is taken for an overflow.</summary>
    internal static RowError Of(Exception exception) => exception is not PricingException known ? TooLarge : new(
        CodeOf(known.Error),
        known.Error switch
        {
            PricingError.ContradictoryUsage => known.Message.Replace(
                "If the counts share nothing, use FromParts.",
                "Counts are totals: the input contains the cached tokens, the output the reasoning.",
                StringComparison.Ordinal)
                .Replace(" requests, of which", " request_fees, of which", StringComparison.Ordinal)
                .Replace(" than requests (", " than request_fees (", StringComparison.Ordinal),
            PricingError.UnknownServiceTier => $"{known.Message} (--missing-tier standard)",
            PricingError.UnknownOffer => Shortened(known.Message),
            _ => known.Message,
        });

    /// <summary>
    /// Returns the error of a line that is not JSON, without the line number of System.Text.Json, which counts within one row.
    /// </summary>
    internal static RowError NotJson(JsonException exception)
    {
        string reason = exception.Message.Split(" LineNumber:")[0];
        return new RowError(
            InvalidJson,
            reason.Contains("after a single JSON value", StringComparison.Ordinal) ? "The line has more than one JSON value."
            : reason.Contains("reached end of data", StringComparison.Ordinal)
                ? "The line is not JSON: it ends in the middle of a value. The file was cut off, or a line break is wrong."
            : exception.BytePositionInLine is { } position
                ? FormattableString.Invariant($"The line is not JSON: {reason} At byte {position + 1}.")
            : $"The line is not JSON: {reason}");
    }

    /// <summary>Returns the error of a row that has not as many cells as the header has columns.</summary>
    /// <param name="cells">The cells of the row.</param>
    /// <param name="columns">The columns of the header.</param>
    /// <param name="separator">The separator of the file.</param>
    internal static RowError WrongCells(int cells, int columns, char separator) => new(InvalidRow, string.Create(
        CultureInfo.InvariantCulture,
        $"The row has {cells} cells and the header {columns} columns: ") + (cells > columns
            ? $"put a cell that contains '{separator}' in quotes"
                + (separator == ',' ? ", or separate the cells by semicolons if commas are decimal marks." : ".")
            : "a cell is missing, or the file was cut off here."));

    /// <summary>Returns a message with the first of many names, which are separated by commas.</summary>
    private static string Shortened(string message)
    {
        const int Most = 8;
        string[] parts = message.Split(", ");
        return parts.Length <= Most + 1
            ? message
            : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", parts[..Most])} and {parts.Length - Most} others.");
    }

    /// <summary>Returns the name in lower case with underscores: <c>unknown_model</c>.</summary>
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
