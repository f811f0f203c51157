using System.Collections.Immutable;
using System.Globalization;

namespace TokenPricing.Catalogs;

/// <summary>The findings of an audit: what is wrong or doubtful in a catalog.</summary>
/// <remarks>Immutable; equality is by reference.</remarks>
[TypeFormatterSource]
public sealed class CatalogAudit
{
    private static readonly string[] Header =
        ["severity", "kind", "provider", "model", "meter", "condition", "usd", "per", "expected", "source", "recorded", "explanation"];

    /// <summary>Initializes an audit and sorts its findings.</summary>
    internal CatalogAudit(LocalDate? recordedThrough, int offers, int staleAfterDays, IEnumerable<AuditFinding> findings)
    {
        (RecordedThrough, Offers, StaleAfterDays) = (recordedThrough, offers, staleAfterDays);
        Findings =
        [
            .. findings
                .OrderByDescending(f => f.Severity)
                .ThenBy(f => f.Kind)
                .ThenBy(f => f.Model, StringComparer.OrdinalIgnoreCase)
                .ThenBy(f => f.Provider, StringComparer.OrdinalIgnoreCase)
                .ThenBy(f => f.Meter is { } meter ? MeterOrder.Of(meter) : -1),
        ];
    }

    /// <summary>The newest day of the catalog, as of which it was audited; <see langword="null"/> for an empty catalog.</summary>
    public LocalDate? RecordedThrough { get; }

    /// <summary>The number of offers that were audited.</summary>
    public int Offers { get; }

    /// <summary>The number of days without a new record after which an offer was reported as stale.</summary>
    public int StaleAfterDays { get; }

    /// <summary>The findings, the most severe first, then by kind, model, provider and meter.</summary>
    public ImmutableArray<AuditFinding> Findings { get; }

    /// <summary>Returns the number of findings that are at least this severe.</summary>
    /// <param name="severity">The lowest severity that is counted.</param>
    public int CountAtLeast(AuditSeverity severity) => Findings.Count(f => f.Severity >= severity);

    /// <summary>Writes all findings as CSV in UTF-8, a header followed by one line per finding.</summary>
    /// <param name="stream">The stream to write to, which is left open.</param>
    /// <exception cref="IOException">The stream could not be written.</exception>
    public void WriteCsv(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        CsvFile.Write(stream, Header, Findings.Select(f => new[]
        {
            f.SeverityId, f.KindId, f.Provider, f.Model, f.Meter?.Id, f.Condition.ToString(), f.Value is { } rate
                ? ExactNumber.Format(rate.Usd)
                : null,
            f.Value is { } price ? ExactNumber.Format(price.Per) : null, f.Expected, f.Source, FactText.Of(f.Recorded), f.Explanation,
        }));
    }

    /// <summary>Returns the number of findings by severity, such as <c>2 errors, 14 warnings and 3 notes of 120 offers</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Count(AuditSeverity.Error)} errors, {Count(AuditSeverity.Warning)} warnings and "
        + $"{Count(AuditSeverity.Note)} notes of {Offers} offers");

    private int Count(AuditSeverity severity) => Findings.Count(f => f.Severity == severity);
}
