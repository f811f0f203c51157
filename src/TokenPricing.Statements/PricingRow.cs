using NodaTime;

namespace TokenPricing.Statements;

/// <summary>One row of a file of calls to be priced.</summary>
/// <param name="Line">The line of the file on which it begins, from 1.</param>
internal sealed record PricingRow(long Line)
{
    /// <summary>The row's cells as they stand in a CSV file, which are written back; empty for a file of another format.</summary>
    public string[] Cells { get; init; } = [];

    /// <summary>The row's id as it stands in the file, in the file's own notation; <see langword="null"/>: none.</summary>
    public string? Id { get; set; }

    public string Provider { get; set; } = "";

    public string Model { get; set; } = "";

    /// <summary>When the call was made; <see langword="null"/>: the newest day of the prices.</summary>
    public Instant? At { get; set; }

    /// <summary>The name of the service tier; <see langword="null"/>: standard.</summary>
    public string? ServiceTier { get; set; }

    /// <summary>Where the call was processed; <see langword="null"/>: not asked for.</summary>
    public string? Region { get; set; }

    /// <summary>What was used; <see langword="null"/> where that could not be read.</summary>
    public TokenUsage? Usage { get; set; }

    /// <summary>What is wrong with the row; <see langword="null"/>: it can be priced, unless the prices say otherwise.</summary>
    public RowError? Error { get; set; }

    /// <summary>The tier that two fields name together.</summary>
    /// <exception cref="RowException">They contradict each other.</exception>
    public static string? Tier(string? serviceTier, bool isBatch)
    {
        const string Batch = "batch";
        string? named = string.IsNullOrEmpty(serviceTier) || serviceTier.Equals("standard", StringComparison.OrdinalIgnoreCase) ? null : serviceTier;
        if (!isBatch)
        {
            return named;
        }

        return named is null || named.Equals(Batch, StringComparison.OrdinalIgnoreCase)
            ? Batch
            : throw new RowException(RowErrors.InvalidRow, $"batch is true and service_tier is '{named}': a call has one tier.");
    }

    /// <exception cref="RowException">The text is not a moment.</exception>
    public static Instant? Moment(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return MomentText.Parse(text)
            ?? throw new RowException(RowErrors.InvalidRow, $"at is '{text}': expected an instant such as 2026-04-24T13:00:00Z, or a date such as 2026-04-24.");
    }
}
