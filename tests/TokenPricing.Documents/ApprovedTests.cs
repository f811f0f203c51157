using Xunit;

namespace TokenPricing.Tests;

public sealed class ApprovedTests
{
    [Fact]
    public void Diff_ChangedLine_ShowsBeforeAndAfter() => Assert.Equal("- b\n+ c", Approved.Diff("a\nb", "a\nc"));

    [Fact]
    public void Diff_LineOnceMore_ShowsTheExtraOne() => Assert.Equal("+ a", Approved.Diff("a\nb", "a\na\nb"));

    [Fact]
    public void Diff_OtherOrder_SaysSo() => Assert.Contains("order", Approved.Diff("a\nb", "b\na"), StringComparison.Ordinal);

    [Fact]
    public void Matches_DriftedFile_FailsWithTheDifference()
    {
        if (Approved.Accepting)
        {
            return;
        }

        Exception failure = Assert.ThrowsAny<Exception>(() => Approved.Matches("tests/no-such-file.txt", "a line"));
        Assert.Contains("+ a line", failure.Message, StringComparison.Ordinal);
    }
}
