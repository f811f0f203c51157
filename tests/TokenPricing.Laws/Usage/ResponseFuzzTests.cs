using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using NodaTime;
using Xunit;
using Xunit.Abstractions;

namespace TokenPricing.Tests;

/// <summary>
/// Damaged bodies and streams of each flavor: reading and pricing them takes little time and memory and throws nothing but what is
/// documented. TOKENPRICING_FUZZ sets the number of bodies of each flavor, and TOKENPRICING_FUZZ_SEEDS a file of real bodies to begin with.
/// </summary>
public sealed class ResponseFuzzTests(ITestOutputHelper output)
{
    private const int Fewest = 400;
    private const int LongestBody = 64 * 1024;

    // What a body may take: a part for each byte, and a part for messages and small objects.
    private const long MostBytes = 512 * 1024;
    private const long MostBytesPerByte = 400;
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(5);
    private static readonly Instant At = Instant.FromUtc(2026, 6, 1, 0, 0);

    private static readonly CostOptions AllAllowed =
        new() { AllowStandardTier = true, AllowUnlistedRegion = true, MissingRate = MissingRatePolicy.LeaveUnpriced };

    public static TheoryData<string> Flavors => [.. ResponseFlavor.All.Select(f => f.Id)];

    [Theory]
    [MemberData(nameof(Flavors))]
    public void FromResponse_DamagedBodies_AreReadOrRefused(string id)
    {
        ResponseFlavor flavor = ResponseFlavor.Parse(id);
        int count = int.TryParse(Environment.GetEnvironmentVariable("TOKENPRICING_FUZZ"), CultureInfo.InvariantCulture, out int asked) ? asked : Fewest;
        BodyMutator mutator = new(SeedsOf(flavor), new Random(ResponseFlavor.All.IndexOf(flavor)));
        _ = PriceCatalog.BuiltIn.Models.Length;
        Stopwatch all = Stopwatch.StartNew();
        (int read, int refused, long mostBytes, TimeSpan mostTime) = (0, 0, 0, default);
        for (int i = 0; i < count; i++)
        {
            string body = mutator.Next(LongestBody);
            ServedCall? call = null;
            long start = Stopwatch.GetTimestamp();
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                // Half of them as a caller who does not know the flavor.
                call = ServedCall.FromResponse(body, i % 2 == 0 ? flavor : null, allowUnread: i % 4 < 2);
            }
            catch (PricingException)
            {
                refused++;
            }
            catch (Exception e)
            {
                Assert.Fail($"{e.GetType().Name}: {e.Message}\n{body}\n{e.StackTrace}");
            }

            long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            if (call is not null)
            {
                read++;
                mutator.Keep(body);
                Price(call, body);
            }

            TimeSpan time = Stopwatch.GetElapsedTime(start);
            Assert.True(bytes <= MostBytes + (MostBytesPerByte * body.Length), $"{bytes:N0} bytes for a body of {body.Length:N0}:\n{body}");
            Assert.True(time <= MostTime, $"{time} for a body of {body.Length:N0}:\n{body}");
            (mostBytes, mostTime) = (Math.Max(mostBytes, bytes), time > mostTime ? time : mostTime);
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{id}: {count:N0} bodies in {all.Elapsed.TotalSeconds:0.0} s: {read:N0} read, {refused:N0} refused; at most {mostBytes:N0} bytes and {mostTime.TotalMilliseconds:0.0} ms for one"));
        Assert.True(read > count / 50 && refused > count / 50, $"{read} read, {refused} refused: damaged too much or too little.");
    }

    /// <summary>Amounts that no decimal holds are an OverflowException, as documented.</summary>
    private static void Price(ServedCall call, string body)
    {
        try
        {
            _ = PriceCatalog.BuiltIn.CostOf("anthropic/claude-opus-4-5", call, At, AllAllowed);
        }
        catch (Exception e) when (e is PricingException or OverflowException)
        {
        }
        catch (Exception e)
        {
            Assert.Fail($"{e.GetType().Name}: {e.Message}\n{body}\n{e.StackTrace}");
        }
    }

    private static List<string> SeedsOf(ResponseFlavor flavor)
    {
        Random counts = new(1);
        List<string> seeds = [];
        foreach (Func<int[], AnyBody> of in Bodies.Kinds)
        {
            AnyBody body = of([.. Enumerable.Range(0, 8).Select(_ => counts.Next(1, 5_000))]);
            if (body.Flavor == flavor)
            {
                seeds.Add(body.Json.ToJsonString());
                seeds.AddRange(body.Stream is { } stream ? [stream] : []);
            }
        }

        if (Environment.GetEnvironmentVariable("TOKENPRICING_FUZZ_SEEDS") is { Length: > 0 } file)
        {
            foreach (string line in File.ReadLines(file))
            {
                using JsonDocument row = JsonDocument.Parse(line);
                if (row.RootElement.GetProperty("flavor").ValueEquals(flavor.Id))
                {
                    seeds.Add(row.RootElement.GetProperty("response").GetRawText());
                }
            }
        }

        return seeds;
    }
}

/// <summary>Damages texts: values, names, brackets, bytes, order and length, one to three times each.</summary>
/// <param name="seeds">The texts to begin with.</param>
/// <param name="random">Decides everything, so that a run can be repeated.</param>
internal sealed class BodyMutator(List<string> seeds, Random random)
{
    private const int MostSeeds = 2_000;

    private static readonly string[] Tokens =
    [
        "null", "true", "{}", "[]", "\"\"", "0", "-1", "0.5", "1e5", "1E400", "-0", "9223372036854775807", "9223372036854775808", "79228162514264337593543950336",
        "1e-400", "00", "\"\\ud800\"", "\"\\u0000\"", "\"x\"", ",", ":", "{", "}", "[", "]", "\"", "\\", "\n", "\n\n", "data: ", "event: e\n", "data: [DONE]\n\n", "\uFEFF", "\uD800",
        "\"usage\":{\"prompt_tokens\":1}", "\"usage\":null", "\"usageMetadata\":{}", "\"input_tokens\":7", "\"cached_tokens\":7", "\"type\":\"message_start\"", "\"message\":", "\"response\":",
        "\"service_tier\":\"flex\"", "\"model\":\"m\"", "\"candidates\":[{\"groundingMetadata\":{\"webSearchQueries\":[1]}}]", "\"output\":[{\"type\":\"web_search_call\"}]",
    ];

    private readonly List<string> _seeds = [.. seeds];

    /// <summary>Returns the next damaged text.</summary>
    /// <param name="most">The length at which it is cut.</param>
    public string Next(int most)
    {
        StringBuilder text = new(_seeds[random.Next(_seeds.Count)]);
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            Damage(text);
        }

        return text.ToString(0, Math.Min(text.Length, most));
    }

    /// <summary>Makes a text that was read a seed too, so that damage adds up.</summary>
    public void Keep(string text)
    {
        if (_seeds.Count < MostSeeds && text.Length < 4_096 && random.Next(8) == 0)
        {
            _seeds.Add(text);
        }
    }

    private void Damage(StringBuilder text)
    {
        int at = random.Next(text.Length + 1);
        int length = Math.Min(random.Next(1, 24), text.Length - at);
        switch (random.Next(14))
        {
            case 0:
                text.Remove(at, length);
                break;
            case 1:
                text.Insert(at, Tokens[random.Next(Tokens.Length)]);
                break;
            case 2:
                text.Insert(at, text.ToString(at, length));
                break;
            case 3 when at < text.Length:
                text[at] = (char)random.Next(random.Next(16) == 0 ? char.MaxValue : 128);
                break;
            case 4:
                string other = _seeds[random.Next(_seeds.Count)];
                text.Insert(at, other.AsSpan(random.Next(other.Length)));
                break;
            case 5:
                text.Insert(at, Repeated(Tokens[random.Next(Tokens.Length)]));
                break;
            default:
                ReplaceNumber(text, at);
                break;
        }
    }

    /// <summary>Replaces the next number: most of what a usage says.</summary>
    private void ReplaceNumber(StringBuilder text, int at)
    {
        while (at < text.Length && !char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        int end = at;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        if (end > at)
        {
            string number = random.Next(3) == 0 ? Tokens[random.Next(Tokens.Length)] : random.Next(10_000).ToString(CultureInfo.InvariantCulture);
            text.Remove(at, end - at).Insert(at, number);
        }
    }

    private string Repeated(string token) => string.Concat(Enumerable.Repeat(token, random.Next(2, random.Next(20) == 0 ? 3_000 : 80)));
}
