using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using NodaTime.Text;

namespace TokenPricing.Catalogs;

/// <summary>
/// A catalog that a source gave and that was not believed. It is kept apart until a person accepts it or a better one arrives.
/// </summary>
/// <remarks>Accept it with <see cref="CatalogRefresher.Accept"/>. Immutable; equality is by reference.</remarks>
public sealed class DoubtedCatalog
{
    private const int MostShown = 25;

    private readonly Lazy<CatalogDiff> _difference;

    internal DoubtedCatalog(
        PriceCatalog prices,
        PriceCatalog present,
        Instant at,
        string source,
        ImmutableArray<string> reasons,
        ImmutableArray<PriceShift> shifts,
        CatalogVersion? version)
    {
        (Prices, At, Source, Reasons, Shifts, Version) = (prices, at, source, reasons, shifts, version);
        Fingerprint = CatalogSignature.FingerprintOf(prices);
        _difference = new Lazy<CatalogDiff>(() => present.DiffTo(prices));
    }

    /// <summary>The catalog.</summary>
    public PriceCatalog Prices { get; }

    /// <summary>When it was first offered.</summary>
    public Instant At { get; }

    /// <summary>The source, without user name, password and query.</summary>
    public string Source { get; }

    /// <summary>Why it is not believed, as sentences; at least one.</summary>
    public ImmutableArray<string> Reasons { get; }

    /// <summary>The largest change of each offer whose price would change, the largest first.</summary>
    public ImmutableArray<PriceShift> Shifts { get; }

    /// <summary>
    /// The SHA-256 of the catalog's files, 64 hexadecimal digits: what a person accepts. Equal catalogs have equal fingerprints.
    /// </summary>
    public string Fingerprint { get; }

    /// <summary>Everything that differs from the catalog that was in use.</summary>
    public CatalogDiff Difference => _difference.Value;

    /// <summary>The version that the source states.</summary>
    internal CatalogVersion? Version { get; }

    /// <summary>Returns a report in Markdown: the reasons, the largest changes, and how to accept the catalog.</summary>
    public string ToReport()
    {
        StringBuilder report = new();
        report.Append("# Prices that are not believed\n\n");
        report.Append(CultureInfo.InvariantCulture, $"Offered by {Source} at {InstantPattern.General.Format(At)}; not in use.\n\n");
        report.Append("## Why\n\n");
        foreach (string reason in Reasons)
        {
            report.Append(CultureInfo.InvariantCulture, $"- {reason}\n");
        }

        report.Append(CultureInfo.InvariantCulture, $"\n## Largest of {Shifts.Length:N0} changes\n\n");
        foreach (PriceShift shift in Shifts.Take(MostShown))
        {
            report.Append(CultureInfo.InvariantCulture, $"- `{shift.ToString().Replace('`', '\'')}`\n");
        }

        return report.Append("\n## To accept them\n\nCall `Accept`, or add the fingerprint to the accepted ones:\n\n    ")
            .Append(Fingerprint).Append('\n').ToString();
    }

    /// <summary>Returns the reasons, one sentence after another, and the fingerprint.</summary>
    public override string ToString() => $"{string.Join(' ', Reasons)} Fingerprint: {Fingerprint}.";

    /// <summary>
    /// Writes the catalog, the report and all differences into a folder of its own; an earlier one of the same catalog stays.
    /// </summary>
    /// <param name="folder">The folder that holds all doubted catalogs; <see langword="null"/> to write nothing.</param>
    /// <exception cref="IOException">The folder could not be written.</exception>
    internal void Save(string? folder)
    {
        string path = Path.Combine(folder ?? "", Fingerprint[..16]);
        if (folder is null || Directory.Exists(path))
        {
            return;
        }

        // Under its own name only when it is complete.
        string incomplete = $"{path}.{Guid.NewGuid():N}.tmp";
        Prices.Save(Path.Combine(incomplete, "prices"));
        File.WriteAllText(Path.Combine(incomplete, "report.md"), ToReport());
        using (FileStream changes = File.Create(Path.Combine(incomplete, "changes.csv")))
        {
            Difference.WriteCsv(changes);
        }

        Directory.Move(incomplete, path);
    }
}
