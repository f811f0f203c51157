using Xunit;

namespace TokenPricing.Tests;

public sealed class SpendDecisionTests
{
    private static readonly SpendBalance Balance = new(new Usd(9.70m), new Usd(0.20m));

    [Fact]
    public void Balances_Given_AreKept()
    {
        Assert.Equal<SpendBalance>([Balance], new SpendDecision(true, [Balance]).Balances);
        Assert.Equal<SpendBalance>([Balance, default], (new SpendDecision(true, []) with { Balances = [Balance, default] }).Balances);
    }

    [Fact]
    public void Balances_Default_AreEmpty()
    {
        Assert.Empty(new SpendDecision(true, default).Balances);
        Assert.Empty((new SpendDecision(true, [Balance]) with { Balances = default }).Balances);
    }

    [Fact]
    public void Equals_OnlySameContent_IsEqual()
    {
        SpendDecision decision = new(true, [Balance]);

        Assert.Equal(decision, new SpendDecision(true, [new(new Usd(9.7m), new Usd(0.2m))]));
        Assert.Equal(decision.GetHashCode(), new SpendDecision(true, [Balance]).GetHashCode());
        Assert.NotEqual(decision, new SpendDecision(false, [Balance]));
        Assert.NotEqual(decision, new SpendDecision(true, [default]));
        Assert.False(decision.Equals(null));
    }

    [Fact]
    public void ToString_OfABalance_SaysBothAmounts() => Assert.Equal("$9.70 spent and $0.20 reserved", Balance.ToString());
}
