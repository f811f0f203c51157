using System.Globalization;

namespace TokenPricing.Tests;

/// <summary>A log and what the library says of it as files, for engines that run outside of this process.</summary>
internal static class LogFiles
{
    public const string Calls = "calls.csv";

    public const string Expected = "expected.csv";

    /// <summary>The columns of the log, in the order of the file.</summary>
    public static readonly string[] Columns =
        ["id", "provider", "model", "service_tier", "region", "at_ms", "input", "output", "cache_read", "cache_write", "cache_write_5m", "cache_write_1h", "reasoning", "team"];

    /// <summary>Writes rows of the hostile log, their answers, in the order of the ids, and the totals of the whole log.</summary>
    public static void Save(string folder, int count)
    {
        using (FileStream calls = File.Create(Path.Combine(folder, Calls)))
        {
            CsvTable.Write(calls, Columns, HostileLog.Rows.Take(count).Select((row, id) => (string[])
            [
                Text(id), row.Name.Provider, row.Name.Model, row.Name.ServiceTier, row.Name.Region, Text(row.UnixMilliseconds), .. row.Counts.Select(Text), Text(id % GeneratedLog.Teams),
            ]));
        }

        using (FileStream totals = File.Create(Path.Combine(folder, "totals.csv")))
        {
            string[] columns = ["team", "calls", "priced", "needs_exact", "unpriced", "damaged", "versions", "version", "priced_cost_pico"];
            CsvTable.Write(totals, columns, Enumerable.Range(0, GeneratedLog.Teams).Select(team => HostileLog.TotalOf(team).Select(n => n.ToString(CultureInfo.InvariantCulture)).Prepend(Text(team))));
        }

        using FileStream expected = File.Create(Path.Combine(folder, Expected));
        CsvTable.Write(expected, ["id", "status", "cost_pico"], HostileLog.Answers.Take(count).Select((a, id) => (string[])[Text(id), Text((int)a.Status), a.PicoUsd?.ToString(CultureInfo.InvariantCulture) ?? ""]));
    }

    private static string Text(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
