using BenchmarkDotNet.Attributes;
using NodaTime;
using TokenPricing.Benchmarks.Bulk;

namespace TokenPricing.Benchmarks;

/// <summary>
/// What one call costs, by names, of an offer at hand, and with its receipt, against looking its price up in a dictionary and
/// multiplying by hand in <see cref="decimal"/>: at one flat price, above the threshold for long requests, and at the last of
/// several price periods.
/// </summary>
public class CallBenchmarks
{
    private readonly PriceCatalog _prices = PriceCatalog.BuiltIn;
    private readonly Instant _at = Instant.FromUtc(2026, 9, 1, 12, 0);
    private Dictionary<(string Provider, string Model), TabledPrice[]> _table = [];
    private string _provider = "";
    private string _model = "";
    private TokenUsage _usage;
    private long _input;
    private Offer _offer = null!;

    [Params("flat", "tiered", "history")]
    public string Price { get; set; } = "";

    [Benchmark(Baseline = true, Description = "by hand, dictionary and decimal")]
    public decimal Naive() => DecimalPricing.UsdOf(_table[(_provider, _model)], _at.ToUnixTimeMilliseconds(), _input, 8_000, 900);

    [Benchmark(Description = "prices.TotalOf(provider, model, usage, at)")]
    public Usd ByNames() => _prices.TotalOf(_provider, _model, in _usage, _at);

    [Benchmark(Description = "offer.TotalOf(usage, at)")]
    public Usd Resolved() => _offer.TotalOf(in _usage, _at);

    [Benchmark(Description = "offer.CostOf(usage, at), the receipt")]
    public Cost Receipt() => _offer.CostOf(_usage, _at);

    [GlobalSetup]
    public void Check()
    {
        (_provider, _model, _input) = Price switch
        {
            "tiered" => ("google", "gemini-2.5-pro", 250_000),
            "history" => ("openai", "gpt-4o-mini", 12_000),
            _ => ("anthropic", "claude-haiku-4-5", 12_000),
        };
        _usage = TokenUsage.FromTotals(input: _input, output: 900, cacheRead: 8_000);
        _offer = _prices.Offer(_provider, _model);
        _table = _prices.Provider(_provider).Offers.Where(PriceTable.Fits).ToDictionary(o => (o.Provider.Id.Value, o.Model.Id.Value), o => PriceTable.RowsOf(o, 0).ToArray());
        if (ByNames().Amount != Naive() || Resolved() != ByNames() || Receipt().Total != ByNames() || (Price == "history" && _offer.History.Length == 1))
        {
            throw new InvalidOperationException("The ways do not agree.");
        }
    }
}
