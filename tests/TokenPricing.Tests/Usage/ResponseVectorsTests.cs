using System.Text.Json;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Real bodies, where they lie beside the repository; the project's tests do not need them.</summary>
public sealed class ResponseVectorsTests
{
    private static readonly Dictionary<string, Meter> Fields = new()
    {
        ["input"] = Meter.Input,
        ["cache_read"] = Meter.CacheRead,
        ["cache_write"] = Meter.CacheWrite,
        ["cache_write_5m"] = Meter.CacheWrite5m,
        ["cache_write_1h"] = Meter.CacheWrite1h,
        ["output"] = Meter.Output,
        ["reasoning"] = Meter.Reasoning,
        ["input_audio"] = Meter.InputAudio,
        ["input_image"] = Meter.InputImage,
        ["input_video"] = Meter.Parse("input-video"),
        ["output_audio"] = Meter.OutputAudio,
        ["output_image"] = Meter.OutputImage,
        ["output_video"] = Meter.Parse("output-video"),
        ["cache_read_audio"] = Meter.Parse("cache-read-audio"),
        ["cache_read_image"] = Meter.Parse("cache-read-image"),
        ["cache_read_video"] = Meter.Parse("cache-read-video"),
        ["web_searches"] = Meter.WebSearches,
    };

    private static string File { get; } = Path.Combine(Repository.Root, "..", "shared", "vectors", "genai-responses.public.jsonl");

    [Fact]
    public void FromResponse_RealBodies_AreReadAsExpected()
    {
        string[] lines = System.IO.File.Exists(File) ? System.IO.File.ReadAllLines(File) : [];

        Assert.Empty(lines.Select(DifferenceOf).OfType<string>());
    }

    // A count of zero is left out of the expected usage, reported or not.
    private static string? DifferenceOf(string line)
    {
        using JsonDocument row = JsonDocument.Parse(line);
        ResponseFlavor flavor = ResponseFlavor.Parse(row.RootElement.GetProperty("flavor").GetString()!);
        Dictionary<Meter, long> expected = row.RootElement.GetProperty("expected_usage").EnumerateObject()
            .ToDictionary(p => Fields[p.Name], p => p.Value.GetInt64());
        string? read = Read();
        return read is null ? null : $"{row.RootElement.GetProperty("id")} of {flavor}: {read}";

        string? Read()
        {
            try
            {
                TokenUsage usage = TokenUsage.FromResponse(row.RootElement.GetProperty("response"), flavor);
                Dictionary<Meter, decimal> actual = Meter.All
                    .Select(m => new MeterQuantity(m, usage.TotalOf(m) ?? 0)).Where(q => q.Quantity != 0)
                    .ToDictionary(q => q.Meter, q => q.Quantity);
                return actual.Count == expected.Count && actual.All(a => expected.TryGetValue(a.Key, out long e) && e == a.Value)
                    ? null
                    : $"{string.Join(", ", actual)} instead of {string.Join(", ", expected)}";
            }
            catch (PricingException e)
            {
                return e.Message;
            }
        }
    }
}
