using FsCheck.Xunit;
using Xunit;

namespace TokenPricing.Tests;

[Properties]
public sealed class LawsAttributeTests : IDisposable
{
    private readonly List<int> _seen = [];

    public void Dispose() => Assert.Equal(LawsAttribute.Cases, _seen.Count is 0 ? LawsAttribute.Cases : _seen.Count);

    [Property]
    public void Laws_OfAnInstance_AreCheckedOnAllCases(int number) => _seen.Add(number);

    [Theory]
    [InlineData(null, 1_000)]
    [InlineData("", 1_000)]
    [InlineData("300", 300)]
    public void CasesOf_Setting_IsTheNumberOfCases(string? setting, int cases)
    {
        Assert.Equal(cases, LawsAttribute.CasesOf(setting));
        Assert.Throws<FormatException>(() => LawsAttribute.CasesOf("many"));
    }

    [Fact]
    public void ReplayOf_Seed_ChoosesTheCases()
    {
        Assert.Equal(LawsAttribute.ReplayOf("7"), LawsAttribute.ReplayOf("7"));
        Assert.NotEqual(LawsAttribute.ReplayOf("7"), LawsAttribute.ReplayOf("8"));
        Assert.Null(LawsAttribute.ReplayOf(""));
        Assert.Null(LawsAttribute.ReplayOf(null));
    }
}
