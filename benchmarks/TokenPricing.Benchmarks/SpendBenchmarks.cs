using BenchmarkDotNet.Attributes;
using NodaTime;

namespace TokenPricing.Benchmarks;

/// <summary>What a budget adds to a call: reserving its maximum cost and settling its cost, with budgets by day and by rolling hour.</summary>
public class BudgetBenchmarks
{
    private readonly Usd _worst = new(0.132m);
    private readonly Usd _cost = new(0.0495m);
    private readonly SpendTag _tenant = new("tenant", "acme");
    private readonly SpendTag _model = new("model", "claude-sonnet-4-5");
    private readonly Offer _offer = PriceCatalog.BuiltIn.Offer("anthropic", "claude-sonnet-4-5");
    private readonly Instant _at = Instant.FromUtc(2026, 9, 1, 12, 0);
    private readonly InMemorySpendStore _store = new();
    private BudgetGuard _guard = null!;
    private long _calls;

    [GlobalSetup]
    public void Start() => _guard = new SingleProcessBudgetGuard(
        [
            new Budget("day", new Usd(1e12m), BudgetWindow.Day) { Tags = [_tenant] },
            new Budget("hour", new Usd(1e12m), BudgetWindow.Rolling(Duration.FromHours(1))),
        ],
        new FixedTime(_at));

    [Benchmark(Description = "reserve and settle, two budgets")]
    public Usd ReserveAndSettle() => _guard.Reserve(_worst, [_model, _tenant]).Reservation!.Settle(_cost).Returned;

    [Benchmark(Description = "add to the store in memory")]
    public ValueTask Add() => _store.AddAsync(new SpendEntry($"{_calls++}", _at, _cost, [_model, _tenant]));

    [Benchmark(Description = "the worst case of a call")]
    public Usd? MaxCost() => _offer.MaxCostOf(12_000, 4_000, _at);

    private sealed class FixedTime(Instant at) : TimeProvider
    {
        private readonly DateTimeOffset _at = at.ToDateTimeOffset();

        public override DateTimeOffset GetUtcNow() => _at;
    }
}

/// <summary>How many entries a second go to a SQLite file, each acknowledged once it is on the disk, by so many callers at once.</summary>
public class SqliteSpendBenchmarks
{
    private const int Entries = 1_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("token-pricing-benchmark-").FullName;
    private SqliteSpendStore _store = null!;
    private long _calls;

    [Params(1, 100)]
    public int Callers { get; set; }

    [GlobalSetup]
    public void Open() => _store = SqliteSpendStore.Open(Path.Combine(_folder, "spend.db"));

    [Benchmark(OperationsPerInvoke = Entries)]
    public Task Add() => Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
    {
        for (int i = 0; i < Entries / Callers; i++)
        {
            await _store.AddAsync(new SpendEntry(
                $"{Interlocked.Increment(ref _calls)}", Instant.FromUnixTimeMilliseconds(_calls), new Usd(0.0495m), [new("model", "claude-sonnet-4-5"), new("tenant", "acme")]));
        }
    }));

    [GlobalCleanup]
    public async Task Close()
    {
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
