using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using NodaTime;

// [ENTRIES] [TAG SETS] [DAYS] [v7|v4|text]: fills a new file, and measures what a service and a report do with it.
int entries = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10_000_000;
int sets = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 4_000;
int days = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 90;
string ids = args.Length > 3 ? args[3] : "v7";
string folder = Directory.CreateTempSubdirectory("token-pricing-scale-").FullName;
string path = Path.Combine(folder, "spend.db");
Instant start = Instant.FromUtc(2026, 1, 1, 0, 0);
ImmutableArray<SpendTag>[] tags = [.. Enumerable.Range(0, sets).Select(TagsOf)];
decimal[] expected = new decimal[200 + (sets / 20)];
Random random = new(20261128);
try
{
    Print($"{entries:N0} entries, {sets:N0} sets of tags, {days} days, ids: {ids}, {Environment.ProcessorCount} cores, load {Load()}");
    Stopwatch watch = Stopwatch.StartNew();
    TimeSpan cpu = Environment.CpuUsage.TotalTime;
    await using (SqliteSpendStore store = SqliteSpendStore.Open(path))
    {
        Task[] adding = new Task[20_000];
        for (int first = 0; first < entries; first += adding.Length)
        {
            int count = Math.Min(adding.Length, entries - first);
            for (int i = 0; i < count; i++)
            {
                int set = random.Next(sets);
                decimal amount = random.Next(1, 90_000_000) * 0.000000001m;
                expected[set / 20] += amount;
                Instant at = start + Duration.FromTicks((Duration.FromDays(days).BclCompatibleTicks - 1) / entries * (first + i));
                adding[i] = store.AddAsync(new SpendEntry(Id(first + i), at, new Usd(amount), tags[set])).AsTask();
            }

            await Task.WhenAll(adding.AsSpan(0, count));
        }
    }

    cpu = Environment.CpuUsage.TotalTime - cpu;
    Print($"added: {entries / watch.Elapsed.TotalSeconds:N0} a second ({watch.Elapsed.TotalSeconds:N1} s; {cpu.TotalSeconds:N1} s of CPU)");
    Print($"file: {new FileInfo(path).Length / 1e6:N0} MB");

    Time("open for reading", () => SqliteSpendStore.OpenReadOnly(path));
    SqliteSpendStore opened = Time("open for writing", () => SqliteSpendStore.Open(path));
    Budget[] budgets =
    [
        new("all", new Usd(1e12m), BudgetWindow.Total), new("day", new Usd(1e12m), BudgetWindow.Day),
        new("Berlin", new Usd(1e12m), BudgetWindow.Day) { Zone = DateTimeZoneProviders.Tzdb["Europe/Berlin"] },
        new("tenant", new Usd(1e12m), BudgetWindow.Month) { Tags = [new("tenant", "tenant-7")] },
        new("hour", new Usd(1e12m), BudgetWindow.Rolling(Duration.FromHours(1))),
    ];
    FixedTime now = new(start + Duration.FromDays(days) - Duration.FromMinutes(10));
    BudgetGuard guard = await TimeAsync("StartAsync, five budgets", () => BudgetGuard.StartAsync(budgets, now, opened));
    await TimeAsync("StartAsync again", () => BudgetGuard.StartAsync(budgets, now, opened));
    ImmutableSortedDictionary<string, SpendSum> sums = await TimeAsync("sum by tag", () => opened.SumByAsync("tenant", SpendFilter.All).AsTask());
    await TimeAsync("sum by tag again", () => opened.SumByAsync("tenant", SpendFilter.All).AsTask());
    Interval month = new(start + Duration.FromHours(37.5), start + Duration.FromDays(days / 2) + Duration.FromHours(1));
    await TimeAsync("sum by tag, edges within days", () => opened.SumByAsync("tenant", new SpendFilter { During = month }).AsTask());
    Stopwatch reserving = Stopwatch.StartNew();
    for (int i = 0; i < 200; i++)
    {
        await using Reservation reservation = (await guard.ReserveAsync(new Usd(0.1m), tags[i])).Reservation!;
        await reservation.SettleAsync(new Usd(0.0001m));
    }

    Print($"reserve and settle, one after the other: {200 / reserving.Elapsed.TotalSeconds:N0} a second");
    await opened.DisposeAsync();
    bool isExact = sums.Count == sets / 20 && sums.All(s => s.Value.Amount.Amount == expected[int.Parse(s.Key[7..], CultureInfo.InvariantCulture)])
        && sums.Sum(s => s.Value.Entries) == entries;
    Print($"exact: {(isExact ? "yes" : "NO")}");
    if (args.Contains("verify"))
    {
        ImmutableArray<string> problems = await TimeAsync("verify", () => Task.Run(() => SqliteSpendStore.Verify(path)));
        Print($"problems: {problems.Length} {problems.FirstOrDefault()}");
    }

    Print($"load at the end {Load()}");
    return isExact ? 0 : 1;
}
finally
{
    Directory.Delete(folder, recursive: true);
}

static ImmutableArray<SpendTag> TagsOf(int set) =>
    [new("model", $"model-{set % 20}"), new("tenant", $"tenant-{set / 20}"), new("team", $"team-{set % 7}")];

string Id(int number) => ids switch
{
    "v7" => Guid.CreateVersion7((start + Duration.FromMilliseconds(number)).ToDateTimeOffset()).ToString("N"),
    "v4" => Guid.NewGuid().ToString("N"),
    _ => $"call-{number}",
};

static T Time<T>(string what, Func<T> action) => TimeAsync(what, () => Task.FromResult(action())).GetAwaiter().GetResult();

// On a busy machine, the time of the processor is what an idle one would take at most.
static async Task<T> TimeAsync<T>(string what, Func<Task<T>> action)
{
    TimeSpan cpu = Environment.CpuUsage.TotalTime;
    Stopwatch watch = Stopwatch.StartNew();
    T result = await action();
    Print($"{what}: {watch.Elapsed.TotalMilliseconds:N0} ms ({(Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds:N0} ms of CPU)");
    return result;
}

static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "?";

static void Print(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));

internal sealed class FixedTime(Instant at) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => at.ToDateTimeOffset();
}
