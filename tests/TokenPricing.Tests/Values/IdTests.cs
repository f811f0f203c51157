using Xunit;

namespace TokenPricing.Tests;

/// <summary>The ids of providers, models and offers: texts that are equal without regard to case.</summary>
public sealed class IdTests
{
    [Theory]
    [InlineData("a", "a", 0)]
    [InlineData("GPT-5", "gpt-5", 0)]
    [InlineData("gpt-4o", "GPT-5", -1)]
    [InlineData("o4-mini", "gpt-5", 1)]
    [InlineData("", "a", -1)]
    [InlineData(null, "", 0)]
    public void Compare_TwoIds_IsTheOrderOfTheirTextsWithoutCase(string? left, string? right, int order)
    {
        (ModelId m, ModelId n) = (new(left), new(right));
        (ProviderId p, ProviderId q) = (new(left), new(right));

        Assert.Equal((order, order, order), (Math.Sign(m.CompareTo(n)), Math.Sign(p.CompareTo(q)), Math.Sign(((IComparable)m).CompareTo(n))));
        Assert.Equal((order < 0, order <= 0, order > 0, order >= 0), (m < n, m <= n, m > n, m >= n));
        Assert.Equal((order < 0, order <= 0, order > 0, order >= 0), (p < q, p <= q, p > q, p >= q));
        Assert.Equal((order == 0, order != 0, order == 0), (m == n, m != n, m.Equals((object)n)));
        Assert.Equal((order == 0, order != 0, order == 0), (p == q, p != q, p.Equals((object)q)));
        Assert.Equal((order == 0, order == 0), (new OfferId(p, m) == new OfferId(q, m), new OfferId(p, m) == new OfferId(p, n)));
        Assert.True(order != 0 || (m.GetHashCode() == n.GetHashCode() && p.GetHashCode() == q.GetHashCode()));
    }

    [Fact]
    public void Default_IsTheEmptyId()
    {
        Assert.Equal(("", "", "/"), (default(ModelId).Value, default(ProviderId).ToString(), default(OfferId).ToString()));
        Assert.Equal(("", ""), (default(ModelId).ToString(), default(ProviderId).Value));
        Assert.Equal((1, 1), (((IComparable)default(ModelId)).CompareTo(null), ((IComparable)default(ProviderId)).CompareTo(null)));
    }

    [Fact]
    public void Compare_WithWhatIsNoId_NamesBoth()
    {
        Assert.Equal(
            "Expected a ModelId, not a System.String. (Parameter 'obj')",
            Assert.Throws<ArgumentException>(() => ((IComparable)new ModelId("a")).CompareTo("a")).Message);
        Assert.Equal(
            "Expected a ProviderId, not a System.Int32. (Parameter 'obj')",
            Assert.Throws<ArgumentException>(() => ((IComparable)new ProviderId("a")).CompareTo(1)).Message);
    }

    [Theory]
    [InlineData("openai/gpt-5", "openai", "gpt-5")]
    [InlineData("a/b", "a", "b")]
    [InlineData("openrouter/openai/gpt-5", "openrouter", "openai/gpt-5")]
    public void Parse_AnOffer_ItsModelMayHaveSlashes(string text, string provider, string model)
    {
        OfferId id = OfferId.Parse(text);

        Assert.Equal((provider, model, text), (id.Provider.Value, id.Model.Value, id.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("gpt-5")]
    [InlineData("/gpt-5")]
    [InlineData("openai/")]
    [InlineData("/")]
    public void Parse_NoOffer_SaysWhatIsExpected(string text) => Assert.Equal(
        $"'{text}' is not the id of an offer; expected provider/model, such as anthropic/claude-sonnet-4-5.",
        Assert.Throws<FormatException>(() => OfferId.Parse(text)).Message);
}
