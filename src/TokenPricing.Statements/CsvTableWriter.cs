using System.Collections.Immutable;
using System.Globalization;
using CsvHelper;
using NodaTime.Text;

namespace TokenPricing.Statements;

/// <summary>Writes a table as CSV. Texts that a spreadsheet would run as formulas are marked.</summary>
internal sealed class CsvTableWriter(Stream output) : TableWriter
{
    private readonly CsvWriter _csv = CsvWriter.Create(output, CsvWriterOptions.Default with { NewLine = "\n" }, leaveOpen: true);
    private readonly List<string> _cells = [];

    public override void Begin(ImmutableArray<TableColumn> columns) =>
        _csv.WriteRecord([.. columns.Select(c => SpreadsheetCell.Inert(c.Name))]);

    public override void AddText(string? value) => _cells.Add(SpreadsheetCell.Inert(value ?? ""));

    public override void AddCount(long? value) => _cells.Add(value?.ToString(CultureInfo.InvariantCulture) ?? "");

    public override void AddAmount(decimal? value) => _cells.Add(value is { } amount ? AmountText.Of(new Usd(amount)) : "");

    public override void AddTime(Instant? value) => _cells.Add(value is { } at ? InstantPattern.ExtendedIso.Format(at) : "");

    public override void EndRow()
    {
        _csv.WriteRecord([.. _cells]);
        _cells.Clear();
    }

    protected override void Dispose(bool disposing) => _csv.Dispose();
}
