using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;

namespace TokenPricing.Extensions.AI;

public sealed partial class CallCost
{
    // What a gap says is cut there, so that a cost stays a few hundred bytes.
    private const int LongestGap = 120;
    private const int MostGaps = 2;

    /// <summary>Returns the cost as a JSON object, which <see cref="FromJson"/> reads.</summary>
    public JsonElement ToJson()
    {
        ArrayBufferWriter<byte> buffer = new(256);
        using (Utf8JsonWriter json = new(buffer))
        {
            Write(json);
        }

        Utf8JsonReader reader = new(buffer.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>Reads a cost that <see cref="ToJson"/> wrote. It was billed before: <see cref="IsRestored"/>.</summary>
    /// <param name="json">The JSON object.</param>
    /// <exception cref="FormatException">It is not such an object.</exception>
    public static CallCost FromJson(JsonElement json)
    {
        try
        {
            return Read(json);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or OverflowException or KeyNotFoundException)
        {
            throw new FormatException($"The JSON is not of a {nameof(CallCost)}: {e.Message}", e);
        }
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        if (Total is { } total)
        {
            json.WriteNumber("usd", total.Amount);
        }

        if (Source == CostSource.Stated)
        {
            json.WriteBoolean("stated", true);
        }

        if (IsEstimate)
        {
            json.WriteBoolean("estimate", true);
        }

        WriteUnless("requests", Requests, 1);
        WriteUnless("unpriced", Unpriced, 0);
        WriteKnown("in", InputTokens);
        WriteKnown("out", OutputTokens);
        if (Offer is not null)
        {
            json.WriteString("offer", Offer);
        }

        if (!Gaps.IsEmpty)
        {
            json.WriteStartArray("gaps");
            foreach (string gap in Gaps.Take(MostGaps))
            {
                json.WriteStringValue(gap.Length <= LongestGap ? gap : $"{gap[..LongestGap]}...");
            }

            json.WriteEndArray();
        }

        if (Loop is not null)
        {
            json.WritePropertyName("loop");
            Loop.Write(json);
        }

        json.WriteEndObject();

        void WriteUnless(string name, int count, int usual)
        {
            if (count != usual)
            {
                json.WriteNumber(name, count);
            }
        }

        void WriteKnown(string name, long? count)
        {
            if (count is { } known)
            {
                json.WriteNumber(name, known);
            }
        }
    }

    private static CallCost Read(JsonElement json) => new()
    {
        Total = json.TryGetProperty("usd", out JsonElement usd) ? new Usd(usd.GetDecimal()) : null,
        Source = json.TryGetProperty("stated", out JsonElement stated) && stated.GetBoolean() ? CostSource.Stated : CostSource.Calculated,
        IsEstimate = json.TryGetProperty("estimate", out JsonElement estimate) && estimate.GetBoolean(),
        Requests = json.TryGetProperty("requests", out JsonElement requests) ? requests.GetInt32() : 1,
        Unpriced = json.TryGetProperty("unpriced", out JsonElement unpriced) ? unpriced.GetInt32() : 0,
        InputTokens = json.TryGetProperty("in", out JsonElement input) ? input.GetInt64() : null,
        OutputTokens = json.TryGetProperty("out", out JsonElement output) ? output.GetInt64() : null,
        Offer = json.TryGetProperty("offer", out JsonElement offer) ? offer.GetString() : null,
        Gaps = json.TryGetProperty("gaps", out JsonElement gaps)
            ? [.. gaps.EnumerateArray().Select(g => g.GetString() ?? "")]
            : ImmutableArray<string>.Empty,
        Loop = json.TryGetProperty("loop", out JsonElement loop) ? Read(loop) : null,
        IsRestored = true,
    };
}
