using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace TokenPricing;

/// <summary>Where the marks of an axis stand and what they say: round amounts of money from zero up, and round dates.</summary>
internal static class SvgAxis
{
    private static readonly LocalDatePattern Month = LocalDatePattern.CreateWithInvariantCulture("MMM yyyy");
    private static readonly decimal[] RoundSteps = [1, 2, 5];

    // In months; what is shorter than a month is in days.
    private static readonly int[] MonthSteps = [1, 2, 3, 6, 12, 24, 60, 120];
    private static readonly int[] DaySteps = [1, 2, 5, 10];

    /// <summary>Round amounts from zero to the first that is not less than the largest, at most so many beside zero.</summary>
    public static IReadOnlyList<decimal> Amounts(decimal largest, int count)
    {
        if (largest <= 0)
        {
            return [0, 1];
        }

        decimal unit = 1;
        while (unit * count >= largest && unit > 1e-20m)
        {
            unit /= 10;
        }

        while (true)
        {
            foreach (decimal step in RoundSteps.Select(s => Exact.TrimZeros(s * unit)))
            {
                if (step * count >= largest)
                {
                    return [.. Enumerable.Range(0, (int)decimal.Ceiling(largest / step) + 1).Select(i => i * step)];
                }
            }

            unit *= 10;
        }
    }

    /// <summary>An amount with as many places as the step between two has: <c>$2.50</c> beside <c>$5.00</c>.</summary>
    public static string Dollars(decimal amount, decimal step) =>
        "$" + amount.ToString("N" + (step.Scale == 1 ? 2 : step.Scale).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>Round dates after the first and not after the last, at most so many, with what they say: a day, a month or a year.</summary>
    public static IReadOnlyList<(LocalDate Day, string Label)> Dates(LocalDate first, LocalDate last, int count)
    {
        foreach (int step in DaySteps)
        {
            if (Period.DaysBetween(first, last) / step <= count)
            {
                return [.. Enumerable.Range(0, count + 1).Select(i => first.PlusDays(i * step)).Where(d => d <= last).Take(count).Select(d => (d, FactText.Of(d)))];
            }
        }

        LocalDate[] marks = [];
        foreach (int step in MonthSteps)
        {
            marks = [.. Months(first, last, step)];
            if (marks.Length <= count)
            {
                return [.. marks.Select(m => (m, step % 12 == 0 ? m.Year.ToString(CultureInfo.InvariantCulture) : Month.Format(m)))];
            }
        }

        return [.. marks.Take(count).Select(m => (m, m.Year.ToString(CultureInfo.InvariantCulture)))];
    }

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
