using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace TokenPricing.Tests;

/// <summary>Priced in bulk, every row costs what it costs by itself, to the last digit, or has the same error.</summary>
[Properties(Arbitrary = [typeof(CostingGenerators), typeof(PriceHistoryGenerators), typeof(BulkLaws)])]
public static class BulkLaws
{
    private static readonly long[] Edges = [-1, 1L << 29, (1L << 30) - 1, 1L << 30, 1L << 59, 1L << 60, long.MaxValue];

    public static Arbitrary<CallTable> Tables() => Arb.From(
        from rows in Gen.OneOf(Row.ListOf().Select(list => list.ToArray()), AlmostAllOrdinary)
        from isOrdered in Gen.Elements(true, false)
        from areTotals in Gen.Elements(true, false)
        from columns in Gen.Frequency((2, Gen.Constant(0b111)), (1, Gen.Constant(0b1111111)), (1, Gen.Choose(0, 127)))
        select new CallTable(isOrdered ? [.. rows.OrderBy(r => r.UnixMilliseconds)] : rows, areTotals, columns),
        table => table.Rows.Select((_, i) => new CallTable([.. table.Rows.Where((_, j) => i != j)], true, 127)));

    [Property]
    public static bool Price_EveryRow_CostsWhatItCostsByItself(AnyHistory first, AnyHistory second, CallTable calls, CostOptions options, bool areAskedForOrdinarily, byte percent)
    {
        Offer[] offers = [Sold(first), TestOffers.SoldWithDiscount(Percentage.FromPercent(percent / 10m), [.. second.Cards])];
        CostOptions? asked = areAskedForOrdinarily ? null : options;
        (long[] totals, long[] inputs, long[] outputs, BulkResult result) = Price(new BulkPricer(offers, asked), calls);
        Dictionary<int, BulkRow> exceptions = result.Exceptions(calls.Columns()).ToDictionary(r => r.Row);
        return result.Rows == calls.Rows.Count
            && exceptions.Keys.SequenceEqual(exceptions.Keys.Order())
            && Enumerable.Range(0, calls.Rows.Count)
                .All(row => calls.IsRight(row, [.. offers.Select(o => (o, asked))], (totals[row], inputs[row], outputs[row]), exceptions.GetValueOrDefault(row)));
    }

    [Property]
    public static bool Price_WithoutTheSides_HasTheSameTotals(AnyHistory first, AnyHistory second, CallTable calls)
    {
        BulkPricer pricer = new([Sold(first), Sold(second)]);
        long[] totals = new long[calls.Rows.Count];
        BulkResult result = pricer.Price(calls.Columns(), totals);
        (long[] expected, _, _, BulkResult other) = Price(pricer, calls);
        return totals.SequenceEqual(expected) && result.Exceptions(calls.Columns()).Select(r => Text(r, 0)).SequenceEqual(other.Exceptions(calls.Columns()).Select(r => Text(r, 0)));
    }

    [Property]
    public static bool Price_InPieces_IsTheWhole(AnyHistory first, AnyHistory second, CallTable calls, byte cut)
    {
        BulkPricer pricer = new([Sold(first), Sold(second)]);
        (long[] expected, _, _, BulkResult whole) = Price(pricer, calls);
        int at = calls.Rows.Count == 0 ? 0 : cut % calls.Rows.Count;
        long[] totals = new long[calls.Rows.Count];
        BulkResult left = pricer.Price(calls.Columns(0, at), totals.AsSpan(0, at));
        BulkResult right = pricer.Price(calls.Columns(at, totals.Length - at), totals.AsSpan(at));
        return totals.SequenceEqual(expected)
            && left.Exceptions(calls.Columns(0, at))
                .Select(r => Text(r, 0))
                .Concat(right.Exceptions(calls.Columns(at, totals.Length - at)).Select(r => Text(r, at)))
                .SequenceEqual(whole.Exceptions(calls.Columns()).Select(r => Text(r, 0)));
    }

    [Property]
    public static bool Sums_ByAnyKey_AreTheSumsOfTheCosts_HoweverTheRowsAreDivided(AnyHistory first, AnyHistory second, CallTable calls, byte cut)
    {
        const int Keys = 3;

        // Of the second offer, parts without a rate stay unpriced.
        BulkPricer pricer = new([Sold(first), TestOffers.Sold(MissingRatePolicy.LeaveUnpriced, [.. second.Cards])]);
        (long[] totals, _, _, BulkResult result) = Price(pricer, calls);
        int[] keys = [.. totals.Select((_, i) => (i + cut) % Keys)];
        int at = totals.Length == 0 ? 0 : cut % totals.Length;
        CostSums whole = new(Keys);
        whole.Add(keys, totals, result);
        CostSums left = Sums(0, at);
        left.Add(Sums(at, totals.Length - at));
        return result.Failed == result.Exceptions(calls.Columns()).Count(r => r.Error is not null) && Enumerable.Range(0, Keys).All(key =>
        {
            BulkRow[] exceptions = [.. result.Exceptions(calls.Columns()).Where(r => keys[r.Row] == key)];
            Fraction sum = totals.Where((t, i) => keys[i] == key && t != BulkPricer.ExceptionMarker).Select(t => Fraction.Of(t) * Fraction.Of(0.000000000001m))
                .Concat(exceptions.Where(r => r.Cost is not null).Select(r => Fraction.Of(r.Cost!.Total.Amount)))
                .Aggregate(Fraction.Of(0), (a, b) => a + b);
            return whole.Rows(key) == keys.Count(k => k == key) && left.Rows(key) == whole.Rows(key)
                && whole.Failed(key) == exceptions.Count(r => r.Error is not null) && left.Failed(key) == whole.Failed(key)
                && whole.Incomplete(key) == exceptions.Count(r => r.Cost?.IsComplete == false) && left.Incomplete(key) == whole.Incomplete(key)
                && whole.SumOf(key).ToString() == left.SumOf(key).ToString()
                && (!sum.FitsDecimal || Fraction.Of(whole[key].Amount) == sum);
        });

        CostSums Sums(int start, int count)
        {
            long[] some = new long[count];
            CostSums sums = new(Keys);
            sums.Add(keys.AsSpan(start, count), some, pricer.Price(calls.Columns(start, count), some));
            return sums;
        }
    }

    // Rows that are priced several at a time, with one among them that may not be.
    private static Gen<CallRow[]> AlmostAllOrdinary =>
        from moment in CostingGenerators.Instants().Generator
        from isOneMoment in Gen.Elements(true, false)
        from rows in OrdinaryRow.ArrayOf(24)
        from count in Gen.Choose(8, 24)
        from place in Gen.Choose(0, 24)
        from any in Row
        from odd in Gen.OneOf(
            Gen.Constant(any), OrdinaryRow, OrdinaryRow.Select(r => r with { Offer = any.Offer }), OrdinaryRow.Select(r => r with { UnixMilliseconds = any.UnixMilliseconds }),
            OrdinaryRow.SelectMany(r => Wrong.Select(n => r with { Input = n })), OrdinaryRow.SelectMany(r => Wrong.Select(n => r with { Output = n })),
            OrdinaryRow.SelectMany(r => Wrong.Select(n => r with { CacheRead = n })))
        select rows.Take(count).Select((row, i) => i == place ? odd : isOneMoment ? row with { UnixMilliseconds = moment.ToUnixTimeMilliseconds() } : row).ToArray();

    // Less than a part, none at all, or around the size from which sums may overflow.
    private static Gen<long> Wrong => Gen.Elements(-1L, -2, 1, 500_000, (1L << 60) - 1, 1L << 60, -(1L << 60), -(1L << 60) - 1, long.MaxValue, long.MinValue);

    private static Gen<CallRow> OrdinaryRow =>
        from offer in Gen.Choose(0, 1)
        from at in CostingGenerators.Instants().Generator
        from uncached in Gen.Choose(0, 400_000)
        from read in Gen.Choose(0, 400_000)
        from output in Gen.Choose(0, 400_000)
        select new CallRow(offer, at.ToUnixTimeMilliseconds(), uncached + read, output, read, 0, 0, 0, 0);

    private static Gen<CallRow> Row =>
        from offer in Gen.Frequency((10, Gen.Choose(0, 1)), (1, Gen.Elements(-1, 2, int.MinValue, int.MaxValue)))
        from at in CostingGenerators.Instants().Generator
        from moment in Gen.Frequency((15, Gen.Constant(at.ToUnixTimeMilliseconds())), (1, Gen.Elements(long.MinValue, long.MaxValue, BulkSpan.FirstMillisecond - 1, BulkSpan.LastMillisecond + 1, BulkSpan.FirstMillisecond, BulkSpan.LastMillisecond)))
        from counts in Count.ArrayOf(6)
        from input in Count
        from isWhole in Gen.Choose(0, 9)
        select isWhole == 0
            ? new CallRow(offer, moment, input, counts[1], counts[0], counts[2], counts[3], counts[4], counts[5])
            : new CallRow(offer, moment, Plus(input, counts[0], counts[2], counts[3], counts[4]), Plus(counts[1], counts[5]), counts[0], Plus(counts[2], counts[3], counts[4]), counts[3], counts[4], counts[5]);

    private static Gen<long> Count => Gen.Frequency((4, Gen.Constant(0L)), (6, Gen.Choose(0, 12).Select(n => (long)n)), (6, Gen.Choose(0, 400_000).Select(n => (long)n)), (1, Gen.Elements(Edges)));

    private static long Plus(params long[] counts) => counts.Aggregate((a, b) => unchecked(a + b));

    private static Offer Sold(AnyHistory history) => TestOffers.Sold(MissingRatePolicy.Throw, [.. history.Cards]);

    private static string Text(BulkRow row, int firstRow) => $"{row.Row + firstRow}: {row.Cost} {row.Error?.Message}";

    private static (long[] Totals, long[] Inputs, long[] Outputs, BulkResult Result) Price(BulkPricer pricer, CallTable calls)
    {
        (long[] totals, long[] inputs, long[] outputs) = (new long[calls.Rows.Count], new long[calls.Rows.Count], new long[calls.Rows.Count]);
        return (totals, inputs, outputs, pricer.Price(calls.Columns(), totals, inputs, outputs));
    }
}
