using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>The table of dated price changes, row by row, against the built-in catalog.</summary>
public sealed class StatedChangesTests
{
    [Fact]
    public void BuiltIn_EachStatedChange_HoldsFromItsMomentAndNotBefore()
    {
        List<string[]> rows;
        using (FileStream file = File.OpenRead(Repository.PathOf("pricing-data/rules/changes.csv")))
        {
            rows = CsvFile.Read(file, "changes", "provider", "model", "meter", "context", "usd_before", "usd_after", "per", "date");
        }

        List<string> wrong = [];
        int checkedRows = 0;
        foreach (string[] row in rows)
        {
            Meter meter = Meter.Parse(row[2]);
            if (row[4].Length == 0 || !PriceCatalog.BuiltIn.TryGetOffer(row[0], row[1], out Offer? offer)
                || !offer.History.Any(c => c.Rates.Any(r => r.Meter == meter)))
            {
                continue; // a launch, or nothing that the catalog sells
            }

            Instant at = row[7].Contains('T', StringComparison.Ordinal)
                ? InstantPattern.ExtendedIso.Parse(row[7]).Value
                : LocalDatePattern.Iso.Parse(row[7]).Value.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
            long? threshold = ContextTier.TryParse(row[3], out ContextTier? context) ? context.Threshold : null;
            long per = long.Parse(row[6], CultureInfo.InvariantCulture);
            (string Usd, Instant At)[] calls = [(row[4], at - Duration.FromSeconds(1)), (row[5], at)];
            foreach ((string usd, Instant moment) in calls)
            {
                Rate stated = new(decimal.Parse(usd, CultureInfo.InvariantCulture), per);
                Rate? held = offer.TryGetRateCard(moment, out RateCard? card)
                    ? card.Rates.FirstOrDefault(r => r.Meter == meter && r.Condition.Window is null
                        && r.Condition.ServiceTier == ServiceTier.Standard && r.Condition.Context?.Threshold == threshold)?.Rate
                    : null;
                checkedRows++;
                if (held != stated)
                {
                    wrong.Add($"{row[0]}/{row[1]} {row[2]} {row[3]} at {moment}: {held} instead of {stated}");
                }
            }
        }

        Assert.True(checkedRows > 250, $"{checkedRows} prices checked");
        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }
}
