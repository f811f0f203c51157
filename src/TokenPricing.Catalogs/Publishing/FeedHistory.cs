using System.Text;

namespace TokenPricing.Catalogs;

/// <summary>
/// The history of a feed: a line for each price that was stated or withdrawn, with the newest day of the catalog that did so. Lines are
/// only added.
/// </summary>
internal static class FeedHistory
{
    private const string Stated = "stated";
    private const string Withdrawn = "withdrawn";

    /// <summary>Adds what a catalog states and no longer states.</summary>
    /// <param name="published">The file so far; empty if there is none.</param>
    /// <param name="prices">The catalog.</param>
    /// <returns>The file, which begins with the same bytes, and how many lines of each kind were added.</returns>
    /// <exception cref="PriceDataException">A line of the file is not one of a history.</exception>
    /// <exception cref="ArgumentException">The catalog is older than the newest line.</exception>
    public static (byte[] File, int Stated, int Withdrawn) Append(byte[] published, PriceCatalog prices)
    {
        string day = FactText.Of(prices.RecordedThrough)
            ?? throw new ArgumentException("The catalog is empty. There is nothing to publish.", nameof(prices));
        (HashSet<string> known, string? newest) = Read(published);
        if (string.CompareOrdinal(newest, day) > 0)
        {
            throw new ArgumentException(
                $"The feed has prices of {newest}, but those of the catalog end on {day}. Publish it to a folder of its own.",
                nameof(prices));
        }

        string[] now = [.. prices.Rows.Rates.Select(Text).Distinct().Order(StringComparer.Ordinal)];
        HashSet<string> present = [.. now];
        string[] gone = [.. known.Where(k => !present.Contains(k)).Order(StringComparer.Ordinal)];
        string[] added = [.. now.Where(n => !known.Contains(n))];
        StringBuilder lines = new();
        foreach ((string kind, string[] rates) in new[] { (Withdrawn, gone), (Stated, added) })
        {
            foreach (string rate in rates)
            {
                lines.Append(Beginning(day, kind)).Append(rate).Append("}\n");
            }
        }

        return ([.. published, .. Encoding.UTF8.GetBytes(lines.ToString())], added.Length, gone.Length);
    }

    private static string Beginning(string day, string kind) => $$"""{"published":"{{day}}","event":"{{kind}}","rate":""";

    private static string Text(RateRow rate) => FeedJson.Line(json =>
    {
        json.WriteStartObject();
        json.WriteString("provider", rate.Provider);
        json.WriteString("model", rate.Model);
        json.WriteRate(rate.Meter, rate.Rate, rate.Condition, rate.Minimum, rate.RoundedUpTo);
        json.WritePeriod(rate.From, rate.To);
        json.WriteString("source", rate.Source);
        json.WriteString("recorded", FactText.Of(rate.Recorded));
        json.WriteEndObject();
    });

    /// <summary>Returns the prices that are stated and were not withdrawn, as text, and the day of the newest line.</summary>
    private static (HashSet<string> Rates, string? Newest) Read(byte[] published)
    {
        HashSet<string> rates = [];
        string? newest = null;
        foreach ((int i, string line) in Encoding.UTF8.GetString(published).Split('\n', StringSplitOptions.RemoveEmptyEntries).Index())
        {
            int length = Beginning("0000-00-00", Stated).Length;
            string day = line.Length > length ? line[14..24] : "";
            string stated = Beginning(day, Stated);
            string withdrawn = Beginning(day, Withdrawn);
            if (line.StartsWith(stated, StringComparison.Ordinal))
            {
                rates.Add(line[stated.Length..^1]);
            }
            else if (!line.StartsWith(withdrawn, StringComparison.Ordinal) || !rates.Remove(line[withdrawn.Length..^1]))
            {
                throw new PriceDataException(
                [
                    new PriceDataError(
                        FeedFiles.History,
                        i + 1,
                        null,
                        null,
                        FactText.Shorten(line),
                        "a line as publishing writes it, of a price that is stated"),
                ]);
            }

            newest = day;
        }

        return (rates, newest);
    }
}
