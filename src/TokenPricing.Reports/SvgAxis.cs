using System.Globalization;
using NodaTime.Text;

namespace TokenPricing.Reports;

/// <summary>Chooses the ticks of an axis and their labels: round amounts of money, round numbers and round dates.</summary>
internal static class SvgAxis
{
    private static readonly LocalDatePattern Month = LocalDatePattern.CreateWithInvariantCulture("MMM yyyy");
    private static readonly decimal[] RoundSteps = [1, 2, 5];

    // The distances between dates in months; shorter ones are in days.
    private static readonly int[] MonthSteps = [1, 2, 3, 6, 12, 24, 60, 120];
    private static readonly int[] DaySteps = [1, 2, 5, 10];
    private const int MostDays = 12;

    /// <summary>The ticks of a logarithmic axis: every so many powers of ten, times these factors, the roundest first.</summary>
    private static readonly (int Decades, decimal[] Steps)[] RatioSteps =
    [
        (1, [1, 2, 5]), (1, [1, 3]), (
            1,
            [1]), (2, [1]), (3, [1]), (6, [1]), (12, [1]), (1, [1, 1.5m, 2, 3, 5, 7]), (1, [1, 1.2m, 1.5m, 2, 2.5m, 3, 4, 5, 6, 8]),
    ];

    private const int EnoughRatios = 3;
    private const int LeastExponent = -27;
    private const decimal LeastPower = 0.000_000_000_000_000_000_000_000_001m;

    /// <summary>
    /// Returns round amounts from zero to the first that is at least the largest, at most the given number in addition to zero.
    /// </summary>
    public static IReadOnlyList<decimal> Amounts(decimal largest, int count)
    {
        if (largest <= 0)
        {
            return [0, 1];
        }

        decimal unit = 1;
        while (unit >= largest / count && unit > 1e-20m)
        {
            unit /= 10;
        }

        while (true)
        {
            foreach (decimal step in RoundSteps.Select(s => PlainText.Trim(s * unit)))
            {
                if (step >= largest / count)
                {
                    return [.. Enumerable.Range(0, (int)decimal.Ceiling(largest / step) + 1).Select(i => i * step)];
                }
            }

            unit *= 10;
        }
    }

    /// <summary>Returns about the given number of round numbers within a range.</summary>
    public static IReadOnlyList<decimal> Between(decimal least, decimal most, int count)
    {
        decimal step = Amounts(most - least, count)[1];
        decimal first = decimal.Ceiling(least / step) * step;
        return [.. Enumerable.Range(0, count + 1).Select(i => first + (i * step)).Where(n => n <= most)];
    }

    /// <summary>Returns an amount with as many decimal places as the step between two amounts: <c>$2.50</c> next to <c>$5.00</c>.</summary>
    public static string Dollars(decimal amount, decimal step) => Large(amount) ??
        "$" + amount.ToString(
            "N" + (step.Scale == 1 ? 2 : step.Scale).ToString(CultureInfo.InvariantCulture),
            CultureInfo.InvariantCulture);

    /// <summary>Returns a round amount without needless decimal places: <c>$1</c> instead of <c>$1.00</c>.</summary>
    public static string Dollars(decimal amount) => Large(amount)
        ?? (PlainText.Trim(amount) is { Scale: 0 } whole
            ? string.Create(CultureInfo.InvariantCulture, $"${whole:N0}")
            : new Usd(amount).ToString());

    /// <summary>
    /// Returns an amount of at least one million in short form, such as "$150M"; <see langword="null"/> for a smaller one.
    /// </summary>
    private static string? Large(decimal amount)
    {
        (decimal Unit, string Name)[] units = [(1_000_000_000_000, "T"), (1_000_000_000, "B"), (1_000_000, "M")];
        return units.Where(u => amount >= u.Unit).Select(u => $"${PlainText.Of(amount / u.Unit)}{u.Name}").FirstOrDefault();
    }

    /// <summary>
    /// Returns round amounts for a logarithmic scale: the roundest set that fits and has at least three amounts, otherwise the largest set
    /// that fits.
    /// </summary>
    /// <param name="scale">The scale.</param>
    /// <param name="room">Returns the room that a label needs on the scale, with the gap next to it.</param>
    public static IReadOnlyList<decimal> Ratios(LogScale scale, Func<decimal, decimal> room)
    {
        decimal[] best = [];
        foreach ((int decades, decimal[] steps) in RatioSteps)
        {
            decimal[] ticks = [.. Ratios(scale, decades, steps)];
            bool fits = ticks
                .Zip(ticks.Skip(1))
                .All(t => Math.Abs(scale.Place(t.Second) - scale.Place(t.First)) >= (room(t.First) + room(t.Second)) / 2);
            if (fits && ticks.Length > best.Length)
            {
                best = ticks;
            }

            if (best.Length >= EnoughRatios)
            {
                break;
            }
        }

        return best;
    }

    /// <summary>Returns the ticks of one set of steps that are on the scale.</summary>
    private static IEnumerable<decimal> Ratios(LogScale scale, int decades, decimal[] steps)
    {
        decimal power = LeastPower;
        for (int i = LeastExponent; i <= -LeastExponent; i++, power *= 10)
        {
            // A scale extends little beyond its numbers, so powers of ten far away are skipped without calculating their logarithms.
            if (i % decades == 0 && power / 100 <= scale.Most && power >= scale.Least / 1_000)
            {
                foreach (decimal tick in steps.Select(s => s * power).Where(scale.Holds))
                {
                    yield return tick;
                }
            }
        }
    }

    /// <summary>Returns as many round dates as have room, labeled by day, month or year.</summary>
    /// <param name="first">The first day.</param>
    /// <param name="last">The last day.</param>
    /// <param name="room">The maximum width of all labels together.</param>
    /// <param name="width">Returns the width of a label, with the gap next to it.</param>
    public static IReadOnlyList<(LocalDate Day, string Label)> Dates(LocalDate first, LocalDate last, int room, Func<string, int> width)
    {
        foreach (Func<IEnumerable<(LocalDate, string)>> attempt in Attempts(first, last))
        {
            (LocalDate Day, string Label)[] marks = [.. attempt()];
            if (marks.Length > 0 && marks.Sum(m => width(m.Label)) <= room)
            {
                return marks;
            }
        }

        return [(first, PlainText.Of(first))];
    }

    /// <summary>Returns sets of dates, the densest first.</summary>
    private static IEnumerable<Func<IEnumerable<(LocalDate, string)>>> Attempts(LocalDate first, LocalDate last)
    {
        int days = Period.DaysBetween(first, last);
        foreach (int step in DaySteps.Where(s => days / s < MostDays))
        {
            yield return () => Enumerable.Range(0, (days / step) + 1)
                .Select(i => first.PlusDays(i * step))
                .Select(d => (d, PlainText.Of(d)));
        }

        foreach (int step in MonthSteps)
        {
            yield return () => Months(first, last, step)
                .Select(m => (m, step % 12 == 0 ? m.Year.ToString(CultureInfo.InvariantCulture) : Month.Format(m)));
        }
    }

    /// <summary>Returns the first days of months at a distance of some months.</summary>
    private static IEnumerable<LocalDate> Months(LocalDate first, LocalDate last, int step)
    {
        int begin = (((first.Year * 12) + first.Month - 1) / step * step) - step;
        for (int month = begin; month <= (last.Year * 12) + last.Month - 1; month += step)
        {
            LocalDate mark = new(Math.DivRem(month, 12, out int rest), rest + 1, 1);
            if (mark >= first && mark <= last)
            {
                yield return mark;
            }
        }
    }
}
