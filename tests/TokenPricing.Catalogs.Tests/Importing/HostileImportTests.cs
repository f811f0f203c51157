using System.Globalization;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Price lists that are truncated, hostile or huge: an error that says where, or a price list whose facts make a catalog; at once, and nothing else.</summary>
public sealed class HostileImportTests
{
    private const string Genai = """
        [{"id":"a","name":"A","models":[{"id":"m","name":"M","context_window":9,"prices":{"input_mtok":1,"output_mtok":{"base":1.5,"tiers":[{"start":5,"price":2}]}}},
          {"id":"n","prices":[{"prices":{"input_mtok":1}},{"constraint":{"start_date":"2026-01-01"},"prices":{"input_mtok":2}},{"constraint":{"start_date":"2026-02-01"},"prices":{"input_mtok":3}},
            {"constraint":{"start_time":"16:30Z","end_time":"00:30"},"prices":{"input_mtok":4}}]}]},{"id":"b","models":[]}]
        """;

    private const string LiteLlm = """
        {"last_updated":"today","m":{"litellm_provider":"a","max_input_tokens":9,"deprecation_date":"2026-12-31","supports_vision":true,"input_cost_per_token":1e-06,"output_cost_per_token":2e-06,
          "input_cost_per_token_above_200k_tokens":3e-06,"input_cost_per_token_flex":4e-07,"output_cost_per_token_batches":1e-06,"regional_processing_uplift_multiplier_eu":1.1,"output_cost_per_image":0.1},
         "n":{"litellm_provider":"b","tiered_pricing":[{"range":[0,5],"input_cost_per_token":1e-06},{"range":[5,9],"input_cost_per_token":2e-06}],"input_cost_per_token":9}}
        """;

    private const string ModelsDev = """
        {"a":{"id":"a","name":"A","models":{"m":{"name":"M","reasoning":true,"knowledge":"2025-01","release_date":"2026-01-01","open_weights":false,"modalities":{"input":["text","pdf"],"output":["text"]},
          "limit":{"context":9},"cost":{"input":1,"output":2,"tiers":[{"tier":{"type":"context","size":5},"input":3}],"context_over_200k":{"input":3}},
          "experimental":{"modes":{"fast":{"cost":{"input":4},"provider":{"body":{"service_tier":"priority"}}}}}},"n":{"cost":{"input":0,"context_over_200k":{"input":1}}}}},"b":{"models":{"m":{}}}}
        """;

    private const string OpenRouter = """
        {"data":[{"id":"m","name":"M","context_length":9,"knowledge_cutoff":"2025-01-01","expiration_date":"2026-12-31","architecture":{"input_modalities":["text"],"output_modalities":["text"]},
          "supported_parameters":["tools"],"benchmarks":{"design_arena":[1],"artificial_analysis":{"coding_index":1.5}},
          "pricing":{"prompt":"0.000001","completion":"-1","image":"0.1","web_search":"0.01","overrides":[{"min_prompt_tokens":5,"prompt":"0.000002"},{"min_prompt_tokens":9,"prompt":"0.000003"}]}}],"links":{"next":null}}
        """;

    private const string Portkey = """
        {"default":{"pricing_config":{"pay_as_you_go":{"request_token":{"price":0}}}},
         "m":{"pricing_config":{"currency":"USD","pay_as_you_go":{"request_token":{"price":0.0001},"response_token":{"price":0.0002},"additional_units":{"web_search":{"price":1}},"image":{"default":{"default":{"price":4}}}},
           "batch_config":{"request_token":{"price":0.00005}},"finetune_config":{"pay_per_token":{"price":0.001}},"fixed_cost":{"request":{"price":0.5}}},
          "custom_pricing":{"context_tier_map":{"0":"short","9":"long"},"regions":{"default":{"execution_modes":{"standard":{"context_tiers":{"short":{"pricing_config":{"pay_as_you_go":{"request_token":{"price":0.0001}}}},
            "long":{"pricing_config":{"pay_as_you_go":{"request_token":{"price":0.0003}}}}}},"flex":{"pricing_config":{"pay_as_you_go":{"request_token":{"price":0.00005}}}}}},
           "us,eu":{"execution_modes":{"standard":{"pricing_config":{"pay_as_you_go":{"request_token":{"price":0.00011}}}}}}}}}}
        """;

    private const string ModelPriceWatch = """
        [{"id":"a-m","provider":"A B","model":"M 1","pricing_url":"https://a.example","input_per_mtok":1,"output_per_mtok":2.5,"cached_input_per_mtok":null,"context_window":9,"modality":["text"],"released":"2026-01",
          "open_source":true,"parameters":"7B","retired_on":"2026-12-31"},{"id":"a-n","provider":"A B","model":"N","pricing_url":"https://a.example","input_per_mtok":1,"shutdown_date":"2027-01-01"}]
        """;

    private static readonly LocalDate Day = new(2026, 8, 21);

    public static TheoryData<PriceListFormat, string> Lists => new()
    {
        { PriceListFormat.GenaiPrices, Genai },
        { PriceListFormat.LiteLlm, LiteLlm },
        { PriceListFormat.ModelsDev, ModelsDev },
        { PriceListFormat.OpenRouter, OpenRouter },
        { PriceListFormat.Portkey, Portkey },
        { PriceListFormat.ModelPriceWatch, ModelPriceWatch },
    };

    public static TheoryData<string, string, string> Refused => new()
    {
        { "", "", "JSON" },
        { "{", "", "JSON" },
        { "{}", "$", "OpenRouter" },
        { "7", "$", "OpenRouter" },
        { "[1]", "$", "OpenRouter" },
        { "null", "$", "OpenRouter" },
        { """{"a":{"b":1}}""", "$", "OpenRouter" },
        { """[{"id":"p","models":7}]""", "p: models", "an array" },
        { """[{"models":[]}]""", "$[0]: id", "a value" },
        { """[{"id":7,"models":[]}]""", "$[0]: id", "a text" },
        { """[{"id":"p","models":[7]}]""", "p: models[0]", "an object" },
        { """[{"id":"p","models":[{"id":"m"}]}]""", "p/m: prices", "a value" },
        { """[{"id":"p","models":[{"id":"m","prices":7}]}]""", "p/m: prices", "an object" },
        { """[{"id":"p","models":[{"id":"m","prices":{"input_mtok":{"base":1}}}]}]""", "p/m: prices.input_mtok: tiers", "a value" },
        { """[{"id":"p","models":[{"id":"m","prices":{"input_mtok":1,"input_mtok":2}}]}]""", "$[0].models[0].prices.input_mtok", "each key once" },
        { """{"m":{"litellm_provider":"a"},"m":{"litellm_provider":"b"}}""", "$.m", "each key once" },
        { """{"m":{"litellm_provider":"a\ud800"}}""", "$.m.litellm_provider", "whole characters" },
        { """{"m\ud800":{"litellm_provider":"a"}}""", "$", "whole characters" },
        { """{"m":{"litellm_provider":"a","tiered_pricing":7}}""", "m: tiered_pricing", "an array" },
        { """{"a":{"models":[]}}""", "a: models", "an object" },
        { """{"a":{"models":{"m":{"cost":[]}}}}""", "a/m: cost", "an object" },
        { """{"a":{"models":{"m":{"cost":{"tiers":{}}}}}}""", "a/m: cost.tiers", "an array" },
        { """{"data":[{"name":"no id"}]}""", "data[0]: id", "a value" },
        { """{"data":[{"id":"m","pricing":[]}]}""", "m: pricing", "an object" },
        { """{"data":[{"id":"m","pricing":{"overrides":7}}]}""", "m: pricing.overrides", "an array" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Read_WhatIsNoPriceList_SaysWhereAndWhatWasExpected(string json, string place, string expected)
    {
        PriceDataError error = Assert.Single(Assert.Throws<PriceDataException>(() => Read(json)).Errors);

        Assert.Equal(place, error.Column ?? "");
        Assert.Contains(expected, error.Expected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-0.1")]
    [InlineData("\"NaN\"")]
    [InlineData("\"Infinity\"")]
    [InlineData("1e999999")]
    [InlineData("1e-999999")]
    [InlineData("1e29")]
    [InlineData("\"1,000\"")]
    [InlineData("true")]
    [InlineData("\"\"")]
    public void Read_WhatIsNoPrice_IsSkippedWithPlaceAndValue(string value)
    {
        (string Json, string Place)[] lists =
        [
            ("""[{"id":"a","models":[{"id":"m","prices":{"input_mtok":VALUE}}]}]""", "a/m: prices.input_mtok"),
            ("""{"m":{"litellm_provider":"a","input_cost_per_token":VALUE}}""", "m: input_cost_per_token"),
            ("""{"a":{"models":{"m":{"cost":{"input":VALUE}}}}}""", "a/m: cost.input"),
            ("""{"data":[{"id":"m","pricing":{"prompt":VALUE}}]}""", "m: pricing.prompt"),
        ];

        foreach ((string json, string place) in lists)
        {
            PriceImport import = Read(json.Replace("VALUE", value, StringComparison.Ordinal));
            ImportSkip skip = Assert.Single(import.Skipped);
            Assert.Equal((place, value), (skip.Place, skip.Value));
            Assert.Empty(import.Facts.Rates);
        }
    }

    [Fact]
    public void Read_NumberOfTenThousandDigits_IsSkippedAndShownShort()
    {
        ImportSkip skip = Assert.Single(Read("""{"data":[{"id":"m","pricing":{"prompt":VALUE}}]}""".Replace("VALUE", new string('9', 10_000), StringComparison.Ordinal)).Skipped);

        Assert.Equal(new string('9', 80) + "…", skip.Value);
    }

    [Fact]
    public void Read_PerTokenPriceThatAMillionTimesIsNoDecimal_IsSkipped() =>
        Assert.Single(Read("""{"data":[{"id":"m","pricing":{"prompt":"79228162514264337593543950335"}}]}""").Skipped);

    [Fact]
    public void Read_InvalidUtf8_SaysSo()
    {
        using MemoryStream stream = new([.. """[{"id":"a"""u8, 0xC3, 0x28, .. "\",\"models\":[]}]"u8]);

        Assert.Contains("UTF-8", Assert.Throws<PriceDataException>(() => PriceImport.Read(stream, Day)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ByteOrderMark_IsNotPartOfTheList()
    {
        using MemoryStream stream = new([.. "\uFEFF"u8, .. Encoding.UTF8.GetBytes(Genai)]);

        Assert.Equal(2, PriceImport.Read(stream, Day).Facts.Offers.Length);
    }

    [Theory]
    [InlineData(33)]
    [InlineData(1_000_000)]
    public void Read_DeepNesting_IsRefused(int depth) => Assert.Throws<PriceDataException>(() => Read(new string('[', depth)));

    [Fact]
    public void Read_AHundredMegabytes_StopsAtTheLimit()
    {
        const long Limit = 32 * 1024 * 1024;
        using EndlessStream stream = new(100_000_000);
        long before = GC.GetAllocatedBytesForCurrentThread();

        PriceDataException error = Assert.Throws<PriceDataException>(() => PriceImport.Read(stream, Day));

        Assert.Contains(Limit.ToString(CultureInfo.InvariantCulture), error.Message, StringComparison.Ordinal);
        Assert.True(stream.Position <= Limit + 1_000_000, $"{stream.Position} bytes were read.");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 5 * Limit);
    }

    [Fact]
    public void Read_ManyPeriodsTiersAndKeys_AreAllRead()
    {
        const int Many = 50_000;
        string dates = string.Join(',', Enumerable.Range(0, Many).Select(i => """{"constraint":{"start_date":"DATE"},"prices":{"input_mtok":VALUE}}""".Replace("DATE", Text(Day.PlusDays(-i)), StringComparison.Ordinal).Replace("VALUE", $"{i}", StringComparison.Ordinal)));
        string keys = string.Join(',', Enumerable.Range(1, Many).Select(i => $"\"input_cost_per_token_above_{i}k_tokens\":1"));

        PriceImport periods = Read($$"""[{"id":"a","models":[{"id":"m","prices":[{{dates}}]}]}]""");
        PriceImport tiers = Read("""{"m":{"litellm_provider":"a",KEYS,"output_cost_per_token_flex":1,"output_cost_per_token_batches":1}}""".Replace("KEYS", keys, StringComparison.Ordinal));

        Assert.Equal((2, Many + 2), (periods.Facts.Rates.Length, tiers.Facts.Rates.Length));

        static string Text(LocalDate day) => day.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Read_LongestListOfWhatIsNone_IsRefused()
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes("[" + string.Join(',', Enumerable.Repeat("[]", 5_000_000)) + "]"));

        Assert.Throws<PriceDataException>(() => PriceImport.Read(stream, Day));
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public void Read_ListOfEachFormat_IsRecognised(PriceListFormat format, string json)
    {
        PriceImport import = Read(json);

        Assert.Equal(import.Facts, Read(json, format).Facts);
        Assert.NotEmpty(import.Facts.Rates);
        Assert.NotNull(new PriceCatalog(import.Facts));
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public void Read_ListTruncatedAnywhere_IsRefused(PriceListFormat format, string json)
    {
        byte[] whole = Encoding.UTF8.GetBytes(json.TrimEnd());
        for (int length = 0; length < whole.Length; length++)
        {
            using MemoryStream stream = new(whole, 0, length);
            Assert.Throws<PriceDataException>(() => PriceImport.Read(stream, Day, format));
        }
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public void Read_NullAtAnyPlace_IsRefusedOrMakesACatalog(PriceListFormat format, string json)
    {
        foreach (Range span in Values(json))
        {
            AssertRefusedOrACatalog(Replaced(json, span, "null"), format);
        }
    }

    [Fact]
    public void Read_PortkeyWithoutAProvider_SaysWhatToPass()
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(Portkey));
        Assert.Contains("whose prices they are, such as openai", Assert.Throws<PriceDataException>(() => PriceImport.Read(stream, Day)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_UnknownFormat_IsAnArgumentError() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Read(Genai, (PriceListFormat)99));

    [Property(Arbitrary = [typeof(Mutations)])]
    public void Read_AnyValueReplaced_IsRefusedOrMakesACatalog(Mutation mutation)
    {
        AssertRefusedOrACatalog(mutation.Json, mutation.Format);
        AssertRefusedOrACatalog(mutation.Json, null);
    }

    private static void AssertRefusedOrACatalog(string json, PriceListFormat? format)
    {
        PriceImport import;
        try
        {
            import = Read(json, format);
        }
        catch (PriceDataException e)
        {
            Assert.NotEmpty(e.Message);
            return;
        }

        Assert.NotNull(new PriceCatalog(import.Facts));
        Assert.All(import.Skipped, s => Assert.NotEmpty(s.ToString()));
    }

    private static PriceImport Read(string json, PriceListFormat? format = null)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(json));
        return PriceImport.Read(stream, Day, format, "p");
    }

    private static string Replaced(string json, Range span, string value) => json[..span.Start.Value] + value + json[span.End.Value..];

    // Where each value of the (ASCII) text stands, and each key.
    private static List<Range> Values(string json)
    {
        List<Range> spans = [];
        Stack<int> open = new();
        Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(json));
        while (reader.Read())
        {
            int start = (int)reader.TokenStartIndex;
            int end = (int)reader.BytesConsumed;
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                open.Push(start);
            }
            else if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                spans.Add(open.Pop()..end);
            }
            else if (reader.TokenType != JsonTokenType.PropertyName)
            {
                spans.Add(start..end);
            }
        }

        return spans;
    }

    /// <summary>A price list with up to three values replaced.</summary>
    public sealed record Mutation(PriceListFormat Format, string Json);

    /// <summary>Values that do harm where another is expected, and those of every format, where they do not belong.</summary>
    public static class Mutations
    {
        private static readonly string[] Harmful =
        [
            "null", "true", "false", "0", "-1", "1", "5", "9", "0.5", "1e28", "7.9e28", "1e999999", "-0", "1e-28", "9223372036854775807", "9223372036854775808", "79228162514264337593543950335",
            "\"\"", "\" \"", "\"a\"", "\"A\"", "\"m\"", "\"unnamed\"", "\"NaN\"", "\"-1\"", "\"9999-12-31\"", "\"0001-01\"", "\"-0001-01-01\"", "\"2026-02-30\"", "\"24:00\"", "\"priority\"",
            "\"\\u0000\"", "\"\\ud800\"", "\"a b\"", "\"\\u00a0x\"", "[]", "{}", "[null]", "[[]]", "[{}]", "{\"a\":1}", "{\"base\":1,\"tiers\":[]}", "{\"range\":[]}",
            "{\"m\":{\"litellm_provider\":\"a\",\"input_cost_per_token_above_99999999999999999k_tokens\":1,\"input_cost_per_token_above_0200k_tokens\":1,\"input_cost_per_token_above_200k_tokens\":1}}",
            "{\"a\":{\"models\":{\"m\":{},\"M\":{},\" m\":{}}},\"A\":{\"models\":{\"m\":{}}},\"unnamed\":{\"models\":{}},\"\":{\"models\":{\"\":{}}}}",
            "[{\"tier\":{\"type\":\"context\",\"size\":5},\"input\":1},{\"tier\":{\"type\":\"context\",\"size\":5},\"input\":2,\"tiers\":[],\"tier2\":1}]",
            "[{\"min_prompt_tokens\":5,\"prompt\":1},{\"min_prompt_tokens\":5,\"prompt\":2}]",
            "{\"regional_processing_uplift_multiplier_eu\":1,\"regional_processing_uplift_multiplier_EU\":1,\"regional_processing_uplift_multiplier_\":1,\"litellm_provider\":\"a\",\"input_cost_per_token\":1}",
        ];

        public static Arbitrary<Mutation> Mutation() => (
            from list in Gen.Elements(
                (PriceListFormat.GenaiPrices, Genai), (PriceListFormat.LiteLlm, LiteLlm), (PriceListFormat.ModelsDev, ModelsDev), (PriceListFormat.OpenRouter, OpenRouter), (PriceListFormat.Portkey, Portkey),
                (PriceListFormat.ModelPriceWatch, ModelPriceWatch))
            from first in Step
            from second in Step
            from third in Step
            select new Mutation(list.Item1, third(second(first(list.Item2))))).ToArbitrary();

        private static Gen<Func<string, string>> Step =>
            from place in Gen.Choose(0, int.MaxValue)
            from isOwn in Gen.Elements(true, false)
            from other in Gen.Choose(0, int.MaxValue)
            select (Func<string, string>)(json =>
            {
                List<Range> values = Values(json);
                string value = isOwn ? json[values[other % values.Count]] : Harmful[other % Harmful.Length];
                return Replaced(json, values[place % values.Count], value);
            });
    }

    // Brackets without end, of which it says how many were read.
    private sealed class EndlessStream(long length) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = (int)Math.Min(count, length - Position);
            buffer.AsSpan(offset, read).Fill((byte)'[');
            Position += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
