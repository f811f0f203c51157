using Xunit;

namespace TokenPricing.Tests;

/// <summary>The pictures of the docs are what the library draws today.</summary>
public sealed class DocumentPictureTests
{
    private static readonly Dictionary<string, Func<Chart>> Pictures = new()
    {
        ["cost.svg"] = FirstCostSnippets.Picture,
        ["price-history.svg"] = RateCardSnippets.Picture,
        ["break-even.svg"] = ComparingSnippets.BreakEvenPicture,
        ["providers.svg"] = ComparingSnippets.ProvidersPicture,
        ["ranking.svg"] = ComparingSnippets.RankingPicture,
    };

    public static TheoryData<string> Names => [.. Pictures.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Picture_IsWhatTheLibraryDraws(string name) => Approved.Matches($"docs/images/{name}", Pictures[name]().ToSvg() + "\n");

    [Fact]
    public void Pictures_InTheFolder_AreThoseOfTheTestsAndShownInTheDocs()
    {
        string[] files =
            [.. Directory.EnumerateFiles(Repository.PathOf("docs/images")).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
        string[] shown =
        [
            .. Repository.Documents()
                .SelectMany(d => Links.RelativeIn(File.ReadAllText(Repository.PathOf(d))))
                .Where(link => link.Path.EndsWith(".svg", StringComparison.Ordinal))
                .Select(link => Path.GetFileName(link.Path))
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

        Assert.Equal(Pictures.Keys.Order(StringComparer.Ordinal), files);
        Assert.Equal(files, shown);
    }
}
