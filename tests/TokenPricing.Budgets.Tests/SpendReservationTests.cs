using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

public sealed class SpendReservationTests
{
    private static readonly Instant At = Instant.FromUtc(2026, 6, 1, 12, 0);

    private static readonly SpendReservation Hold = new("a", At, new Usd(1), [new("tenant", "acme"), new("model", "m")]);

    [Fact]
    public void Tags_AnyOrder_AreInTheOrderOfTheirKeys() => Assert.Equal(["model=m", "tenant=acme"], Hold.Tags.Select(t => t.ToString()));

    [Fact]
    public void Equals_SameContent_IsEqual()
    {
        SpendReservation same = new("a", At, new Usd(1.00m), [new("model", "m"), new("tenant", "acme")]);

        Assert.Equal(Hold, same);
        Assert.Equal(Hold.GetHashCode(), same.GetHashCode());
    }

    [Fact]
    public void Equals_OtherContent_IsNotEqual()
    {
        Assert.NotEqual(Hold, Hold with { Id = "b" });
        Assert.NotEqual(Hold, Hold with { At = At + Duration.FromTicks(1) });
        Assert.NotEqual(Hold, Hold with { Amount = new Usd(2) });
        Assert.NotEqual(Hold, Hold with { Tags = [] });
        Assert.False(Hold.Equals(null));
    }

    [Fact]
    public void Values_Wrong_AreErrorsThatNameThem()
    {
        Assert.Throws<ArgumentException>("Id", () => Hold with { Id = "" });
        Assert.Throws<ArgumentNullException>("Id", () => new SpendReservation(null!, At, Usd.Zero, []));
        Assert.Throws<ArgumentOutOfRangeException>("Amount", () => Hold with { Amount = new Usd(-0.01m) });
        Assert.Throws<ArgumentOutOfRangeException>("Amount", () => new SpendReservation("a", At, new Usd(-1), []));
        Assert.Equal(Usd.Zero, (Hold with { Amount = Usd.Zero }).Amount);
    }
}
