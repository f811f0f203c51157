using System.Reflection;
using System.Text.RegularExpressions;
using FsCheck.Fluent;
using Xunit;

namespace FsCheck.Xunit;

public sealed class PropertyAttributeTests : IDisposable
{
    private readonly List<int> _seen = [];

    public void Dispose() => Assert.Equal(20, _seen.Count is 0 ? 20 : _seen.Count);

    [Property(MaxTest = 20)]
    public void Property_InstanceMethod_IsCalledOnOneInstanceForEveryCase(int number) => _seen.Add(number);

    [Property]
    public static bool Property_ReturningBool_HoldsWhereTrue(int a, int b) => a + (long)b == b + (long)a;

    [Property]
    public static Property Property_ReturningProperty_SkipsRejectedCases(int a) => (a != 0).Implies(() => 0 / a == 0);

    [Property(Arbitrary = [typeof(OnlySeven)])]
    public static void Property_Arbitrary_GeneratesTheArguments(int number) => Assert.Equal(7, number);

    [Fact]
    public void Property_FalseLaw_FailsWithTheShrunkCounterexample()
    {
        PropertyFailedException failure = Assert.Throws<PropertyFailedException>(() => Check(nameof(FalseLaws.BelowAHundred)));

        Assert.Contains("Falsifiable", failure.Message, StringComparison.Ordinal);
        Assert.Matches(@"Shrunk:\s+100\b", failure.Message);
        Assert.Contains("Replay = ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Property_AssertionInside_FailsWithTheAssertionsMessage()
    {
        PropertyFailedException failure = Assert.Throws<PropertyFailedException>(() => Check(nameof(FalseLaws.AssertBelowAHundred)));

        Assert.Matches(@"Shrunk:\s+100\b", failure.Message);
        Assert.Contains("Assert.InRange()", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Property_NothingAccepted_Fails() =>
        Assert.Contains(
            "exhausted",
            Assert.Throws<PropertyFailedException>(() => Check(nameof(FalseLaws.NothingAccepted))).Message,
            StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void Seed_ChoosesTheCasesOfEachLaw()
    {
        string? replay = PropertySettings.ReplayOf("7", "A.Law");

        Assert.Equal(replay, PropertySettings.ReplayOf("7", "A.Law"));
        Assert.NotEqual(replay, PropertySettings.ReplayOf("8", "A.Law"));
        Assert.NotEqual(replay, PropertySettings.ReplayOf("7", "Another.Law"));
        Assert.Null(PropertySettings.ReplayOf("", "A.Law"));
        Assert.Null(PropertySettings.ReplayOf(null, "A.Law"));
    }

    [Fact]
    public void Replay_OfAFailure_BeginsWithTheSameCase()
    {
        string first = Assert.Throws<PropertyFailedException>(() => Check(nameof(FalseLaws.BelowAHundred))).Message;
        string replay = Regex.Match(first, "Replay = \"(?<seed>[^\"]+)\"").Groups["seed"].Value;

        string second = Assert.Throws<PropertyFailedException>(() => Check(nameof(FalseLaws.BelowAHundred), replay)).Message;

        Assert.Contains("after 1 test", second, StringComparison.Ordinal);
        Assert.Equal(OriginalOf(first), OriginalOf(second));
    }

    private static string OriginalOf(string message) => Regex.Match(message, @"Original:\s+(?<value>\S+)").Groups["value"].Value;

    private static string Check(string law, string? replay = null)
    {
        MethodInfo method = typeof(FalseLaws).GetMethod(law)!;
        PropertySettings settings = PropertySettings.Default with { Replay = replay, Arbitrary = [typeof(LargeNumbers)] };
        return PropertyRun.Check(settings, method, testClassInstance: null);
    }

    public static class OnlySeven
    {
        public static Arbitrary<int> Seven() => Gen.Constant(7).ToArbitrary();
    }

    public static class LargeNumbers
    {
        public static Arbitrary<int> Numbers() => Arb.From(Gen.Choose(0, 100_000), n => n > 0 ? [n / 2, n - 1] : []);
    }

    private static class FalseLaws
    {
        public static bool BelowAHundred(int number) => number < 100;

        public static void AssertBelowAHundred(int number) => Assert.InRange(number, 0, 99);

        public static Property NothingAccepted(int number) => (number < 0).Implies(() => number < 0);
    }
}
