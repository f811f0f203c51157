using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace TokenPricing.Tests;

/// <summary>Entries of few days and tags, so that filters find some, with amounts of any number of places.</summary>
public static class SpendGenerators
{
    private static readonly Instant Start = Instant.FromUtc(2026, 6, 1, 0, 0);

    private static Gen<Usd> Amount => Gen.Frequency(
        (6, Gen.Choose(0, 1_000_000_000).Select(n => new Usd(n * 0.000000000001m))),
        (2, Gen.Choose(0, 1_000_000).Select(n => new Usd(n * 0.0000000000000001m))),
        (1, Gen.Elements(new Usd(0.08333333333333334m), new Usd(9_000_000), new Usd(12_345_678.9m), new Usd(-0.25m), new Usd(0.10000000000000000000m), Usd.Zero)));

    private static Gen<ImmutableArray<SpendTag>> Tags =>
        from keys in Gen.SubListOf("tenant", "model", "user \"quoted\"", "größe")
        from values in Gen.Elements("a", "b", "b'; --").ArrayOf(keys.Count)
        select keys.Zip(values, (k, v) => new SpendTag(k, v)).ToImmutableArray();

    private static Gen<Instant> Time => Gen.Choose(-10, 200).Select(hours => Start + Duration.FromHours(hours));

    public static Arbitrary<ImmutableArray<SpendEntry>> Entries() => Arb.From(
        from size in Gen.Choose(0, 30)
        from amounts in Amount.ArrayOf(size)
        from tags in Tags.ArrayOf(size)
        from times in Gen.Zip(Time, Gen.Choose(0, 3_599)).ArrayOf(size)
        from unpriced in Gen.Choose(0, 2).ArrayOf(size)
        select amounts.Select((a, i) => new SpendEntry($"e{i}", times[i].Item1 + Duration.FromSeconds(times[i].Item2), a, tags[i]) { Unpriced = unpriced[i] }).ToImmutableArray(),
        entries => entries.Select(e => entries.Remove(e)));

    public static Arbitrary<SpendFilter> Filters() => (
        from tags in Gen.Frequency((2, Gen.Constant(ImmutableArray<SpendTag>.Empty)), (2, Tags))
        from bounds in Gen.Two(Time)
        from hasStart in Gen.Elements(true, false)
        from hasEnd in Gen.Elements(true, false)
        let start = Instant.Min(bounds.Item1, bounds.Item2)
        let end = Instant.Max(bounds.Item1, bounds.Item2)
        select new SpendFilter { Tags = [.. tags.Take(2)], During = new NodaTime.Interval(hasStart ? start : null, hasEnd ? end : null) }).ToArbitrary();
}
