using System.Globalization;

namespace TokenPricing;

/// <summary>Cells of CSV files for people, who open them in a spreadsheet. Compiled into each package that writes such files.</summary>
internal static class SpreadsheetCell
{
    // With these, a spreadsheet takes a cell for a formula and runs it; the last four are their full-width forms.
    private const string FormulaBeginnings = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    /// <summary>Returns the cell, with an apostrophe before it if a spreadsheet would run it as a formula. A number is none.</summary>
    public static string Inert(string cell) =>
        cell.Length > 0 && FormulaBeginnings.Contains(cell[0], StringComparison.Ordinal)
        && !decimal.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? "'" + cell
            : cell;
}
