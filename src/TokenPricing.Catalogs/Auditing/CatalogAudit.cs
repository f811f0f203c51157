using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing.Catalogs;

/// <summary>What is wrong or doubtful in a catalog.</summary>
[TypeFormatterSource]
public sealed class CatalogAudit
{
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
                .ThenBy(f => f.Meter?.Index),
        ];
    }

    /// <summary>The day of the prices that were looked at; <see langword="null"/> for an empty catalog.</summary>
    public LocalDate? RecordedThrough { get; }

    /// <summary>How many offers were looked at.</summary>
    public int Offers { get; }

    /// <summary>After how many days an offer was held to be stale.</summary>
    public int StaleAfterDays { get; }

    /// <summary>The findings, the worst first, then by kind, model, provider and meter.</summary>
    public ImmutableArray<AuditFinding> Findings { get; }

    /// <summary>How many findings are at least this bad.</summary>
    /// <param name="severity">The severity.</param>
    public int CountAtLeast(AuditSeverity severity) => Findings.Count(f => f.Severity >= severity);

    /// <summary>How much was found, such as <c>2 errors, 14 warnings and 3 notes of 120 offers</c>.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Count(AuditSeverity.Error)} errors, {Count(AuditSeverity.Warning)} warnings and {Count(AuditSeverity.Note)} notes of {Offers} offers");

    private int Count(AuditSeverity severity) => Findings.Count(f => f.Severity == severity);
}
