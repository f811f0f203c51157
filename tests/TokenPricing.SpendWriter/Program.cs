using System.Globalization;
using TokenPricing.Tests;

// FILE RUN WORKERS: adds entries until it is killed, and writes the id of each one that is acknowledged.
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
