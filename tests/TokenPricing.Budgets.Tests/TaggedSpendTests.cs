using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

public sealed class TaggedSpendTests
{
    private readonly TaggedSpend _spend = new([]);

    [Fact]
    public void Add_StepThatIsKept_IsSummedByItself()
    {
        Add(5, oldest: 5);
        Add(4, oldest: 5);

        Assert.Equal(1, _spend.Sum(5, null, 5).Entries);
        Assert.Equal(0, _spend.Sum(6, null, 5).Entries);
        Assert.Equal(1, _spend.Sum(null, 5, 5).Entries);
    }

    [Fact]
    public void Sum_StepsThatAreNoLongerKept_AreOneSum()
    {
        Add(1, oldest: 0);
        Add(2, oldest: 0);
        Add(3, oldest: 0);

        Assert.Equal(3, _spend.Sum(1, null, 0).Entries);
        Assert.Equal(1, _spend.Sum(1, null, 3).Entries);
        Assert.Equal(2, _spend.Sum(null, 3, 3).Entries);
        Assert.Equal(3, _spend.Sum(null, null, 3).Entries);
    }

    [Fact]
    public void Add_StepsThatAreNoLongerKept_AreOneSumFromThenOn()
    {
        Add(1, oldest: 0);
        Add(9, oldest: 3);

        Assert.Equal(1, _spend.Sum(1, null, 0).Entries);
        Assert.Equal(2, _spend.Sum(null, null, 0).Entries);
    }

    private void Add(long step, long oldest) => _spend.Add(new SpendEntry("a", NodaConstants.UnixEpoch, new Usd(1), []), step, oldest);
}
