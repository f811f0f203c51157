using System.Collections.Immutable;
using System.Globalization;
using NodaTime;

namespace TokenPricing;

/// <summary>Two models against each other: which is cheaper for a mix of input and output, by how much, and how else they differ.</summary>
/// <remarks>
/// Each model's price is that of its cheapest tracked offer by the blend, as one pair of one provider's input and output. Where
/// one side has no published price there is no comparison: the figures are <see langword="null"/> and <see cref="Reason"/> says
/// why. Swapping the sides mirrors the answer and changes no figure.
/// </remarks>
[TypeFormatterSource]
public sealed class Comparison
{
    internal Comparison(Model left, Model right, Blend blend, LocalDate on)
    {
        Blend = blend;
        On = on;
        Left = new ComparisonSide(left, blend, on);
        Right = new ComparisonSide(right, blend, on);
        Blended = Compare(Left.Blended, Right.Blended);
    }

    /// <summary>The first model and its price.</summary>
    public ComparisonSide Left { get; }

    /// <summary>The second model and its price.</summary>
    public ComparisonSide Right { get; }

    /// <summary>The mix of meters that the comparison is by.</summary>
    public Blend Blend { get; }

    /// <summary>The day of the prices; those at its first instant in UTC.</summary>
    public LocalDate On { get; }

    /// <summary>The blended rates against each other; <see langword="null"/> where a side has no price.</summary>
    public RateComparison? Blended { get; }

    /// <summary>The input rates of the two cheapest offers; <see langword="null"/> where a side publishes none.</summary>
    public RateComparison? Input => Of(Meter.Input);

    /// <summary>The output rates of the two cheapest offers; <see langword="null"/> where a side publishes none.</summary>
    public RateComparison? Output => Of(Meter.Output);

    /// <summary>The cheaper side by the blend; <see langword="null"/> where both cost the same or there is no comparison.</summary>
    public ComparisonSide? Cheaper => SideThatIs(Blended?.Cheaper);

    /// <summary>The dearer side by the blend; <see langword="null"/> where both cost the same or there is no comparison.</summary>
    public ComparisonSide? MoreExpensive => Cheaper is null ? null : Cheaper == Left ? Right : Left;

    /// <summary>How much less the cheaper side charges per 1M blended tokens; <see langword="null"/>: no comparison.</summary>
    public Rate? Difference => Blended?.Difference;

    /// <summary>How much is saved, as a share of the dearer blended rate; <see langword="null"/>: no comparison.</summary>
    public Percentage? PercentCheaper => Blended?.PercentCheaper;

    /// <summary>
    /// How much more the dearer side costs, as a share of the cheaper blended rate; <see langword="null"/> where there is no
    /// comparison, or the cheaper side is free.
    /// </summary>
    public Percentage? PercentMoreExpensive => Blended?.PercentMoreExpensive;

    /// <summary>
    /// The share of input tokens, from 0 % to 100 %, at which both cheapest offers cost the same; <see langword="null"/> where one
    /// is cheaper at every share, both are the same at every share, or there is no comparison.
    /// </summary>
    public Percentage? BreakEvenInputShare =>
        Input is { } input && Output is { } output ? BreakEven.InputShare(input, output) : null;

    /// <summary>Why there is no comparison, naming the side or sides without a price; <see langword="null"/> where there is one.</summary>
    public string? Reason =>
        Blended is null ? string.Join(' ', new[] { Left.UnpricedReason, Right.UnpricedReason }.OfType<string>().Distinct()) : null;

    /// <summary>Every capability that a source says something of for either side, by name.</summary>
    public ImmutableArray<CapabilityComparison> Capabilities =>
    [
        .. Left.Model.Capabilities.Concat(Right.Model.Capabilities)
            .Select(c => c.Capability)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.OrdinalIgnoreCase)
            .Select(c => new CapabilityComparison(c, Left.Model.Can(c), Right.Model.Can(c))),
    ];

    /// <summary>The benchmarks on which both sides have a score in the same unit, by name.</summary>
    public ImmutableArray<BenchmarkComparison> Benchmarks =>
    [
        .. Left.Model.Benchmarks.Join(
            Right.Model.Benchmarks,
            l => (l.Benchmark.ToUpperInvariant(), l.Unit),
            r => (r.Benchmark.ToUpperInvariant(), r.Unit),
            (l, r) => new BenchmarkComparison(l, r)),
    ];

    /// <summary>The rates for one meter that the two cheapest offers themselves publish; <see langword="null"/> where one publishes none.</summary>
    public RateComparison? Of(Meter meter) => Compare(Left.RateOf(meter), Right.RateOf(meter));

    /// <summary>The same two models by another blend, which may make another offer of a model its cheapest.</summary>
    public Comparison By(Blend blend) => new(Left.Model, Right.Model, blend, On);

    /// <summary>The side that a comparison of rates names; <see langword="null"/> for neither.</summary>
    public ComparisonSide? SideThatIs(ComparedSide? side) => side switch
    {
        ComparedSide.Left => Left,
        ComparedSide.Right => Right,
        _ => null,
    };

    /// <summary>The answer, such as <c>mixtral-8x7b is 74.7 % cheaper than o4-mini by input=70,output=30</c>, or why there is none.</summary>
    public override string ToString() => (Blended, Cheaper) switch
    {
        (null, _) => $"no comparison: {Reason}",
        ({ } same, null) => $"{Left.Model} and {Right.Model} both cost {same.Left} by {Blend}",
        (_, { } cheaper) => $"{cheaper.Model} is {PercentCheaper!.Value.ToString("0.#", CultureInfo.InvariantCulture)} cheaper than {MoreExpensive!.Model} by {Blend}",
    };

    private static RateComparison? Compare(Rate? left, Rate? right) =>
        left is { } l && right is { } r ? new RateComparison(l, r) : null;
}
