using System.Globalization;

namespace TokenPricing.Statements;

/// <summary>
/// Days with slashes, whose order is one for a whole file: <c>25/10/2026</c> tells that <c>05/10/2026</c> is in October as well.
/// </summary>
internal sealed class DayOrder
{
    private string? _teller;
    private bool _isAssumed;

    /// <summary>Whether the day comes first; <see langword="null"/> while nothing tells it.</summary>
    public bool? IsDayFirst { get; private set; }

    /// <summary>Begins a file.</summary>
    public void Begin() => (IsDayFirst, _teller, _isAssumed) = (null, null, false);

    /// <summary>Looks at a text, which may tell the order.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The name of the file.</param>
    /// <exception cref="InvalidDataException">It tells another order than a text before.</exception>
    public void Look(string? text, string file)
    {
        if (Parts(text) is not var (first, second, _) || first > 12 == second > 12)
        {
            return;
        }

        bool isDayFirst = first > 12;
        if (IsDayFirst is { } known && known != isDayFirst)
        {
            throw new InvalidDataException(
                $"{(file.Length > 0 ? file : "The file")} has days in two orders: '{text}' after "
                + (_isAssumed ? "many rows without a day after the 12th" : $"'{_teller}'") + ". Write all of them as 2026-10-25.");
        }

        (IsDayFirst, _teller, _isAssumed) = (isDayFirst, text, false);
    }

    /// <summary>Takes the order month, day and year, which Azure documents, since nothing tells another.</summary>
    public void Assume()
    {
        _isAssumed |= IsDayFirst is null;
        IsDayFirst ??= false;
    }

    /// <summary>Returns whether a text is a day whose order must be told.</summary>
    public static bool NeedsOrder(string? text) => Parts(text) is var (first, second, _) && first <= 12 && second <= 12 && first != second;

    /// <summary>Returns the day of a text with slashes; <see langword="null"/> for another text.</summary>
    /// <exception cref="RowException">There is no such day.</exception>
    public LocalDate? Day(string field, string text)
    {
        if (Parts(text) is not var (first, second, year))
        {
            return null;
        }

        (int month, int day) = IsDayFirst ?? first > 12 ? (second, first) : (first, second);
        return month is >= 1 and <= 12 && year is >= 1970 and <= 9998 && day >= 1
            && day <= CalendarSystem.Iso.GetDaysInMonth(year, month)
                ? new LocalDate(year, month, day)
                : throw new RowException(RowError.InvalidRow, $"{field} is '{text}', which is no day: write it as 2026-10-25.");
    }

    private static (int First, int Second, int Year)? Parts(string? text)
    {
        string[] parts = text is { Length: <= 10 } ? text.Split('/') : [];
        return parts is [{ Length: 1 or 2 }, { Length: 1 or 2 }, { Length: 4 }]
            && Number(parts[0]) is { } first && Number(parts[1]) is { } second && Number(parts[2]) is { } year
                ? (first, second, year)
                : null;

        static int? Number(string text) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
    }
}
