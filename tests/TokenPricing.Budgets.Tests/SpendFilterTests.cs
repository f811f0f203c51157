using System.Collections.Immutable;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

public sealed class SpendFilterTests
{
    private static readonly Instant At = Instant.FromUtc(2026, 6, 1, 12, 0);

    private static readonly SpendFilter Filter = new() { Tags = [new("tenant", "acme")], During = new Interval(At, At + Duration.FromHours(1)) };

    [Fact]
    public void Matches_AllTagsAndWithinTheTime_IsTrue()
    {
        SpendEntry entry = new("a", At, new Usd(1), [new("tenant", "acme"), new("model", "m")]);

        Assert.True(Filter.Matches(entry));
        Assert.True(SpendFilter.All.Matches(entry));
        Assert.False(Filter.Matches(entry with { At = At + Duration.FromHours(1) }));
        Assert.False(Filter.Matches(entry with { At = At - Duration.FromTicks(1) }));
        Assert.False(Filter.Matches(entry with { Tags = [new("model", "m")] }));
    }

    [Fact]
    public void Matches_Null_IsNamed() => Assert.Throws<ArgumentNullException>("entry", () => Filter.Matches(null!));

    [Fact]
    public void Equals_OtherTagsOrTime_IsNotEqual()
    {
        Assert.Equal(Filter, new SpendFilter { Tags = [new("tenant", "acme")], During = new Interval(At, At + Duration.FromHours(1)) });
        Assert.NotEqual(Filter, Filter with { During = new Interval(At, null) });
        Assert.NotEqual(Filter, Filter with { Tags = [new("tenant", "bolt")] });
        Assert.False(Filter.Equals(null));
    }

    [Fact]
    public void Index_FiltersOfOneCall_AreThoseThatMatchIt()
    {
        SpendFilterIndex<string> index = new();
        index.Add(Filter, "acme in the hour");
        index.Add(SpendFilter.All, "all");
        index.Add(Filter with { Tags = [new("tenant", "acme"), new("model", "m")] }, "acme and m in the hour");
        index.Add(Filter with { Tags = [new("tenant", "bolt")] }, "bolt in the hour");

        Assert.Equal(["acme in the hour", "all"], Found(index, At, new SpendTag("tenant", "acme")));
        Assert.Equal(["all"], Found(index, At + Duration.FromHours(1), new SpendTag("tenant", "acme")));
        Assert.Equal(["acme and m in the hour", "acme in the hour", "all"], Found(index, At, new SpendTag("model", "m"), new SpendTag("tenant", "acme")));
    }

    [Fact]
    public void Index_AddedFilters_AreCountedAndFoundByThemselves()
    {
        SpendFilterIndex<string> index = new();
        index.Add(Filter, "one");
        index.Add(SpendFilter.All, "all");

        Assert.Equal(2, index.Count);
        Assert.True(index.TryGetValue(Filter with { }, out string? value));
        Assert.Equal("one", value);
        Assert.False(index.TryGetValue(Filter with { Tags = [] }, out _));
        Assert.Equal(["all", "one"], index.All.Select(p => p.Value).Order());
        Assert.Throws<ArgumentException>(() => index.Add(SpendFilter.All, "again"));
    }

    [Fact]
    public void Index_Cleared_IsEmptyAndCanBeFilledAgain()
    {
        SpendFilterIndex<string> index = new();
        index.Add(Filter, "one");

        index.Clear();

        Assert.Equal(0, index.Count);
        Assert.Empty(Found(index, At, new SpendTag("tenant", "acme")));
        index.Add(Filter, "other");
        Assert.Equal(["other"], Found(index, At, new SpendTag("tenant", "acme")));
    }

    [Fact]
    public void Index_Null_IsNamed()
    {
        SpendFilterIndex<string> index = new();

        Assert.Throws<ArgumentNullException>("filter", () => index.Add(null!, "a"));
        Assert.Throws<ArgumentNullException>("filter", () => index.TryGetValue(null!, out _));
        Assert.Throws<ArgumentNullException>("found", () => index.Find(At, [], null!));
    }

    private static IEnumerable<string> Found(SpendFilterIndex<string> index, Instant at, params ImmutableArray<SpendTag> tags)
    {
        List<string> found = [];
        index.Find(at, tags, found);
        return found.Order();
    }
}
