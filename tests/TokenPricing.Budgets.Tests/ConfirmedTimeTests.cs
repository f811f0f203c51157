using Xunit;

namespace TokenPricing.Tests;

public sealed class ConfirmedTimeTests
{
    [Fact]
    public void Add_AHundredEntries_ConfirmTheOldestOfTheNewest()
    {
        ConfirmedTime time = new(kept: 10);
        Add(time, 7, 99);
        Assert.Null(time.Newest);
        Assert.Null(time.Oldest);

        Add(time, 9, 1);

        Assert.Equal((7, -3), (time.Newest, time.Oldest));
    }

    [Theory]
    [InlineData(0, 200)]
    [InlineData(-1, 199)]
    public void Add_OldEntry_CountsAsKeptFromTheOldestStepOn(int step, int needed)
    {
        // A time is confirmed by a hundredth of all entries that are kept, those that confirm it included.
        ConfirmedTime time = new(kept: 10);
        Add(time, 10, 19_800);
        Assert.Equal(0, time.Oldest);
        Add(time, step, 1);

        Add(time, 20, needed - 1);
        Assert.Equal(10, time.Newest);
        Add(time, 20, 1);

        Assert.Equal(20, time.Newest);
    }

    [Fact]
    public void Add_TimeMovesOn_KeepsTheOldestStepAndForgetsThoseBefore()
    {
        // At step 20, the 9,000 entries of step 9 are no longer kept, and the 12,000 of step 10 still are.
        ConfirmedTime time = new(kept: 10);
        Add(time, 9, 9_000);
        Add(time, 10, 12_000);
        Add(time, 20, 300);
        Assert.Equal((20, 10), (time.Newest, time.Oldest));

        // A hundredth of 12,300 and of those that confirm it.
        Add(time, 21, 123);
        Assert.Equal(20, time.Newest);
        Add(time, 21, 1);

        Assert.Equal(21, time.Newest);
    }

    private static void Add(ConfirmedTime time, long step, int count)
    {
        for (int i = 0; i < count; i++)
        {
            time.Add(step);
        }
    }
}
