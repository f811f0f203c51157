using System.Numerics;

namespace TokenPricing.Tests;

/// <summary>A hostile log of 200,000 rows with its tables and what the library says of each row, made once for all engines.</summary>
internal static class HostileLog
{
    public const int Count = 200_000;
    private const int Seed = 20_261_128;

    private static readonly Lazy<LoggedCall[]> AllRows = new(() => GeneratedLog.Rows(HostilePrices.Catalog, Count, Seed));

    private static readonly Lazy<WarehouseTables> AllTables =
        new(() => WarehouseTables.Of(HostilePrices.Catalog, Rows.Select(r => r.Name), GeneratedLog.Options));

    private static readonly Lazy<CallAnswer[]> AllAnswers =
        new(() => [.. Rows.Select(new CallPricer(HostilePrices.Catalog, GeneratedLog.Options).Price)]);

    public static LoggedCall[] Rows => AllRows.Value;

    public static WarehouseTables Tables => AllTables.Value;

    public static CallAnswer[] Answers => AllAnswers.Value;

    /// <summary>What the query of totals must give for a team, without its column.</summary>
    public static BigInteger[] TotalOf(int team)
    {
        CallAnswer[] rows = [.. Answers.Where((_, i) => i % GeneratedLog.Teams == team)];
        return
        [
            rows.Length, rows.Count(a => a.Status == CallStatus.Priced), rows.Count(a => a.Status == CallStatus.NeedsExact),
            rows.Count(a => a.Status > CallStatus.NeedsExact), 0, 1, Tables.Version, rows.Aggregate(BigInteger.Zero, (s, a) => s + (a.PicoUsd ?? 0)),
        ];
    }
}
