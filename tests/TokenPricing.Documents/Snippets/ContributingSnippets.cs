using FsCheck.Xunit;

namespace TokenPricing.Tests;

[Properties(Arbitrary = [typeof(Values)])]
public sealed class ContributingSnippets
{
    // snippet: law
    [Property]
    public static bool Subtract_Swapped_IsTheNegative(Usd a, Usd b) => Law.SameWhereItFits(() => a - b, () => -(b - a));
    // end-snippet
}
