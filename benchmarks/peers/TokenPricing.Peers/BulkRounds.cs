using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TokenPricing.Benchmarks.Bulk;

namespace TokenPricing.Peers;

/// <summary>A million rows and more, priced by us, by plain <see cref="decimal"/> and by DuckDB, and run through by a loop that only reads and writes them.</summary>
internal sealed class BulkRounds
{
    private const int Count = 1 << 21;
    private const int WarmUp = 4;
    private const int Rounds = 9;

    // So that a round of ours takes some tenths of a second too.
    private const int Repeats = 16;

    private readonly NodeWorker _node;
    private readonly PriceTable _table = PriceTable.OfBuiltIn();
    private readonly CallRows _rows = new CallRows(Count).Fill(0, Count);
    private readonly long[] _pico = new long[Count];
    private readonly decimal[] _usd = new decimal[Count];
    private readonly BulkPricer _pricer;
    private readonly DecimalPricing _decimal;

    private BulkRounds(NodeWorker node)
    {
        _node = node;
        _pricer = new BulkPricer(_table.All);
        _decimal = new DecimalPricing(_table.Rows);
    }

    private sealed record Round(double Ours, double Loop, double OursOnTwo, double LoopOnTwo, double Decimal, double DecimalInLoops, double DuckDb);

    public static void Measure(NodeWorker node, string folder, Figures figures)
    {
        BulkRounds bulk = new(node);
        Console.WriteLine($"bulk: {Count} rows to DuckDB");
        bulk.OpenDuckDb(folder);
        bulk.Check();
        List<Round> rounds = [];
        for (int i = 0; i < WarmUp + Rounds; i++)
        {
            Round round = bulk.Run();
            Console.WriteLine(
                $"bulk {i + 1}/{WarmUp + Rounds}, M rows/s: ours {round.Ours:0.0}, on two threads {round.OursOnTwo:0.0}; column loop {round.Loop:0.0}, on two threads {round.LoopOnTwo:0.0}; " +
                $"decimal {round.Decimal:0.0}, in loops {round.DecimalInLoops:0.0}; DuckDB {round.DuckDb:0.0}");
            if (i >= WarmUp)
            {
                rounds.Add(round);
            }
        }

        bulk.Report(rounds, figures);
    }

    private void Report(List<Round> rounds, Figures figures)
    {
        figures.Ratios["bulkVsColumnLoop"] = [.. rounds.Select(r => r.Ours / r.Loop)];
        figures.Ratios["bulkVsDecimal"] = [.. rounds.Select(r => r.Ours / r.Decimal)];
        figures.Ratios["bulkVsDuckDb"] = [.. rounds.Select(r => r.Ours / r.DuckDb)];
        figures.Ratios["bulkTwoThreads"] = [.. rounds.Select(r => r.OursOnTwo / r.Ours)];
        figures.Ratios["columnLoopTwoThreads"] = [.. rounds.Select(r => r.LoopOnTwo / r.Loop)];
        figures.Measure("bulkMillionRowsPerSecond", rounds.Select(r => r.Ours));
        figures.Measure("bulkTwoThreadsMillionRowsPerSecond", rounds.Select(r => r.OursOnTwo));
        figures.Measure("columnLoopMillionRowsPerSecond", rounds.Select(r => r.Loop));
        figures.Measure("columnLoopTwoThreadsMillionRowsPerSecond", rounds.Select(r => r.LoopOnTwo));
        figures.Measure("decimalMillionRowsPerSecond", rounds.Select(r => r.Decimal));
        figures.Measure("decimalInLoopsMillionRowsPerSecond", rounds.Select(r => r.DecimalInLoops));
        figures.Measure("duckDbMillionRowsPerSecond", rounds.Select(r => r.DuckDb));
        int changing = _table.Rows.GroupBy(r => r.Offer).Count(g => g.Count() > 1);
        int tiered = _table.Rows.Where(r => r.LongFrom < long.MaxValue).DistinctBy(r => r.Offer).Count();
        figures.Notes.Add(
            $"Bulk: {Count:N0} rows of {_table.All.Length:N0} offers of the built-in catalog, {changing} of them with several price periods and {tiered} with a price for long requests; " +
            $"columns of offer, instant, input, cached input and output; a row's cost is written to a column. Sums by offer are the same in all, to the last digit. {Rounds} rounds. " +
            "The column loop reads the same columns and writes one. `decimal`: the price rows of each offer in a dictionary, the first one that holds taken, rates per 1M tokens; in loops: the same written for speed, with arrays and rates per token. " +
            "DuckDB: rows and prices in tables in memory, joined by offer and period, one thread, 64-bit integers in pico-dollars, costs written to a table.");
    }

    private Round Run() => new(
        MillionRowsPerSecond(Repeats, () => _pricer.Price(_rows.Columns, _pico)),
        MillionRowsPerSecond(Repeats, () => Loop(0, Count)),
        MillionRowsPerSecond(Repeats, () => _pricer.Price(_rows.Columns, _pico, threads: 2)),
        MillionRowsPerSecond(Repeats, () => Parallel.Invoke(() => Loop(0, Count / 2), () => Loop(Count / 2, Count - (Count / 2)))),
        MillionRowsPerSecond(1, () => _decimal.Price(_rows, _usd)),
        MillionRowsPerSecond(1, () => _decimal.PriceInLoops(_rows, _usd)),
        Count / 1e3 / _node.Ask("price").GetProperty("milliseconds").GetDouble());

    private void Loop(int first, int count) => ColumnLoop.Run(
        _rows.Offers.AsSpan(first, count),
        _rows.At.AsSpan(first, count),
        _rows.Input.AsSpan(first, count),
        _rows.CacheRead.AsSpan(first, count),
        _rows.Output.AsSpan(first, count),
        _pico.AsSpan(first, count));

    private static double MillionRowsPerSecond(int repeats, Action once)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < repeats; i++)
        {
            once();
        }

        return (double)Count * repeats / Stopwatch.GetElapsedTime(start).TotalMicroseconds;
    }

    private void OpenDuckDb(string folder)
    {
        string calls = Path.Combine(folder, "calls.csv");
        string prices = Path.Combine(folder, "prices.csv");
        File.WriteAllLines(calls, Enumerable.Range(0, Count).Select(i =>
            string.Create(CultureInfo.InvariantCulture, $"{_rows.Offers[i]},{_rows.At[i]},{_rows.Input[i]},{_rows.CacheRead[i]},{_rows.Output[i]}")));
        File.WriteAllLines(prices, _table.Rows.Select(p => string.Join(',', [p.Offer, p.From, p.To, .. Pico(p.Short), p.LongFrom, .. Pico(p.Long)])));
        _node.Ask("open", new JsonObject { ["calls"] = calls, ["prices"] = prices });
        File.Delete(calls);
    }

    private static long[] Pico(TabledPrice.Rates rates) => [Pico(rates.Input), Pico(rates.CacheRead), Pico(rates.Output)];

    private static long Pico(decimal usdPerMillion) => decimal.ToInt64(usdPerMillion * 1_000_000);

    // All ways must come to the same sum for each offer.
    private void Check()
    {
        BulkResult result = _pricer.Price(_rows.Columns, _pico);
        _decimal.Price(_rows, _usd);
        _node.Ask("price");
        decimal[] ours = new decimal[_table.All.Length];
        decimal[] plain = new decimal[_table.All.Length];
        for (int i = 0; i < Count; i++)
        {
            ours[_rows.Offers[i]] += _pico[i];
            plain[_rows.Offers[i]] += _usd[i] * 1_000_000_000_000;
        }

        decimal[] duckDb = new decimal[_table.All.Length];
        foreach (JsonElement sum in _node.Ask("sums").GetProperty("sums").EnumerateArray())
        {
            duckDb[int.Parse(sum[0].GetString()!, CultureInfo.InvariantCulture)] = decimal.Parse(sum[1].GetString()!, CultureInfo.InvariantCulture);
        }

        for (int i = 0; i < ours.Length; i++)
        {
            if (result.ExceptionCount > 0 || ours[i] != plain[i] || ours[i] != duckDb[i])
            {
                throw new PeersException($"The sums of {_table.All[i]} differ, in pico-dollars: {ours[i]} here ({result.ExceptionCount} rows without a whole number), {plain[i]} by plain decimal, {duckDb[i]} at DuckDB.");
            }
        }
    }
}
