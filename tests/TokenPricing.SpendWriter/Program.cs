using System.Globalization;
using TokenPricing.Tests;

// Adds or spends until it is killed, and writes a line for everything that is acknowledged.
//   FILE RUN WORKERS                          adds entries, and writes their ids
//   sqlite|postgres PLACE LIMIT SEED          makes calls within a budget, and writes the id and the cost of each
if (args[0] is "sqlite" or "postgres")
{
    await BudgetSpending.RunAsync(args[0], args[1], decimal.Parse(args[2], CultureInfo.InvariantCulture), int.Parse(args[3], CultureInfo.InvariantCulture));
    return;
}

(string file, string run, int workers) = (args[0], args[1], int.Parse(args[2], CultureInfo.InvariantCulture));
await using SqliteSpendStore store = SqliteSpendStore.Open(file);
await Task.WhenAll(Enumerable.Range(0, workers).Select(WriteAsync));

async Task WriteAsync(int worker)
{
    for (int number = 0; ; number++)
    {
        SpendEntry entry = WrittenSpend.Entry(run, worker, number);
        await store.AddAsync(entry);
        await Console.Out.WriteLineAsync(entry.Id);
    }
}
