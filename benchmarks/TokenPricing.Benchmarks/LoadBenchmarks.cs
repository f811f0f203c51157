using System.Globalization;
using BenchmarkDotNet.Attributes;

namespace TokenPricing.Benchmarks;

/// <summary>
/// The market read from its files, every rule of the facts checked, against cutting the same files into cells and reading their
/// prices by hand in <see cref="decimal"/>. Wanted: less than 400 ms. What is built in is not checked again, and one offer of it needs
/// none of this: how soon a process has its first price is what <c>TokenPricing.ColdStart</c> is for.
/// </summary>
[MemoryDiagnoser]
public class LoadBenchmarks
{
    private readonly string _market = Path.Combine(RepositoryFolder.Root, "pricing-data", "market");

    [Benchmark(Baseline = true, Description = "by hand, split and decimal")]
    public decimal Naive()
    {
        decimal sum = 0;
        foreach (string file in Directory.EnumerateFiles(_market, "*.csv"))
        {
            bool isRates = Path.GetFileName(file) == "rates.csv";
            foreach (string[] cells in File.ReadLines(file).Skip(1).Select(line => line.Split(',')))
            {
                sum += isRates ? decimal.Parse(cells[3], CultureInfo.InvariantCulture) : 0;
            }
        }

        return sum;
    }

    [Benchmark(Description = "PriceCatalog.Load")]
    public PriceCatalog Library() => PriceCatalog.Load(_market);

    [GlobalSetup]
    public void Check()
    {
        if (Library().Rows.Rates.Sum(r => r.Rate.Usd) != Naive())
        {
            throw new InvalidOperationException("The two ways do not agree.");
        }
    }
}
