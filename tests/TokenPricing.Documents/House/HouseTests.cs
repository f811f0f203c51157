using Xunit;

namespace TokenPricing.Tests;

public sealed class HouseTests
{
    private const string Begin = "<!-- house:begin -->";
    private const string End = "<!-- house:end -->";

    // Its houses with something planted are read anew, which takes as long as they are large.
    private const string SmallPackage = "TokenPricing.Extensions.Hosting";

    private static readonly Dictionary<string, int> Floors = new() { ["Values"] = 1, ["Offers"] = 2, [HouseGraph.Root] = 3 };

    private static readonly Dictionary<string, Lazy<HouseGraph>> Houses =
        Packages.All.ToDictionary(package => package, package => new Lazy<HouseGraph>(() => HouseReader.ReadPackage(package)));

    public static TheoryData<string> All => [.. Houses.Keys];

    private static HouseGraph Core => Houses[Packages.Core].Value;

    [Theory]
    [MemberData(nameof(All))]
    public void House_OfAPackage_Stands(string package)
    {
        IReadOnlyList<string> violations =
            HouseRules.Violations(Houses[package].Value, package == Packages.Core ? HouseRules.CoreFloors : HouseRules.NoFloors);

        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }

    [Fact]
    public void House_AllowedCircles_StillExist() => Assert.Empty(
        HouseRules.AllowedCircles.Except(Houses.Values.SelectMany(h => h.Value.Circles()).Select(circle => string.Join(", ", circle))));

    [Fact]
    public void House_OfTheCore_IsSeenWhole()
    {
        Assert.Contains("Values/Usd", Core.Files);
        Assert.Contains(("Rates/RateCard", "Values/Rate"), Core.Uses.Keys);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void House_OfAPackage_HasEveryFileOfIt(string package) => Assert.Equal(
        Packages.SourcesOf(package)
            .Select(path => path[..path.IndexOf('.', path.LastIndexOf('/') + 1)])
            .Distinct()
            .Order(StringComparer.Ordinal),
        Houses[package].Value.Files.Order(StringComparer.Ordinal));

    [Fact]
    public void House_EdgePlantedInAPackage_IsSeen()
    {
        HouseGraph house = HouseReader.ReadPackage(
            SmallPackage,
            ("Importing/Planted.cs", "namespace TokenPricing.Planted; internal sealed class Planted { internal Replanted? Other; }"),
            ("Merging/Replanted.cs", "namespace TokenPricing.Planted; internal sealed class Replanted { internal Planted? Other; }"));

        Assert.Contains(
            HouseRules.Violations(house, HouseRules.NoFloors),
            violation => violation.StartsWith("Importing and Merging know each other: ", StringComparison.Ordinal));
    }

    [Fact]
    public void House_EdgePlantedDeepInAPackage_IsSeen()
    {
        HouseGraph house = HouseReader.ReadPackage(
            SmallPackage,
            ("Data/Planted/Csv/Planted.cs", "namespace TokenPricing.Planted; internal sealed class Planted { internal Replanted? Other; }"),
            (
                "Data/Planted/Json/Replanted.cs",
                "namespace TokenPricing.Planted; internal sealed class Replanted { internal Planted? Other; }"));

        Assert.Contains(
            HouseRules.Violations(house, HouseRules.NoFloors),
            violation => violation.StartsWith("Data/Planted/Csv and Data/Planted/Json know each other: ", StringComparison.Ordinal));
    }

    [Fact]
    public void House_Picture_IsTheOneInContributing()
    {
        string picture = HouseRules.Picture(Core, HouseRules.CoreFloors);

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
        ["Values (floor 1) knows Offers (floor 2): Values/Money.cs names Offer of Offers/Offer.cs."],
        ViolationsOf(("Values/Money.cs", "class Money { Offer? offer; }"), ("Offers/Offer.cs", "class Offer;")));

    [Fact]
    public void Violations_FolderNamesAFileBesideTheFolders_SaysSo() => Assert.Equal(
        ["Offers (floor 2) knows (root) (floor 3): Offers/Offer.cs names Door of Door.cs."],
        ViolationsOf(("Door.cs", "class Door;"), ("Offers/Offer.cs", "class Offer { Door? door; }")));

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
            ("Values/Money.cs", money),
            ("Offers/Offer.cs", """
                class Offer { public const int Most = 5; }
                class OfferedAttribute : Attribute;
                static class Factory { public static Offer Make() => new(); }
                static class Extensions { extension(int number) { public bool IsOffered => number > 0; } }
                """)).Count > 0,
        way);

    [Fact]
    public void Violations_HigherFloorNamesLower_None() => Assert.Empty(
        ViolationsOf(("Values/Money.cs", "class Money;"), ("Offers/Offer.cs", "class Offer { Money? price; }")));

    [Fact]
    public void Violations_DocumentationPointsUpstairs_None() => Assert.Empty(ViolationsOf(
        ("Values/Money.cs", "/// <summary>See <see cref=\"Offer\"/>.</summary>\nclass Money;"),
        ("Offers/Offer.cs", "class Offer;")));

    [Fact]
    public void Violations_TwoFoldersKnowEachOther_SaysSo() => Assert.Equal(
        ["Data and Pages know each other: Data/Row.cs names Page of Pages/Page.cs; Pages/Page.cs names Row of Data/Row.cs."],
        ViolationsWithoutFloorsOf(("Data/Row.cs", "class Row { Page? page; }"), ("Pages/Page.cs", "class Page { Row? row; }")));

    [Fact]
    public void Violations_TwoNestedFoldersKnowEachOther_SaysSo() => Assert.Equal(
        [
            "Data/In/Csv and Data/In/Json know each other: Data/In/Csv/Row.cs names Page of Data/In/Json/Page.cs; "
            + "Data/In/Json/Page.cs names Row of Data/In/Csv/Row.cs.",
        ],
        ViolationsWithoutFloorsOf(
            ("Data/In/Csv/Row.cs", "class Row { Page? page; }"),
            ("Data/In/Json/Page.cs", "class Page { Row? row; }")));

    [Fact]
    public void Violations_NestedFoldersOfTwoFoldersKnowEachOther_SaysSo() => Assert.Equal(
        ["Data and Pages know each other: Data/In/Row.cs names Page of Pages/Html/Page.cs; Pages/Html/Head.cs names Line of "
            + "Data/Out/Line.cs."],
        ViolationsWithoutFloorsOf(
            ("Data/In/Row.cs", "class Row { Page? page; }"),
            ("Data/Out/Line.cs", "class Line;"),
            ("Pages/Html/Page.cs", "class Page;"),
            ("Pages/Html/Head.cs", "class Head { Line? line; }")));

    [Fact]
    public void Violations_FolderAndTheFilesAroundItKnowEachOther_SaysSo() => Assert.Equal(
        ["Data/(root) and Data/Csv know each other: Data/Table.cs names Row of Data/Csv/Row.cs; Data/Csv/Row.cs names Table of "
            + "Data/Table.cs."],
        ViolationsWithoutFloorsOf(("Data/Table.cs", "class Table { Row? row; }"), ("Data/Csv/Row.cs", "class Row { Table? table; }")));

    [Fact]
    public void Violations_UnknownFolder_SaysSo() => Assert.Equal(
        ["The folder Cellar has no floor; give it one in HouseRules."],
        ViolationsOf(("Cellar/Wine.cs", "class Wine;")));

    [Fact]
    public void Violations_CircleOfFourFiles_NamesThem() => Assert.Equal(
        ["A circle of 4 files, more than 3: A, B, C, D."],
        ViolationsOf(
            ("A.cs", "class A { B? b; }"),
            ("B.cs", "class B { C? c; }"),
            ("C.cs", "class C { D? d; }"),
            ("D.cs", "class D { A? a; E? e; }"),
            ("E.cs", "class E;")));

    [Fact]
    public void Violations_CircleOfThreeAndPartsOfOneType_None() => Assert.Empty(
        ViolationsOf(
            ("A.cs", "partial class A { B? b; }"),
            ("A.Text.cs", "partial class A { C? c; }"),
            ("B.cs", "class B { C? c; }"),
            ("C.cs", "class C { A? a; }")));

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
          Offers["2 Offers"]
          Values["1 Values"]
          Offers --> Values
        ```
        """,
        HouseRules.Picture(
            HouseReader.Read([("Values/Money.cs", "class Money;"), ("Offers/Offer.cs", "class Offer { Money? price; }")]),
            Floors));

    private static IReadOnlyList<string> ViolationsOf(params (string Path, string Text)[] files) =>
        HouseRules.Violations(HouseReader.Read(files), Floors);

    private static IReadOnlyList<string> ViolationsWithoutFloorsOf(params (string Path, string Text)[] files) =>
        HouseRules.Violations(HouseReader.Read(files), HouseRules.NoFloors);
}
