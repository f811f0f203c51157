using Microsoft.Extensions.AI;
using Xunit;
using static TokenPricing.Tests.FakeChatClient;
using AIUsage = Microsoft.Extensions.AI.UsageDetails;

namespace TokenPricing.Tests;

public sealed class CostTrackingEmbeddingGeneratorTests
{
    private readonly List<TrackedCall> _calls = [];

    private TrackedCall Only => Assert.Single(_calls);

    [Theory]
    [InlineData(50_000, null)]
    [InlineData(null, 50_000)]
    [InlineData(50_000, 50_000)]
    public async Task GenerateAsync_UsageWithPrice_PutsTheCostOnTheEmbeddings(int? input, int? total)
    {
        GeneratedEmbeddings<Embedding<float>> embeddings = await Track(new Fake { Usage = Used(input, null, total: total) }).GenerateAsync(["a", "b"]);

        Assert.Equal(new Usd(0.001m), CostTrackingChatClientTests.CostOn(embeddings.AdditionalProperties)!.Total);
        Assert.Equal((CallOperation.Embeddings, "embedding-small", "openai"), (Only.Request.Operation, Only.Model, Only.Request.Provider));
        Assert.Equal((0, null), (Only.Request.Messages.Count, Only.Request.ChatOptions));
    }

    [Fact]
    public async Task GenerateAsync_ModelOfTheEmbeddings_GoesFirst()
    {
        await Track(new Fake { Answered = "gpt-4o" }).GenerateAsync(["a"], new EmbeddingGenerationOptions { ModelId = "asked" });

        Assert.Equal(("gpt-4o", "asked"), (Only.Offer!.Model.Id, Only.Request.Model));
    }

    [Fact]
    public async Task GenerateAsync_NoUsage_IsCountedWithoutACost()
    {
        GeneratedEmbeddings<Embedding<float>> embeddings = await Track(new Fake { Usage = null }).GenerateAsync(["a"]);

        Assert.Null(embeddings.AdditionalProperties);
        Assert.Null(Only.Cost);
    }

    [Fact]
    public async Task GenerateAsync_GeneratorFails_ThrowsItsExceptionAndTellsIt()
    {
        InvalidOperationException failure = new("busy");

        Assert.Same(failure, await Assert.ThrowsAsync<InvalidOperationException>(() => Track(new Fake { Failure = failure }).GenerateAsync(["a"])));

        Assert.Equal((CallOutcome.Failed, failure), (Only.Outcome, Only.Exception));
    }

    [Fact]
    public async Task GenerateAsync_PricesFromAFunction_AreAskedForEachCall()
    {
        int factor = 0;
        IEmbeddingGenerator<string, Embedding<float>> generator = new Fake().WithCostTracking(() => TrackedPrices.Times(++factor), o => o with { After = _calls.AddAsync });

        await generator.GenerateAsync(["a"]);
        await generator.GenerateAsync(["a"]);

        Assert.Equal([new Usd(0.001m), new Usd(0.002m)], _calls.Select(c => c.Cost!.Total));
    }

    private IEmbeddingGenerator<string, Embedding<float>> Track(Fake fake) =>
        fake.WithCostTracking(TrackedPrices.Catalog, o => o with { Time = TrackedPrices.Time, After = _calls.AddAsync });

    private sealed class Fake : IEmbeddingGenerator<string, Embedding<float>>
    {
        public AIUsage? Usage { get; init; } = Used(50_000, null);

        public string? Answered { get; init; }

        public Exception? Failure { get; init; }

        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
            Failure is null
                ? Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(_ => new Embedding<float>(new float[] { 1 }) { ModelId = Answered })) { Usage = Usage })
                : throw Failure;

        public object? GetService(Type serviceType, object? serviceKey = null) =>
            serviceType == typeof(EmbeddingGeneratorMetadata) ? new EmbeddingGeneratorMetadata("openai", null, "embedding-small") : null;

        public void Dispose()
        {
        }
    }
}
