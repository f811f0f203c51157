using System.Collections.Immutable;
using System.Text.Json;

namespace TokenPricing.Tool;

/// <summary>Turns an audit into a report.</summary>
internal static class AuditReport
{
    /// <summary>Returns the audit as a report: the number of findings of each kind, then the findings. JSON contains all of them.</summary>
    /// <param name="audit">The audit.</param>
    /// <param name="limit">The maximum number of findings to show, the most severe first; zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is negative.</exception>
    public static Report ToReport(this CatalogAudit audit, int limit = 50)
    {
        ArgumentNullException.ThrowIfNull(audit);
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        int left = Math.Max(0, audit.Findings.Length - limit);
        return new Report(
            "Audit of the catalog",
            Lead(audit),
            [
                new("Kinds", [new ReportTable(["Finding", "Severity", "Number"], [.. Kinds(audit)], isNumeric: true)]),
                new("Findings",
                [
                    new ReportTable(
                        ["Finding", "Offer", "Meter", "Price", "Expected", "Why"],
                        [.. audit.Findings.Take(limit).Select(Row)],
                        isNumeric: false),
                    new Paragraph(left > 0 ? $"{ToolText.Number(left)} more are not shown here; JSON and CSV have all." : ""),
                ]),
            ],
            json => WriteJson(json, audit));
    }

    /// <summary>Returns the opening sentence.</summary>
    private static string Lead(CatalogAudit audit)
    {
        if (audit.RecordedThrough is not { } day)
        {
            return "The catalog is empty.";
        }

        int errors = audit.CountAtLeast(AuditSeverity.Error);
        int warnings = audit.CountAtLeast(AuditSeverity.Warning) - errors;
        int notes = audit.Findings.Length - errors - warnings;
        return $"{ToolText.Count(errors, "error")}, {ToolText.Count(warnings, "warning")} and {ToolText.Count(notes, "note")} at "
            + $"{ToolText.Count(audit.Offers, "offer")}; prices on {ToolText.Date(day)}.";
    }

    /// <summary>Returns a table row for each kind and severity.</summary>
    private static IEnumerable<ImmutableArray<string>> Kinds(CatalogAudit audit) => audit.Findings
        .GroupBy(f => (Kind: f.KindId, Severity: ToolText.Lower(f.Severity)))
        .Select(g => ImmutableArray.Create(g.Key.Kind, g.Key.Severity, ToolText.Number(g.Count())));

    private static ImmutableArray<string> Row(AuditFinding finding) =>
    [
        $"{ToolText.Lower(finding.Severity)}: {finding.KindId}",
        finding.Provider is null ? finding.Model : $"{finding.Provider}/{finding.Model}",
        finding.Meter is { } meter ? ReportValues.MeterAndCondition(meter, finding.Condition) : "",
        finding.Value?.ToString() ?? "",
        finding.Expected,
        $"{finding.Explanation} ({finding.Source}, {ToolText.Date(finding.Recorded)})",
    ];

    private static void WriteJson(Utf8JsonWriter json, CatalogAudit audit)
    {
        json.WriteStartObject();
        json.WriteDate("asOf", audit.RecordedThrough);
        json.WriteNumber("offers", audit.Offers);
        json.WriteNumber("staleAfterDays", audit.StaleAfterDays);
        json.WriteStartArray("kinds");
        foreach (IGrouping<(string Kind, string Severity), AuditFinding> kind in audit.Findings
            .GroupBy(f => (Kind: f.KindId, Severity: ToolText.Lower(f.Severity))))
        {
            json.WriteStartObject();
            json.WriteString("kind", kind.Key.Kind);
            json.WriteString("severity", kind.Key.Severity);
            json.WriteNumber("findings", kind.Count());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("findings");
        foreach (AuditFinding finding in audit.Findings)
        {
            Write(json, finding);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, AuditFinding finding)
    {
        json.WriteStartObject();
        json.WriteString("kind", finding.KindId);
        json.WriteString("severity", ToolText.Lower(finding.Severity));
        json.WriteString("provider", finding.Provider);
        json.WriteString("model", finding.Model);
        json.WriteString("meter", finding.Meter?.Id);
        json.WriteCondition(finding.Condition);
        json.WriteNumberOrNull("usd", finding.Value?.Usd);
        json.WriteNumberOrNull("per", finding.Value?.Per);
        json.WriteString("expected", finding.Expected);
        json.WriteString("source", finding.Source);
        json.WriteDate("recorded", finding.Recorded);
        json.WriteString("explanation", finding.Explanation);
        json.WriteEndObject();
    }
}
