using FsCheck.Xunit;
using Xunit;

namespace TokenPricing.Tests;

public sealed class MeterSetTests
{
    [Fact]
    public void Default_HasNoMeter() => Assert.All(Meter.All, m => Assert.False(default(MeterSet).Has(m.Index)));

    [Property]
    public static bool Sets_OfAnyMeters_AreThoseOfASet(byte[] first, byte[] second)
    {
        (HashSet<int> one, HashSet<int> other) = ([.. first.Select(Place)], [.. second.Select(Place)]);
        (MeterSet a, MeterSet b) = (Set(one), Set(other));
        List<int> places = [];
        foreach (int place in a)
        {
            places.Add(place);
        }

        return places.SequenceEqual(one.Order()) && Enumerable.Range(0, 128).All(i =>
            a.Has(i) == one.Contains(i)
            && a.And(b).Has(i) == (one.Contains(i) && other.Contains(i))
            && a.Or(b).Has(i) == (one.Contains(i) || other.Contains(i)));
    }

    [Fact]
    public void Meters_FitInASet() => Assert.True(Meter.All.Length <= 128);

    private static int Place(byte value) => value % 128;

    private static MeterSet Set(IEnumerable<int> places) => places.Aggregate(default(MeterSet), (set, i) => set.With(i));
}
