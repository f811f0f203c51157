using Xunit;

namespace TokenPricing.Tests;

public sealed class ReadmeTests
{
    private static readonly IReadOnlyDictionary<string, string[]> Code =
        new Dictionary<string, string[]> { ["sum"] = ["int a = 1;", "int b = 2;"] };

    /// <summary>The documents whose code is kept true.</summary>
    public static TheoryData<string> Documents => [.. Repository.Documents()];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Document_CSharpBlocks_AreCompiledTestCode(string path) => Approved.Matches(path, document =>
    {
        (string text, IReadOnlyList<string> errors) = Snippets.Apply(document, Snippets.OfTheRepository);
        Assert.True(errors.Count == 0, $"{path}, {string.Join("; ", errors)}");
        return text;
    });

    [Fact]
    public void Apply_SameBlock_ChangesNothing()
    {
        const string Document = "Text\n<!-- snippet: sum -->\n```csharp\nint a = 1;\nint b = 2;\n```\n";

        Assert.Equal(Document, Snippets.Apply(Document, Code).Text);
    }

    [Theory]
    [InlineData("<!-- snippet: sum -->\n```csharp\nint a = 9;\n```\n")]
    [InlineData("<!-- snippet: sum -->\n```csharp\n```\n")]
    [InlineData("<!-- snippet: sum -->\n```csharp\nint a = 1;\nint b = 2;\nint c = 3;\n```\n")]
    public void Apply_OtherBlock_TakesTheCode(string document) =>
        Assert.Equal("<!-- snippet: sum -->\n```csharp\nint a = 1;\nint b = 2;\n```\n", Snippets.Apply(document, Code).Text);

    [Fact]
    public void Apply_SeveralBlocks_LooksAtEachOne()
    {
        (string text, IReadOnlyList<string> errors) = Snippets.Apply(
            "```sh\nls\n```\nText\n<!-- snippet: sum -->\n```csharp\n```\nText\n```csharp\nint c;\n```\n", Code);

        Assert.Equal(
            "```sh\nls\n```\nText\n<!-- snippet: sum -->\n```csharp\nint a = 1;\nint b = 2;\n```\nText\n```csharp\nint c;\n```\n",
            text);
        Assert.StartsWith("line 9: ", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("```csharp\nint a = 1;\n```\n", "without")]
    [InlineData("<!-- snippet: sum -->\n\n```csharp\nint a = 1;\n```\n", "without")]
    [InlineData("<!-- snippet: other -->\n```csharp\nint a = 1;\n```\n", "no snippet is named other")]
    [InlineData("<!-- snippet: sum -->\n```json\n{}\n```\n", "marks no csharp block")]
    public void Apply_BlockThatIsNoCode_IsAnError(string document, string error) =>
        Assert.Contains(error, Assert.Single(Snippets.Apply(document, Code).Errors), StringComparison.Ordinal);

    [Fact]
    public void Apply_BlockOfAnotherLanguage_IsLeftAlone()
    {
        const string Document = "```sh\n# ```csharp\n```\n";

        (string text, IReadOnlyList<string> errors) = Snippets.Apply(Document, Code);

        Assert.Equal((Document, 0), (text, errors.Count));
    }

    [Fact]
    public void In_MarkedCode_LosesItsCommonIndentation()
    {
        string[] code = Snippets.In(["    // snippet: x\n    if (a)\n\n        b();\n    // end-snippet\n"])["x"];

        Assert.Equal(["if (a)", "", "    b();"], code);
    }

    [Theory]
    [InlineData("// snippet: x\na();\n", "no end")]
    [InlineData("// snippet: x\n// snippet: y\n// end-snippet\n", "no end")]
    [InlineData("// snippet: x\n// end-snippet\n// snippet: x\n// end-snippet\n", "Two")]
    public void In_BadMarks_IsRefused(string source, string error) =>
        Assert.Contains(error, Assert.Throws<InvalidDataException>(() => Snippets.In([source])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("int a = 1;    // 1\n// a whole line\nf();    // 2.50: more words\n", true)]
    [InlineData("int a = 1;    // 1\n", false)]
    [InlineData("int a = 1;    // 1\nf();    // 2.51\n", false)]
    [InlineData("int a = 1;    // 1\nf();    // 2.505\n", false)]
    public void HasComments_BehindTheCode_AreTheValues(string code, bool isSame) =>
        Assert.Equal(isSame, Snippets.HasComments(code.Split('\n'), "1", "2.50"));
}
