using System.Text.RegularExpressions;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>The links of every document, and how soon the docs show a cost.</summary>
public sealed partial class DocumentTests
{
    private const int FirstLines = 10;

    public static TheoryData<string> Documents => [.. Repository.Documents()];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Document_EveryRelativeLink_PointsToAFileAndAHeading(string path)
    {
        string full = Repository.PathOf(path);
        string markdown = File.ReadAllText(full);

        Assert.All(Links.RelativeIn(markdown), link =>
        {
            string target = link.Path.Length == 0 ? full : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(full)!, link.Path));
            Assert.True(Path.Exists(target), $"{path} points to {link.Path}, which is not there.");
            Assert.StartsWith(Repository.Root, target, StringComparison.Ordinal);
            Assert.True(
                link.Anchor.Length == 0 || (target.EndsWith(".md", StringComparison.Ordinal)
                    && Links.AnchorsIn(File.ReadAllText(target)).Contains(link.Anchor)),
                $"{path} points to #{link.Anchor} of {Path.GetFileName(target)}, which has no such heading.");
        });
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Document_EveryProjectOrFileOfDotnet_IsThere(string path) => Assert.All(
        DocumentBlock.In(File.ReadAllText(Repository.PathOf(path)))
            .Where(b => b.Language == "sh")
            .SelectMany(b => DotnetTarget().Matches(b.Text)),
        target => Assert.True(Path.Exists(Repository.PathOf(target.Groups["path"].Value)), $"{path}: {target.Value} is not there."));

    // What stands in the blocks is run, and so is what they say that it prints.
    [Theory]
    [InlineData("docs/README.md", "sh", "cost anthropic/", "Total: $0.0495")]
    [InlineData("docs/first-cost.md", "csharp", "CostOf(", "prints `$0.0495`")]
    public void FirstPage_ItsFirstLines_HaveAWholeCallAndWhatItCosts(string path, string language, string call, string answer)
    {
        string first = string.Join('\n', File.ReadLines(Repository.PathOf(path)).Take(FirstLines));

        DocumentBlock block = DocumentBlock.In(first).First();
        Assert.Equal(language, block.Language);
        Assert.Contains(call, block.Text, StringComparison.Ordinal);
        Assert.Contains(answer, first, StringComparison.Ordinal);
        Assert.EndsWith(FirstCostSnippets.FirstCost, answer.TrimEnd('`'), StringComparison.Ordinal);
    }

    [Fact]
    public void Docs_EveryPage_IsReachedFromTheContents()
    {
        HashSet<string> reached = [];
        Reach("docs/README.md");
        Assert.All(
            Repository.Documents().Where(d => d.StartsWith("docs/", StringComparison.Ordinal)),
            page => Assert.Contains(page, reached));

        void Reach(string page)
        {
            if (!reached.Add(page) || !page.EndsWith(".md", StringComparison.Ordinal))
            {
                return;
            }

            string full = Repository.PathOf(page);
            foreach ((string path, _) in Links.RelativeIn(File.ReadAllText(full)).Where(link => link.Path.Length > 0))
            {
                string target = Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Path.GetDirectoryName(full)!, path)))
                    .Replace('\\', '/');
                if (target.StartsWith("docs/", StringComparison.Ordinal))
                {
                    Reach(target);
                }
            }
        }
    }

    [Fact]
    public void RelativeIn_LinksOfEveryKind_FindsThoseIntoTheRepository() => Assert.Equal(
        [("docs/a.md", "part"), ("b c.md", ""), ("", "top"), ("icon.png", ""), ("d.md", "")],
        Links.RelativeIn(
            """
            [a](docs/a.md#part) [b](b%20c.md "title") [web](https://example.com) [here](#top) <img src="icon.png">
            `[no](code.md)`
            ```sh
            [no](code.md)
            ```
            [d]: d.md
            """));

    [Fact]
    public void AnchorsIn_HeadingsOfEveryKind_AreAsGitHubWritesThem() => Assert.Equal(
        ["a-cost", "70--cheaper-not-233-", "cost-of-calls", "a-cost-1", "the-api_s-rates"],
        Links.AnchorsIn(
            """
            # A cost
            ## 70 % cheaper, not 233 %
            ### [Cost](x.md) of `calls`
            # A cost
            ```sh
            # no heading
            ```
            #no heading
            ## The API_s "rates"!
            """));

    [GeneratedRegex(@"\bdotnet (?:run|test|build|format|publish)(?: -c \w+)?(?: --project)? (?<path>[\w.]+(?:[/.][\w.-]+)+)")]
    private static partial Regex DotnetTarget();
}
