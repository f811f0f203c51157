using Xunit;

namespace TokenPricing.Tests;

public sealed class HouseTests
{
    private const string Begin = "<!-- house:begin -->";
    private const string End = "<!-- house:end -->";

    private static readonly Lazy<HouseGraph> House = new(() => HouseReader.ReadFolder(Repository.PathOf("src/TokenPricing")));

    [Fact]
    public void House_OfTheLibrary_StandsOnItsFloors()
    {
        IReadOnlyList<string> violations = HouseRules.Violations(House.Value);

        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }

    [Fact]
    public void House_AllowedCircles_StillExist() =>
        Assert.Empty(HouseRules.AllowedCircles.Except(House.Value.Circles().Select(circle => string.Join(", ", circle))));

    [Fact]
    public void House_OfTheLibrary_IsSeenWhole()
    {
        Assert.Contains("Usd", House.Value.Files);
        Assert.Contains(("Rate", "Usd"), House.Value.Uses.Keys);
    }

    [Fact]
    public void House_Picture_IsTheOneInContributing()
    {
        string picture = HouseRules.Picture(House.Value);

        Approved.Matches("CONTRIBUTING.md", text =>
        {
            int begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
            int end = text.IndexOf(End, StringComparison.Ordinal);
            Assert.True(begin >= Begin.Length && begin <= end, $"CONTRIBUTING.md needs the lines {Begin} and {End}.");
            return $"{text[..begin]}\n{picture}\n{text[end..]}";
        });
    }

    [Fact]
    public void Violations_LowerFloorNamesHigher_NamesBothAndTheUse() => Assert.Equal(
        ["(root) (floor 1) knows Catalog (floor 3): Money.cs names Offer of Catalog/Offer.cs."],
        ViolationsOf(("Money.cs", "class Money { Offer? offer; }"), ("Catalog/Offer.cs", "class Offer;")));

    [Theory]
    [InlineData("class Money { void M() { var x = Factory.Make(); } }", "inferred type")]
    [InlineData("class Money { bool M(int a) => a.IsOffered; }", "C# 14 extension property")]
    [InlineData("class Money { string M() => nameof(Offer); }", "nameof")]
    [InlineData("class Money { int M() => Offer.Most; }", "constant")]
    [InlineData("class Money { List<Offer>[]? M; }", "part of a type")]
    [InlineData("[Offered] class Money;", "attribute")]
    [InlineData("class Money : Offer;", "base type")]
    public void Violations_HigherFloorUsedInAnyWay_IsSeen(string money, string way) => Assert.True(
        ViolationsOf(
            ("Money.cs", money),
            ("Catalog/Offer.cs", """
                class Offer { public const int Most = 5; }
                class OfferedAttribute : Attribute;
                static class Factory { public static Offer Make() => new(); }
                static class Extensions { extension(int number) { public bool IsOffered => number > 0; } }
                """)).Count > 0,
        way);

    [Fact]
    public void Violations_HigherFloorNamesLower_None() =>
        Assert.Empty(ViolationsOf(("Money.cs", "class Money;"), ("Catalog/Offer.cs", "class Offer { Money? price; }")));

    [Fact]
    public void Violations_DocumentationPointsUpstairs_None() =>
        Assert.Empty(ViolationsOf(("Money.cs", "/// <summary>See <see cref=\"Offer\"/>.</summary>\nclass Money;"), ("Catalog/Offer.cs", "class Offer;")));

    [Fact]
    public void Violations_TwoFoldersOfOneFloorKnowEachOther_SaysSo() => Assert.Equal(
        ["Data and Reports know each other: Data/Row.cs names Page of Reports/Page.cs; Reports/Page.cs names Row of Data/Row.cs."],
        ViolationsOf(("Data/Row.cs", "class Row { Page? page; }"), ("Reports/Page.cs", "class Page { Row? row; }")));

    [Fact]
    public void Violations_UnknownFolder_SaysSo() => Assert.Equal(
        ["The folder Cellar has no floor; give it one in HouseRules."],
        ViolationsOf(("Cellar/Wine.cs", "class Wine;")));

    [Fact]
    public void Violations_CircleOfFourFiles_NamesThem() => Assert.Equal(
        ["A circle of 4 files, more than 3: A, B, C, D."],
        ViolationsOf(
            ("A.cs", "class A { B? b; }"), ("B.cs", "class B { C? c; }"), ("C.cs", "class C { D? d; }"), ("D.cs", "class D { A? a; E? e; }"), ("E.cs", "class E;")));

    [Fact]
    public void Violations_CircleOfThreeAndPartsOfOneType_None() => Assert.Empty(
        ViolationsOf(
            ("A.cs", "partial class A { B? b; }"), ("A.Text.cs", "partial class A { C? c; }"), ("B.cs", "class B { C? c; }"), ("C.cs", "class C { A? a; }")));

    [Fact]
    public void Read_SourceThatDoesNotCompile_IsRefused() => Assert.Contains(
        "Missing",
        Assert.Throws<InvalidOperationException>(() => ViolationsOf(("A.cs", "class A { Missing? m; }"))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Picture_TwoFolders_IsAGraphFromTheTop() => Assert.Equal(
        """
        ```mermaid
        graph TD
          Catalog["3 Catalog"]
          Root["1 the values users name"]
          Catalog --> Root
        ```
        """,
        HouseRules.Picture(HouseReader.Read([("Money.cs", "class Money;"), ("Catalog/Offer.cs", "class Offer { Money? price; }")])));

    private static IReadOnlyList<string> ViolationsOf(params (string Path, string Text)[] files) => HouseRules.Violations(HouseReader.Read(files));
}
