using System.Globalization;

namespace TokenPricing.Benchmarks;

/// <summary>
/// Names that strangers made up: whether the time is in proportion to a name's length, how long the slowest of many takes, and how many
/// unknown names are answered in a second.
/// </summary>
/// <remarks>Time is that of the processor: what other programs do meanwhile does not count.</remarks>
internal static class HostileNames
{
    private const int Unknown = 200_000;

    // One slow name in a million may only have been there while memory was collected: the best of several times is its own.
    private const int Repeats = 9;
    private const int WithMessage = 20;
    private const double MostMilliseconds = 10;
    private const double LeastPerSecond = 20_000;

    // The time of a character at the longest name against the one at a thousand characters; caches alone cost some.
    private const double MostGrowth = 3;

    private static readonly int[] Lengths = [10, 100, 1_000, 10_000, 100_000];

    // What is repeated to make a long name. Each was slow in some version, or looks as if it could be.
    private static readonly string[] Parts =
    [
        "x-", "x", "-", "1.", "claude-", "claude-a", "-thinking", "gpt-5-", "gpt-5-high", "us.", "us/", "openai/", "models/", "a:", "hf:", "ft:a:",
        ":thinking", "-20240513", "-0", ":1", ":1-", "(", "(1", "deepseek.", "llama-", "1-month-commitment.", "@", " ", "\u0130", "arn:/",
        "https://", "https://a.openai.azure.com/",
    ];

    // What fuzzed names are made of, besides characters by chance.
    private static readonly string[] Words =
    [
        "gpt-5", "gpt-4o", "gpt-35", "o3", "claude-3-5-sonnet", "claude-opus-4", "claude-v2", "claude-", "gemini-2.5-pro", "grok-4", "llama3",
        "meta-llama-", "deepseek.r1", "mixtral-8x7b", "openai/", "anthropic.", "us.", "eu.", "global.", "us-east-1/", "azure/", "models/",
        "publishers/google/models/", "accounts/fireworks/models/", "hf:", "arn:aws:bedrock:", "ft:", ":acme:", ":nitro", ":free", "-latest",
        "@default", "-v1:0", ":0", "-001", "-20240513", "-2024-05-13", "-05-2026", "-high", "(high)", "(8000)", "-thinking", ":8000", "image",
        "-", "_", ".", " ", "4.5", "4p5", ":70b", "6-month-commitment/", "\u0130", "\ud800", "\0", "\n", "https://", "vertex_ai-x/",
    ];

    public static int Run(int fuzzed)
    {
        bool isLinear = Grows("a key", name => NameNormalizer.ModelKey(name))
            & Grows("a search", name => PriceCatalog.BuiltIn.TryFind(name, out _))
            & Grows("a provider", name => PriceCatalog.BuiltIn.TryGetProvider(name, out _));
        bool isFast = Slowest(fuzzed) & Speed();
        return isLinear && isFast ? 0 : 1;
    }

    private static bool Grows(string what, Action<string> use)
    {
        double worst = 0;
        Console.WriteLine(Text($"{what}: nanoseconds for a character of names of {string.Join(", ", Lengths)} characters"));
        foreach (string part in Parts)
        {
            double[] times = [.. Lengths.Select(length => BestMilliseconds(Name(part, length), use) * 1e6 / length)];
            worst = Math.Max(worst, times[^1] / times[2]);
            Console.WriteLine(Text($"  {part,-20} {string.Join(" ", times.Select(t => Text($"{t,9:0.0}")))}"));
        }

        Console.WriteLine(Text($"  most growth of a character's time from 1,000 to 100,000 characters: {worst:0.00}, at most {MostGrowth}"));
        return worst <= MostGrowth;
    }

    private static string Name(string part, int length) => string.Concat(Enumerable.Repeat(part, length / part.Length + 1))[..length];

    private static double BestMilliseconds(string name, Action<string> use)
    {
        int calls = Math.Max(1, 20_000 / name.Length);
        double best = double.MaxValue;
        for (int i = 0; i < Repeats; i++)
        {
            best = Math.Min(best, Milliseconds(() =>
            {
                for (int j = 0; j < calls; j++)
                {
                    use(name);
                }
            }) / calls);
        }

        return best;
    }

    // Every name must be found, or not be found for a documented reason: any other exception ends the run.
    private static bool Slowest(int count)
    {
        Random random = new(20261128);
        (double slowest, string slowestName, int found) = (0, "", 0);
        for (int i = 0; i < count; i++)
        {
            string name = Fuzzed(random);
            string? provider = random.Next(4) == 0 ? Fuzzed(random) : null;

            // The message of an exception, which suggests similar names, takes most of the time; it has the same bound.
            Action look = i % WithMessage == 0
                ? () => found += Record(() => PriceCatalog.BuiltIn.Find(provider, name))
                : () => found += PriceCatalog.BuiltIn.TryFind(provider, name, out _) ? 1 : 0;
            double time = Milliseconds(look);
            for (int again = 0; time > MostMilliseconds / 2 && again < Repeats; again++)
            {
                time = Math.Min(time, Milliseconds(look));
            }

            (slowest, slowestName) = time > slowest ? (time, name) : (slowest, slowestName);
        }

        Console.WriteLine(Text($"{count:N0} fuzzed names: {found:N0} found; the slowest took {slowest:0.000} ms, at most {MostMilliseconds}:"));
        Console.WriteLine($"  {slowestName.Length} characters: {new string([.. slowestName.Take(80).Select(c => c is >= ' ' and <= '~' ? c : '?')])}");
        return slowest <= MostMilliseconds;
    }

    private static double Milliseconds(Action look)
    {
        TimeSpan start = Environment.CpuUsage.TotalTime;
        look();
        return (Environment.CpuUsage.TotalTime - start).TotalMilliseconds;
    }

    private static int Record(Action find)
    {
        try
        {
            find();
            return 1;
        }
        catch (PricingException)
        {
            // Documented: the name is unknown, ambiguous or too long.
            return 0;
        }
    }

    private static string Fuzzed(Random random)
    {
        int parts = random.Next(20) == 0 ? random.Next(1, 200) : random.Next(1, 9);
        string repeated = Words[random.Next(Words.Length)];
        bool repeats = random.Next(10) == 0;
        return string.Concat(Enumerable.Range(0, parts).Select(_ =>
            repeats ? repeated : random.Next(8) == 0 ? ((char)random.Next(0x80)).ToString() : Words[random.Next(Words.Length)]));
    }

    private static bool Speed()
    {
        string[] names = [.. Enumerable.Range(0, Unknown).Select(i => Text($"unknown-{i % 97}-{i}"))];
        double best = 0;
        for (int round = 0; round < 3; round++)
        {
            double time = Milliseconds(() => Array.ForEach(names, name => PriceCatalog.BuiltIn.TryFind(name, out _)));
            best = Math.Max(best, names.Length / time * 1_000);
        }

        Console.WriteLine(Text($"unknown names: {best:N0} a second, at least {LeastPerSecond:N0}"));
        return best >= LeastPerSecond;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
