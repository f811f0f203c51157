using Xunit;

namespace TokenPricing.Tests;

public sealed class PublicApiTests
{
    [Theory]
    [InlineData("PublicApi.txt", typeof(Usd))]
    [InlineData("PublicApi.Extensions.AI.txt", typeof(CostTracking))]
    [InlineData("PublicApi.Sqlite.txt", typeof(SqliteSpendStore))]
    public void PublicApi_OfAPackage_IsTheReviewedOne(string file, Type of) =>
        Approved.Matches($"tests/TokenPricing.Tests/{file}", ApiText.Of(of.Assembly));

    [Fact]
    public void ApiText_Class_ReadsLikeCSharp() => Assert.Equal(
        """
        abstract class Sample : IComparable<Sample>
          protected new(string name = "none")
          int CompareTo(Sample? other)
          virtual int Count { get; init; }
          static Dictionary<string, string?> Find(decimal? price = null, params string[] names)
          const int Limit = 5
          abstract string? Name { get; }
          static bool TryFind(string name, out Sample? sample)
          static implicit operator Sample?(string name)


        """.ReplaceLineEndings("\n"),
        ApiText.Of([typeof(ApiSamples.Sample)]).Replace("ApiSamples.", "", StringComparison.Ordinal));

    [Fact]
    public void ApiText_ExtensionBlock_ShowsItsMembersOnTheReceiver() => Assert.Equal(
        """
        static class ApiExtensions
          extension(int) static int Answer { get; }
          extension(int number) bool IsOdd { get; }
          extension(int number) int Plus(int other)
          static int Twice(this int number)


        """.ReplaceLineEndings("\n"),
        ApiText.Of([typeof(ApiExtensions), .. typeof(ApiExtensions).GetNestedTypes()]));
}
