using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

public sealed class SettlementTests
{
    private static readonly SpendEntry Entry = new("a", Instant.FromUtc(2026, 6, 1, 12, 0), new Usd(3), []);

    private static readonly BudgetNotice Warning = new(
        new BudgetState(new Budget("b", new Usd(10), BudgetWindow.Total), new Usd(9), Usd.Zero, null), new Usd(1), IsRefusal: false);

    private static readonly Settlement Settled = new(Entry, new Usd(1), Usd.Zero, [Warning]);

    [Fact]
    public void Warnings_Given_AreKept()
    {
        Assert.Equal<BudgetNotice>([Warning], Settled.Warnings);
        Assert.Equal<BudgetNotice>([Warning, Warning], (Settled with { Warnings = [Warning, Warning] }).Warnings);
    }

    [Fact]
    public void Warnings_Default_AreEmpty()
    {
        Assert.Empty(new Settlement(Entry, new Usd(1), Usd.Zero, default).Warnings);
        Assert.Empty((Settled with { Warnings = default }).Warnings);
    }

    [Fact]
    public void Equals_SameContent_IsEqual()
    {
        Settlement same = new(Entry with { Amount = new Usd(3.0m) }, new Usd(1.0m), Usd.Zero, [Warning]);

        Assert.Equal(Settled, same);
        Assert.Equal(Settled.GetHashCode(), same.GetHashCode());
    }

    [Fact]
    public void Equals_OtherContent_IsNotEqual()
    {
        Assert.NotEqual(Settled, Settled with { Entry = Entry with { Id = "b" } });
        Assert.NotEqual(Settled, Settled with { Returned = Usd.Zero });
        Assert.NotEqual(Settled, Settled with { Excess = new Usd(1) });
        Assert.NotEqual(Settled, Settled with { Warnings = [] });
        Assert.False(Settled.Equals(null));
    }
}
