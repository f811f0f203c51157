using FsCheck.Xunit;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

public sealed class ComparisonTests
{
    private static readonly PriceCatalog Reviewed = ReviewedPrices.Catalog;

    public static TheoryData<string, string> AllPairs()
    {
        TheoryData<string, string> pairs = [];
        foreach ((Model left, int i) in Reviewed.Models.Select((m, i) => (m, i)))
        {
            foreach (Model right in Reviewed.Models.Skip(i + 1))
            {
                pairs.Add(left.Id.Value, right.Id.Value);
            }
        }

        return pairs;
    }

    [Fact]
    public void Benchmarks_OfTwoUnits_AreNotCompared()
    {
        PriceCatalog prices = new(TestCatalog.Facts([.. TestCatalog.Offer("a", "p", 1, 2), .. TestCatalog.Offer("b", "p", 1, 2)]) with
        {
            Benchmarks =
            [
                new BenchmarkScore("a", "MMLU", 80, null, TestCatalog.Source, TestCatalog.Day),
                new BenchmarkScore("b", "MMLU", 0.8m, "share", TestCatalog.Source, TestCatalog.Day),
                new BenchmarkScore("a", "Arena", 1_300, "Elo", TestCatalog.Source, TestCatalog.Day),
                new BenchmarkScore("b", "arena", 1_250, "Elo", TestCatalog.Source, TestCatalog.Day),
            ],
        });

        Assert.Equal([("Arena", "arena")], prices.Compare("a", "b").Benchmarks.Select(p => (p.Left.Benchmark, p.Right.Benchmark)));
    }

    [Fact]
    public void AllPairs_OfNineSystems_AreThirtySix() => Assert.Equal(36, AllPairs().Count);

    [Theory]
    [MemberData(nameof(AllPairs))]
    public void Compare_EveryPair_ComparesOrSaysWhyNot(string left, string right)
    {
        string[] priced = ["mixtral-8x7b", "o4-mini"];
        Comparison comparison = Reviewed.Compare(left, right);
        ComparisonSide[] sides = [comparison.Left, comparison.Right];

        if (priced.Contains(left) && priced.Contains(right))
        {
            Assert.Null(comparison.Reason);
            Assert.NotNull(comparison.Difference);
            return;
        }

        Assert.Null(comparison.Difference);
        Assert.Null(comparison.PercentCheaper);
        Assert.Null(comparison.PercentMoreExpensive);
        Assert.Null(comparison.BreakEvenInputShare);
        Assert.Null(comparison.Cheaper);
        foreach (ComparisonSide side in sides)
        {
            Assert.Equal(priced.Contains(side.Model.Id.Value), side.UnpricedReason is null);
            Assert.Equal(!priced.Contains(side.Model.Id.Value), comparison.Reason!.Contains(side.Model.Name, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Compare_ThePublishedPage_GivesItsFiguresAndCorrectsItsPercentage()
    {
        Comparison comparison = Reviewed.Compare("mixtral-8x7b", "o4-mini").By(Blend.InputOutput(70, 30));

        Assert.Equal(Rate.PerMillion(0.24m), comparison.Left.Blended);
        Assert.Equal(Rate.PerMillion(0.95m), comparison.Right.Blended);
        Assert.Equal(Rate.PerMillion(0.71m), comparison.Difference);
        Assert.Equal("mixtral-8x7b", comparison.Cheaper!.Model.Id);
        Assert.Equal("o4-mini", comparison.MoreExpensive!.Model.Id);
        Assert.Equal(Percentage.FromPercent(70), comparison.Input!.Value.PercentCheaper);
        Assert.Equal("233.3 %", comparison.Input.Value.PercentMoreExpensive!.Value.ToString("0.#", null));
        Assert.Null(comparison.BreakEvenInputShare);
        Assert.Equal((18, 5), (comparison.Left.Availability.ProviderCount, comparison.Left.Availability.Named.Length));
        Assert.Equal((4, 4), (comparison.Right.Availability.ProviderCount, comparison.Right.Availability.Named.Length));
        Assert.False(comparison.Left.Cheapest!.Offer.Provider.IsNamed);
        Assert.Equal(new LocalDate(2026, 4, 24), comparison.On);
    }

    [Theory]
    [InlineData("o3-mini-pro")]
    [InlineData("o4-api")]
    [InlineData("gpt-5-fine-tuning-api")]
    [InlineData("mistral-medium-3.2")]
    public void ShipShare_AtThreeOfFour_NamesTheOneWhoSkips(string model)
    {
        Model reviewed = Reviewed.Model(model);

        Assert.Equal(Percentage.FromPercent(75), reviewed.ShipShare);
        Assert.Equal(
            [("reviewer-1", true), ("reviewer-2", true), ("reviewer-3", true), ("reviewer-4", false)],
            reviewed.PanelVotes.Select(v => (v.Reviewer, v.Ships)));
    }

    [Theory]
    [InlineData("mistral-8x24b-mixture-of-experts")]
    [InlineData("mistral-8x22b-instruct-v2")]
    [InlineData("mistral-3-small-24b")]
    public void ShipShare_AtFourOfFour_SkipsNowhere(string model)
    {
        Model reviewed = Reviewed.Model(model);

        Assert.Equal(Percentage.FromPercent(100), reviewed.ShipShare);
        Assert.All(reviewed.PanelVotes, v => Assert.True(v.Ships));
    }

    [Fact]
    public void Compare_BeforeTheFirstPrice_SaysSo()
    {
        Comparison comparison = Reviewed.Compare("mixtral-8x7b", "o4-mini", on: new LocalDate(2026, 4, 23));

        Assert.Null(comparison.Blended);
        Assert.Contains("2026-04-23", comparison.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_MissingPartOfTheBlend_NamesIt()
    {
        PriceCatalog prices = new(TestCatalog.Facts([
            TestCatalog.Rate("a", "p", Meter.Input, 1), .. TestCatalog.Offer("b", "p", 1, 2)]));

        Comparison comparison = prices.Compare("a", "b");

        Assert.Null(comparison.Blended);
        Assert.Contains("output", comparison.Reason, StringComparison.Ordinal);
        Assert.Contains("A", comparison.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Cheaper_OfEqualPrices_IsNeither()
    {
        PriceCatalog prices = new(TestCatalog.Facts([.. TestCatalog.Offer("a", "p", 1, 2), .. TestCatalog.Offer("b", "p", 1, 2)]));

        Comparison comparison = prices.Compare("a", "b");

        Assert.Null(comparison.Cheaper);
        Assert.Null(comparison.MoreExpensive);
        Assert.Equal(Percentage.FromPercent(0), comparison.PercentCheaper);
        Assert.Null(comparison.BreakEvenInputShare);
    }

    [Fact]
    public void Cheapest_WithAFreeOfferBesidePaidOnes_IsThePaidOne()
    {
        PriceCatalog prices = new(TestCatalog.Facts([
            .. TestCatalog.Offer("a", "free", 0, 0), .. TestCatalog.Offer("a", "paid", 1, 2), .. TestCatalog.Offer("b", "free", 0, 0)]));

        Comparison comparison = prices.Compare("a", "b");

        Assert.Equal("paid", comparison.Left.Cheapest!.Offer.Provider.Id);
        Assert.Equal("free", comparison.Right.Cheapest!.Offer.Provider.Id);
        Assert.Null(comparison.PercentMoreExpensive);
        Assert.Equal(Percentage.FromPercent(100), comparison.PercentCheaper);
    }

    [Fact]
    public void Capabilities_OfBothSides_AreInOrder()
    {
        string[] names = [.. Reviewed.Compare("o4-mini", "o4-api").Capabilities.Select(c => c.Capability)];

        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.Contains("vision", names);
    }

    [Fact]
    public void Of_CacheReadWithoutARate_IsUnknownButBlendsAsInput()
    {
        PriceCatalog prices = new(TestCatalog.Facts([.. TestCatalog.Offer("a", "p", 1, 2), .. TestCatalog.Offer("b", "p", 3, 4)]));

        Comparison comparison = prices.Compare("a", "b").By(Blend.CacheInputOutput(7, 2, 1));

        Assert.Null(comparison.Of(Meter.CacheRead));
        Assert.Equal(Rate.PerMillion(1.1m), comparison.Left.Blended);
        Assert.Equal(Meter.Input, comparison.Left.Cheapest!.Card.Billing(Meter.CacheRead)!.Meter);
    }

    [Property(Arbitrary = [typeof(PriceGenerators)])]
    public void Swap_MirrorsTheAnswer(Price inputA, Price outputA, Price inputB, Price outputB, Weight i, Weight o)
    {
        PriceCatalog prices = Two(inputA, outputA, inputB, outputB);
        Blend blend = Blend.InputOutput(i.Value, o.Value);
        Comparison there = prices.Compare("a", "b").By(blend);
        Comparison back = prices.Compare("b", "a").By(blend);

        Assert.Equal(there.Cheaper?.Model.Id, back.Cheaper?.Model.Id);
        Assert.Equal(there.MoreExpensive?.Model.Id, back.MoreExpensive?.Model.Id);
        Assert.Equal(there.Difference, back.Difference);
        Assert.Equal(there.PercentCheaper, back.PercentCheaper);
        Assert.Equal(there.PercentMoreExpensive, back.PercentMoreExpensive);
        Assert.Equal(there.BreakEvenInputShare, back.BreakEvenInputShare);
        Assert.Equal(there.Left.Blended, back.Right.Blended);
    }

    [Property(Arbitrary = [typeof(PriceGenerators)])]
    public bool Blended_LiesBetweenItsRates(Price input, Price output, Weight i, Weight o)
    {
        Rate blended = Two(input, output, input, output).Compare("a", "b").By(Blend.InputOutput(i.Value, o.Value)).Left.Blended!.Value;
        decimal low = Math.Min(input.Usd, output.Usd);
        decimal high = Math.Max(input.Usd, output.Usd);
        return blended.UsdPerMillion >= low && blended.UsdPerMillion <= high;
    }

    [Property(Arbitrary = [typeof(PriceGenerators)])]
    public bool ScalingTheWeights_ChangesNothing(Price input, Price output, Weight i, Weight o, Weight scale)
    {
        Comparison comparison = Two(input, output, output, input).Compare("a", "b");
        Comparison plain = comparison.By(Blend.InputOutput(i.Value, o.Value));
        Comparison scaled = comparison.By(Blend.InputOutput(i.Value * scale.Value, o.Value * scale.Value));
        return plain.Left.Blended == scaled.Left.Blended && plain.PercentCheaper == scaled.PercentCheaper && plain.Blend == scaled.Blend;
    }

    [Property(Arbitrary = [typeof(PriceGenerators)])]
    public bool BreakEven_ReallyBreaksEven_AndIsFoundWhereverThereIsOne(Price inputA, Price outputA, Price inputB, Price outputB)
    {
        Comparison comparison = Two(inputA, outputA, inputB, outputB).Compare("a", "b");
        if (comparison.BreakEvenInputShare is not { } share)
        {
            // Without one, the same side is cheaper, or none, at all input, at all output and in the middle.
            int atInput = inputA.Usd.CompareTo(inputB.Usd);
            int atOutput = outputA.Usd.CompareTo(outputB.Usd);
            return atInput == atOutput;
        }

        decimal s = share.Fraction;
        decimal a = (s * inputA.Usd) + ((1 - s) * outputA.Usd);
        decimal b = (s * inputB.Usd) + ((1 - s) * outputB.Usd);
        return s is >= 0 and <= 1 && Math.Abs(a - b) <= 1e-24m * (1 + inputA.Usd + outputA.Usd + inputB.Usd + outputB.Usd);
    }

    [Property(Arbitrary = [typeof(PriceGenerators)])]
    public bool Cheapest_IsOneOffersPair_NeverTheBestOfTwo(Price input1, Price output1, Price input2, Price output2, Weight i, Weight o)
    {
        PriceCatalog prices = new(TestCatalog.Facts([
            .. TestCatalog.Offer("a", "one", input1.Usd, output1.Usd), .. TestCatalog.Offer("a", "two", input2.Usd, output2.Usd)]));
        Blend blend = Blend.InputOutput(i.Value, o.Value);

        // A figure with an end that no decimal holds is an overflow, as documented.
        if (new[] { (input1, output1), (input2, output2) }
            .SelectMany(p => Weighted(blend, p.Item1, p.Item2))
            .Any(w => w.Places is not null && !w.FitsDecimal))
        {
            return true;
        }

        PricedOffer cheapest = prices.Model("a").Availability(TestCatalog.Day).PricesBy(blend)!.Cheapest;
        (Price input, Price output) = cheapest.Offer.Provider.Id == "one" ? (input1, output1) : (input2, output2);

        bool isAPair = cheapest.Card.RateOf(Meter.Input) == input.Rate && cheapest.Card.RateOf(Meter.Output) == output.Rate;
        bool noneIsCheaper = prices.Offers
            .Select(offer => offer.RateCardAt(Instant.MaxValue - Duration.Epsilon))
            .Where(card => !card.IsFree || cheapest.Card.IsFree)
            .All(card => card.BlendedBy(blend) >= cheapest.Rate);
        return isAPair && noneIsCheaper;
    }

    /// <summary>Returns the weighted rates of a pair, their sum, and the blended rate.</summary>
    private static Fraction[] Weighted(Blend blend, Price input, Price output)
    {
        Fraction[] each = [.. blend.Weights.Select(w => Fraction.Of(w.Weight) * Fraction.Of((w.Meter == Meter.Input ? input : output).Usd))];
        Fraction sum = each.Aggregate((a, b) => a + b);
        return [.. each, sum, sum / Fraction.Of(blend.TotalWeight)];
    }

    private static PriceCatalog Two(Price inputA, Price outputA, Price inputB, Price outputB) => new(TestCatalog.Facts([
        .. TestCatalog.Offer("a", "p", inputA.Usd, outputA.Usd), .. TestCatalog.Offer("b", "p", inputB.Usd, outputB.Usd)]));
}
