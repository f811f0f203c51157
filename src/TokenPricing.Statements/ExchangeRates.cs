using System.Globalization;
using CsvHelper;
using NodaTime.Text;

namespace TokenPricing.Statements;

/// <summary>Exchange rates by day, from a file in the shape of the European Central Bank's reference rates.</summary>
/// <remarks>
/// <para>
/// The file has a column <c>Date</c> and a column for each currency, with the units of it for one euro. A day without a rate, such as a
/// Sunday, has that of the last day before it, at most a week back. An amount is converted by the rate of its own day, never by one rate
/// for all days.
/// </para>
/// <para>Immutable. Two objects are equal only if they are the same.</para>
/// </remarks>
public sealed class ExchangeRates
{
    private const string Euro = "EUR";
    private const int MostDaysBack = 7;

    // No currency has more digits; a quotient without an end is rounded here.
    private const int Places = 12;

    private readonly Dictionary<(LocalDate Day, string Currency), decimal> _perEuro = [];

    private ExchangeRates()
    {
    }

    /// <summary>Reads the rates of a CSV file.</summary>
    /// <param name="csv">The file; it stays open.</param>
    /// <exception cref="InvalidDataException">The file is no such table. The message says what was expected.</exception>
    public static ExchangeRates Read(Stream csv)
    {
        ArgumentNullException.ThrowIfNull(csv);
        ExchangeRates rates = new();
        using CsvReader reader = CsvReader.Create(
            csv, CsvReaderOptions.Default with { HasHeader = false, TrackLineNumbers = true }, leaveOpen: true);
        string[] header = Next(reader) ? Cells(reader) : [];
        if (header.Length < 2 || !header[0].Equals("Date", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidDataException(
                "The file of exchange rates has no column 'Date' at its beginning: expected Date,USD,JPY,... with units for one euro.");
        }

        while (Next(reader))
        {
            rates.Add(header, Cells(reader), reader.LineNumber);
        }

        return rates;
    }

    /// <summary>Converts an amount to US dollars.</summary>
    /// <param name="amount">The amount.</param>
    /// <param name="currency">Its currency, such as <c>EUR</c>, in any case.</param>
    /// <param name="day">The day of the amount.</param>
    /// <param name="usd">The amount in US dollars, to 12 decimals.</param>
    /// <param name="rate">The US dollars for one unit of the currency, to 12 decimals.</param>
    /// <param name="rateDay">The day of the rate: the day of the amount, or the last one before it that has a rate.</param>
    /// <returns>Whether there is a rate.</returns>
    public bool TryConvert(decimal amount, string currency, LocalDate day, out decimal usd, out decimal rate, out LocalDate rateDay)
    {
        ArgumentNullException.ThrowIfNull(currency);
        string code = currency.ToUpperInvariant();
        for (int back = 0; back <= MostDaysBack; back++)
        {
            rateDay = day.PlusDays(-back);
            if (TryGet(rateDay, code, out decimal units) && TryGet(rateDay, "USD", out decimal dollars) && units > 0)
            {
                rate = decimal.Round(dollars / units, Places);
                usd = code == "USD" ? amount : decimal.Round(amount * dollars / units, Places);
                return true;
            }
        }

        (usd, rate, rateDay) = (0, 0, day);
        return false;
    }

    private static bool Next(CsvReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (CsvFormatException e)
        {
            throw new InvalidDataException($"The file of exchange rates: {e.Message}", e);
        }
    }

    private static string[] Cells(CsvReader reader) =>
        [.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetString(i).Trim().TrimStart('\uFEFF'))];

    private bool TryGet(LocalDate day, string currency, out decimal units)
    {
        units = 1;
        return currency == Euro || _perEuro.TryGetValue((day, currency), out units);
    }

    private void Add(string[] header, string[] cells, long line)
    {
        if (LocalDatePattern.Iso.Parse(cells[0]) is not { Success: true } day)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"The file of exchange rates, line {line}: '{cells[0]}' is no date such as 2026-04-24."));
        }

        for (int i = 1; i < Math.Min(cells.Length, header.Length); i++)
        {
            if (header[i].Length == 0 || cells[i].Length == 0 || cells[i] == "N/A")
            {
                continue;
            }

            _perEuro[(day.Value, header[i].ToUpperInvariant())] =
                decimal.TryParse(cells[i], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal units) && units > 0
                    ? units
                    : throw new InvalidDataException(FormattableString.Invariant(
                        $"The file of exchange rates, line {line}: '{cells[i]}' is no rate of {header[i]}."));
        }
    }
}
