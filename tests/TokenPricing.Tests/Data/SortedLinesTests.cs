using System.Text;
using FsCheck;
using FsCheck.Xunit;
using Xunit;

namespace TokenPricing.Tests;

public sealed class SortedLinesTests
{
    [Property]
    public static bool Of_AnySortedTable_IsItsRowsOfTheKey(byte[] rows, byte asked, PositiveInt width)
    {
        (string First, string Second, string Third)[] table =
        [
            .. rows.Select((r, i) => ($"m{r % 7}", $"p{r / 7 % 5}", new string('x', i * width.Get % 3000))).OrderBy(r => r.Item2, StringComparer.Ordinal).ThenBy(r => r.Item1, StringComparer.Ordinal),
        ];
        string text = string.Concat(table.Select(r => $"{r.First},{r.Second},{r.Third}\n").Prepend("model,provider,text\n"));
        (string first, string second) = ($"m{asked % 8}", $"p{asked / 8 % 6}");

        List<string[]> found = Lines(text).Of(new TableKey(first, second));
        List<string[]> unsorted = Lines(text).Of(new TableKey(first, second), isSorted: false);

        return found[0] is ["model", "provider", "text"]
            && found.Skip(1).Select(c => (c[0], c[1], c[2])).SequenceEqual(table.Where(r => r.First == first && r.Second == second))
            && unsorted.Select(c => string.Join(',', c)).SequenceEqual(found.Select(c => string.Join(',', c)));
    }

    [Theory]
    [InlineData("a", "a|1")]
    [InlineData("b", "b|x, y|", "b|say \"so\"|\"")]
    [InlineData("c", "c||")]
    [InlineData("d", "d|模型|z")]
    [InlineData("aa")]
    [InlineData("")]
    [InlineData("zz")]
    public void Of_RowsByTheirFirstCell_HasTheirCells(string key, params string[] rows)
    {
        const string Table = "id,name,more\na,1\nb,\"x, y\",\nb,\"say \"\"so\"\"\",\"\"\"\"\nc,,\nd,模型,z";

        Assert.Equal(rows, Lines(Table).Of(new TableKey(key)).Skip(1).Select(cells => string.Join('|', cells)));
    }

    [Fact]
    public void All_Rows_AreThere() =>
        Assert.Equal(["id", "a", "b"], Lines("id\na\nb\n").All().Select(cells => Assert.Single(cells)));

    private static SortedLines Lines(string text) => new(new MemoryStream(Encoding.UTF8.GetBytes(text)));
}
