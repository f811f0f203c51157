using BenchmarkDotNet.Attributes;
using NodaTime;

namespace TokenPricing.Benchmarks;

/// <summary>
/// The market's price lists, read one after the other, where copies of them stand beside the repository; elsewhere there is nothing
/// to read. Wanted: less than 3 s for all of them.
/// </summary>
[MemoryDiagnoser]
public class ImportBenchmarks
{
    private static readonly LocalDate Day = new(2026, 8, 21);

    private readonly string[] _lists =
    [
        .. new[]
        {
            "models.dev.api.json", "genai-prices.v2.data.json", "genai-prices.npm-0.1.8.data.json", "litellm.model_prices_and_context_window.json",
            "openrouter.models.json",
        }.Select(file => Path.Combine(Path.GetDirectoryName(RepositoryFolder.Root)!, "shared", "peer-data", file)).Where(File.Exists),
    ];

    [Benchmark(Description = "PriceImport.Read, all lists")]
    public int Library() => _lists.Sum(Rates);

    [GlobalSetup]
    public void Check() => Console.WriteLine($"// {_lists.Length} price lists, {Library()} rates");

    private static int Rates(string list)
    {
        using FileStream stream = File.OpenRead(list);
        return PriceImport.Read(stream, Day).Facts.Rates.Length;
    }
}
