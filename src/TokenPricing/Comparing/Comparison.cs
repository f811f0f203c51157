namespace TokenPricing;

/// <summary>A comparison of two models by a blend: which is cheaper, by how much, and how else they differ.</summary>
/// <remarks>
/// <para>The price of a model is that of one offer, with input and output from the same provider. Which one is the
/// <see cref="Basis"/>: by default the maker's own (<see cref="PriceBasis.Standard"/>). A side that names an offer, such as
/// <c>azure/gpt-5</c>, has the price of that offer.</para>
/// <para>If a side has no published price there is no comparison: <see cref="Blended"/> and the
/// figures derived from it are <see langword="null"/>, and <see cref="Reason"/> says why. Swapping
/// the sides mirrors the comparison and changes no figure.</para>
/// </remarks>
/// <example>
/// <code>
/// Comparison c = prices.Compare("o3", "gpt-5.1").By(Blend.InputOutput(70, 30));
///
/// PricedOffer? one = c.Left.Priced;              // openai/o3 at $3.80 per 1M
/// PricedOffer? other = c.Right.Priced;           // openai/gpt-5.1 at $3.875 per 1M
/// Percentage? saved = c.PercentCheaper;          // 1.9 %: what o3 saves, of what gpt-5.1 costs
/// </code>
/// </example>
[TypeFormatterSource]
public sealed class Comparison
{
    internal Comparison((Model Model, Offer? Only) left, (Model Model, Offer? Only) right, Blend blend, PriceBasis basis, LocalDate on)
    {
        Blend = blend;
        Basis = basis;
        On = on;
        Left = new ComparisonSide(left, blend, basis, on);
        Right = new ComparisonSide(right, blend, basis, on);
        Blended = Compare(Left.Blended, Right.Blended);
    }

    /// <summary>The first model, with its price.</summary>
    public ComparisonSide Left { get; }

    /// <summary>The second model, with its price.</summary>
    public ComparisonSide Right { get; }

    /// <summary>The mix of meters by which the models are compared.</summary>
    public Blend Blend { get; }

    /// <summary>Whose price stands for a model that is not named with its seller.</summary>
    public PriceBasis Basis { get; }

    /// <summary>The day of the prices, which are those at its start in UTC.</summary>
    public LocalDate On { get; }

    /// <summary>The comparison of the two blended rates; <see langword="null"/> where a side has no price.</summary>
    public RateComparison? Blended { get; }

    /// <summary>The comparison of the input rates of the two offers; <see langword="null"/> where one publishes none.</summary>
    public RateComparison? Input => Of(Meter.Input);

    /// <summary>The comparison of the output rates of the two offers; <see langword="null"/> where one publishes none.</summary>
    public RateComparison? Output => Of(Meter.Output);

    /// <summary>
    /// The cheaper side by the blend; <see langword="null"/> where both cost the same or a side has
    /// no price.
    /// </summary>
    public ComparisonSide? Cheaper => Blended is { } blended ? CheaperBy(blended) : null;

    /// <summary>
    /// The more expensive side by the blend; <see langword="null"/> where both cost the same or a
    /// side has no price.
    /// </summary>
    public ComparisonSide? MoreExpensive => Cheaper is null ? null : Cheaper == Left ? Right : Left;

    /// <summary>The difference of the two blended rates; <see langword="null"/> where a
    /// side has no price.
    /// </summary>
    public Rate? Difference => Blended?.Difference;

    /// <summary>
    /// The saving of the cheaper side as a share of the more expensive blended rate, from 0 % to
    /// 100 %; <see langword="null"/> where a side has no price.
    /// </summary>
    public Percentage? PercentCheaper => Blended?.PercentCheaper;

    /// <summary>
    /// The surcharge of the more expensive side as a share of the cheaper blended rate, 0 % or
    /// more; <see langword="null"/> where a side has no price, or only the cheaper side is free.
    /// </summary>
    public Percentage? PercentMoreExpensive => Blended?.PercentMoreExpensive;

    /// <summary>
    /// The share of input tokens, from 0 % to 100 %, at which the two offers cost the
    /// same; <see langword="null"/> where one is cheaper at every share, both cost the same at
    /// every share, or one publishes no input or output rate.
    /// </summary>
    public Percentage? BreakEvenInputShare => Input is { } input && Output is { } output ? BreakEven.InputShare(input, output) : null;

    /// <summary>
    /// Why there is no comparison, naming each side without a price; <see langword="null"/> where
    /// there is one.
    /// </summary>
    public string? Reason =>
        Blended is null ? string.Join(' ', new[] { Left.UnpricedReason, Right.UnpricedReason }.OfType<string>().Distinct()) : null;

    /// <summary>
    /// The capabilities that a source states for either model, in alphabetical order, such as
    /// <c>vision</c>.
    /// </summary>
    /// <value>
    /// For each side, whether a source says that the model has the capability;
    /// <see langword="null"/> where no source says anything, which is not a no.
    /// </value>
    public ImmutableArray<(string Capability, bool? Left, bool? Right)> Capabilities =>
    [
        .. Left.Model.Capabilities.Concat(Right.Model.Capabilities)
            .Select(c => c.Capability)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.OrdinalIgnoreCase)
            .Select(c => (c, Left.Model.Can(c), Right.Model.Can(c))),
    ];

    /// <summary>The scores on benchmarks for which both models have one in the same unit, by benchmark.</summary>
    public ImmutableArray<(BenchmarkScore Left, BenchmarkScore Right)> Benchmarks =>
    [
        .. Left.Model.Benchmarks.Join(
            Right.Model.Benchmarks,
            l => (l.Benchmark.ToUpperInvariant(), l.Unit),
            r => (r.Benchmark.ToUpperInvariant(), r.Unit),
            (l, r) => (l, r)),
    ];

    /// <summary>Compares the rates that the two offers publish for a meter.</summary>
    /// <param name="meter">The meter.</param>
    /// <returns>
    /// The comparison; <see langword="null"/> where one of the offers publishes no rate for the
    /// meter itself.
    /// </returns>
    public RateComparison? Of(Meter meter) => Compare(Left.RateOf(meter), Right.RateOf(meter));

    /// <summary>
    /// Compares the same two models on the same day and basis by another blend, by which another offer may stand for a model.
    /// </summary>
    /// <param name="blend">The mix of meters.</param>
    public Comparison By(Blend blend) => new((Left.Model, Left.Only), (Right.Model, Right.Only), blend, Basis, On);

    /// <summary>Compares the same two models by the same blend at the prices of other sellers.</summary>
    /// <param name="basis">Whose price stands for a model.</param>
    public Comparison At(PriceBasis basis) => new((Left.Model, Left.Only), (Right.Model, Right.Only), Blend, basis, On);

    /// <summary>Returns the side that has the cheaper of two rates.</summary>
    /// <param name="rates">
    /// A comparison of a rate of the left side with one of the right side, such as
    /// <see cref="Input"/>.
    /// </param>
    /// <returns>The side; <see langword="null"/> where both rates are the same.</returns>
    public ComparisonSide? CheaperBy(RateComparison rates) => rates.IsLeftCheaper switch
    {
        true => Left,
        false => Right,
        null => null,
    };

    /// <summary>Returns the answer in a sentence.</summary>
    /// <returns>
    /// Text in the invariant culture, such as <c>gpt-5 is 64.8 % cheaper than claude-opus-4-5 by input=7,output=3, at openai and
    /// anthropic</c>, or the reason why there is no comparison. The percentage has one decimal place.
    /// </returns>
    public override string ToString() => (Blended, Cheaper) switch
    {
        (null, _) => $"no comparison: {Reason}",
        ({ } same, null) => $"{Left.Model} and {Right.Model} both cost {same.Left} by {Blend}, at {Sellers(Left, Right)}",
        (_, { } cheaper) => $"{cheaper.Model} is {PercentCheaper!.Value.ToString("0.#", CultureInfo.InvariantCulture)} cheaper "
            + $"than {MoreExpensive!.Model} by {Blend}, at {Sellers(cheaper, MoreExpensive)}",
    };

    private static string Sellers(ComparisonSide one, ComparisonSide other) =>
        one.Priced!.Offer.Provider == other.Priced!.Offer.Provider
            ? $"{one.Priced.Offer.Provider}"
            : $"{one.Priced.Offer.Provider} and {other.Priced.Offer.Provider}";

    private static RateComparison? Compare(Rate? left, Rate? right) => left is { } l && right is { } r ? new RateComparison(l, r) : null;
}
