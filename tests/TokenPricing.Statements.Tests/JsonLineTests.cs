using System.Globalization;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Xunit;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>A record whose fields are noted while it is read has the fields that a document of it has.</summary>
public static class JsonLineTests
{
    private static readonly string[] Names = ["a", "b", "c", "a.b", "b.c", "a.b.c", "\\u0061", "é", "", "."];
    private static readonly string[] Paths = ["a", "b", "c", "a.b", "b.c", "a.b.c", "a.b.c.a", "b.a", "é", "c.é", "", ".", "a.", ".a", "a..b", "none"];

    private static readonly string[] Values =
    [
        "0", "7", "-7", "1.50", "1e3", "2E-2", "1.0", "12345678901234567890", "79228162514264337593543950335.4", "true", "false", "null",
        "\"\"", "\"x\"", "\"12\"", "\"1.5\"", "\"-3\"", "\"\\u00e9\\n\"", "\"é\"", "\"\\ud800\"", "\"{\\\"a\\\":1,\\\"b\\\":{\\\"c\\\":\\\"y\\\"}}\"", "\"{\\\"a\\\":\"",
        "\"[1]\"", "[]", "[1,{\"a\":2}]", "\"2026-05-02T00:00:00Z\"",
    ];

    // The records of a file, which differ in what they have and in what order.
    [Property(MaxTest = 300)]
    public static bool AnyField_OfAnyRecords_IsThatOfTheDocument(DoNotSize<int>[] seeds)
    {
        JsonLine line = new();
        foreach (int seed in seeds.Take(8).Select(s => s.Item).Append(3))
        {
            Random random = new(seed);
            string json = Object(random, 3);
            line.Read(Encoding.UTF8.GetBytes(json));
            JsonLineRecord record = new("f", 1, line, line.Root);
            using JsonDocument document = JsonDocument.Parse(json);
            JsonRecord expected = new("f", 1, document.RootElement);
            foreach (int _ in Enumerable.Range(0, 12))
            {
                string path = Paths[random.Next(Paths.Length)];
                AssertSame(json, path, expected, record);
                AssertSame(
                    json, path, Asked(() => expected.Inner("a")) as SourceRecord, Asked(() => record.Inner("a")) as SourceRecord);
            }

            Assert.Equal(expected.Names, record.Names);
        }

        return true;
    }

    // More names than a reader asks for, and records longer than one that is read again for each new name.
    [Theory]
    [InlineData(2_000, 1)]
    [InlineData(3, 300_000)]
    public static void AnyField_OfARecordWithManyOrLongFields_IsThatOfTheDocument(int fields, int length)
    {
        string json = "{" + string.Join(',', Enumerable.Range(0, fields).Select(i => $"\"n{i}\":\"{new string('x', length)}{i}\"")) + "}";
        JsonLine line = new();
        line.Read(Encoding.UTF8.GetBytes(json));
        JsonLineRecord record = new("f", 1, line, line.Root);
        for (int i = 0; i < fields; i += 1 + (fields / 700))
        {
            Assert.EndsWith($"x{i}", record.Text($"n{i}"), StringComparison.Ordinal);
        }

        Assert.False(record.Has("other"));
    }

    [Theory]
    [InlineData("{\"a\":1")]
    [InlineData("{\"a\":1}x")]
    [InlineData("{\"a\":1} {}")]
    [InlineData("")]
    [InlineData("{\"a\":01}")]
    [InlineData("{\"a\":{\"b\":[}}")]
    public static void Read_NotOneValue_ThrowsWhatADocumentThrows(string json)
    {
        JsonException expected = Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(json));
        JsonException thrown = Assert.ThrowsAny<JsonException>(() => new JsonLine().Read(Encoding.UTF8.GetBytes(json)));

        Assert.Equal(expected.Message, thrown.Message);
    }

    [Fact]
    public static void TryAdd_ThreeMillionKeys_RemembersTheLastMillion()
    {
        const ulong Last = 3_000_000;
        RecentKeys keys = new();
        for (ulong i = 0; i <= Last; i++)
        {
            if (!keys.TryAdd(Mixed(i)))
            {
                Assert.Fail($"{i} is new.");
            }
        }

        for (ulong i = Last - 1_000_000; i <= Last; i++)
        {
            if (keys.TryAdd(Mixed(i)))
            {
                Assert.Fail($"{i} is remembered.");
            }
        }

        Assert.True(keys.TryAdd(Mixed(5)), "What is further back is new again.");

        static ulong Mixed(ulong key) => unchecked((key + 1) * 0x9E37_79B9_7F4A_7C15);
    }

    [Property(MaxTest = 200)]
    public static bool Of_AnyTexts_AreThemselves(string[] texts, ushort repeats)
    {
        TextCache cache = new();
        string[] all = [.. texts.Select(t => t ?? ""), "", "gpt-4o", "gpt-4o-mini", "Größe", new string('x', 300)];
        for (int i = 0; i < 20 + (repeats % 3000); i++)
        {
            string text = i % 3 == 0 ? i.ToString(CultureInfo.InvariantCulture) : all[i % all.Length];
            byte[] utf8 = Encoding.UTF8.GetBytes(text);
            if (cache.Of(text) != text || cache.Of(utf8) != Encoding.UTF8.GetString(utf8))
            {
                return false;
            }
        }

        return true;
    }

    private static void AssertSame(string json, string path, SourceRecord? expected, SourceRecord? record)
    {
        Assert.True(expected is null == record is null, json);
        if (expected is null || record is null)
        {
            return;
        }

        Same(r => r.Has(path));
        Same(r => r.Text(path));
        Same(r => r.Count(path));
        Same(r => r.Number(path)?.ToString(CultureInfo.InvariantCulture));
        Same(r => r.Json(path)?.GetRawText());

        void Same(Func<SourceRecord, object?> ask)
        {
            object? before = Asked(() => ask(expected));
            object? after = Asked(() => ask(record));
            Assert.True(Equals(before, after), $"{json} at '{path}': {before ?? "null"}, not {after ?? "null"}");
        }
    }

    private static object? Asked(Func<object?> ask)
    {
        try
        {
            return ask();
        }
        catch (RowException e)
        {
            return e.Error;
        }
        catch (InvalidOperationException)
        {
            return "an invalid text";
        }
    }

    private static string Object(Random random, int depth)
    {
        IEnumerable<string> fields = Enumerable.Range(0, random.Next(6)).Select(_ =>
            $"\"{Names[random.Next(Names.Length)]}\": {(depth > 0 && random.Next(3) == 0 ? Object(random, depth - 1) : Values[random.Next(Values.Length)])}");
        return $"{{ {string.Join(" ,", fields)} }}";
    }
}
