using System.Globalization;
using System.Text;
using System.Text.Json;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>
/// Rows with what real calls were billed wrongly for, in served-calls.jsonl. Expected is the total; an interval as <c>low..high</c>;
/// <c>flag</c> for an answer that must say what it does not contain, a total with <c>!</c> for one that says so too; or the code of an error.
/// </summary>
public sealed class ServedRowTests
{
    private static readonly string[] Lines = File.ReadAllLines(Repository.PathOf("tests/TokenPricing.Statements.Tests/served-calls.jsonl"));

    private static readonly CostOptions LeaveUnpriced = new() { MissingRate = MissingRatePolicy.LeaveUnpriced };

    [Fact]
    public void Price_EachRow_IsAsExpected()
    {
        JsonElement[] answers = [.. Priced(string.Join('\n', Lines)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(a => JsonDocument.Parse(a).RootElement)];

        Assert.Equal(Lines.Length, answers.Length);
        Assert.All(Lines.Zip(answers), pair =>
        {
            JsonElement row = JsonDocument.Parse(pair.First).RootElement;
            Assert.Equal($"{row.GetProperty("id")}: {row.GetProperty("expected")}", $"{row.GetProperty("id")}: {Said(pair.Second, row.GetProperty("expected").GetString()!)}");
        });
    }

    private static string Said(JsonElement answer, string expected)
    {
        if (answer.TryGetProperty("error", out JsonElement error))
        {
            return error.GetProperty("code").GetString()!;
        }

        bool isFlagged = answer.TryGetProperty("unread", out _) || answer.TryGetProperty("unpriced", out _);
        if (expected == "flag" && isFlagged)
        {
            return "flag";
        }

        string said = answer.TryGetProperty("low", out JsonElement low)
            ? $"{low.GetString()}..{answer.GetProperty("high").GetString()}"
            : decimal.Parse(answer.GetProperty("total").GetString()!, CultureInfo.InvariantCulture)
                == (decimal.TryParse(expected.TrimEnd('!'), CultureInfo.InvariantCulture, out decimal usd) ? usd : -1)
                ? expected.TrimEnd('!')
                : answer.GetProperty("total").GetString()!;
        return isFlagged ? said + "!" : said;
    }

    private static string Priced(string rows)
    {
        using MemoryStream input = new(Encoding.UTF8.GetBytes(rows));
        using MemoryStream output = new();
        using (RowFile file = RowFile.JsonLines(input, output))
        {
            foreach (PricedRow priced in new RowPricer(PriceCatalog.BuiltIn, LeaveUnpriced).Price(file.Read()))
            {
                file.Write(priced);
            }
        }

        return Encoding.UTF8.GetString(output.ToArray());
    }
}
