using System.Globalization;

namespace TokenPricing.Statements;

/// <summary>
/// Numbers of a file in which some are written as in its author's country. What the decimal mark is, the option says; without it, a number
/// that can only be read in one way says it for its row and those after it.
/// </summary>
internal sealed class NumberMarks(char? option)
{
    private char? _told;

    /// <summary>Begins a file.</summary>
    public void Begin() => _told = null;

    /// <summary>Looks at the numbers of a row, before they are read.</summary>
    public void Look(IEnumerable<string?> texts)
    {
        foreach (string? text in texts)
        {
            _told = Told(text) ?? _told;
        }
    }

    /// <summary>Reads a number.</summary>
    /// <exception cref="RowException">It is none, or it may be one of two.</exception>
    public decimal Number(string field, string text)
    {
        char? known = option ?? _told;
        if (known is null && IsGrouped(text, ','))
        {
            throw new RowException(
                RowError.InvalidRow,
                $"{field} is '{SourceText.Shown(text)}', and nothing says whether the comma is a decimal mark: say it with --decimal , or "
                + "--decimal .");
        }

        char mark = known ?? '.';
        char thousands = mark == '.' ? ',' : '.';
        bool isWell = !text.Contains(thousands, StringComparison.Ordinal) || IsGrouped(text.Split(mark)[0], thousands);
        string plain = text.Replace(thousands.ToString(), "", StringComparison.Ordinal).Replace(mark, '.');
        return isWell && decimal.TryParse(plain, Styles, CultureInfo.InvariantCulture, out decimal number)
            ? number
            : throw new RowException(
                RowError.InvalidRow,
                $"{field} is '{SourceText.Shown(text)}': expected a number such as {(mark == '.' ? "1234.56" : "1234,56")}, with "
                + $"'{thousands}' only between groups of three digits.");
    }

    private const NumberStyles Styles =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Returns the decimal mark that a number has or can only have; <see langword="null"/> if it does not tell.</summary>
    private static char? Told(string? text)
    {
        int comma = text?.LastIndexOf(',') ?? -1;
        int point = text?.LastIndexOf('.') ?? -1;
        if (comma < 0 && point < 0)
        {
            return null;
        }

        // With both, the last one is the decimal mark; with one, groups of three digits may be thousands, and several are.
        char last = comma > point ? ',' : '.';
        char other = last == ',' ? '.' : ',';
        return Math.Min(comma, point) >= 0 ? last
            : !IsGrouped(text!, last) ? text!.IndexOf(last, StringComparison.Ordinal) == Math.Max(comma, point) ? last : null
            : text!.Split(last).Length > 2 ? other
            : null;
    }

    /// <summary>Returns whether a text is digits in groups of three, such as <c>12,000</c>.</summary>
    public static bool IsGrouped(string text, char mark)
    {
        string[] groups = text.TrimStart('-').Split(mark);
        return groups.Length > 1
            && groups[0].Length is > 0 and <= 3
            && groups[0] != "0"
            && Array.TrueForAll(groups, g => g.All(char.IsAsciiDigit))
            && groups.Skip(1).All(g => g.Length == 3);
    }
}
