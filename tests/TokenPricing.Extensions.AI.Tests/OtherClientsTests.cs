using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Xunit;

#pragma warning disable MEAI001 // Experimental there.

namespace TokenPricing.Tests;

/// <summary>Images, speech to text and text to speech.</summary>
public sealed class OtherClientsTests
{
    private readonly List<TrackedCall> _calls = [];

    private TrackedCall Only => Assert.Single(_calls);

    [Fact]
    public async Task Image_WithUsage_IsPricedAndSummed()
    {
        using CostSum sum = CostTracking.Sum();
        using IImageGenerator generator = new ImageGeneratorBuilder(new FakeImages()).UseCostTracking(Options).Build(Services);

        await generator.GenerateAsync(new ImageGenerationRequest("A token."));

        Assert.Equal((CallOperation.Images, new Usd(0.0035m), new Usd(0.0035m)), (Only.Request.Operation, Only.Billed, sum.Total));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SpeechToText_WithUsage_HasItsCost(bool isStream)
    {
        using ISpeechToTextClient client = new SpeechToTextClientBuilder(new FakeSpeech()).UseCostTracking(Options).Build(Services);

        SpeechToTextResponse response = isStream
            ? await client.GetStreamingTextAsync(Stream.Null).ToSpeechToTextResponseAsync()
            : await client.GetTextAsync(Stream.Null);

        Assert.Equal((CallOperation.SpeechToText, new Usd(0.0035m)), (Only.Request.Operation, Only.Billed));
        Assert.Equal(new Usd(0.0035m), response.AdditionalProperties.GetCost()!.Total);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TextToSpeech_WithoutUsage_IsBilledByTheCharactersOfTheText(bool isStream)
    {
        using ITextToSpeechClient client = new TextToSpeechClientBuilder(new FakeSpeech()).UseCostTracking(Options).Build(Services);

        TextToSpeechResponse response = isStream
            ? await client.GetStreamingAudioAsync(new string('a', 1_000)).ToTextToSpeechResponseAsync()
            : await client.GetAudioAsync(new string('a', 1_000));

        Assert.Equal((CallOperation.TextToSpeech, new Usd(0.015m)), (Only.Request.Operation, Only.Billed));
        Assert.Equal(new Usd(0.015m), response.AdditionalProperties.GetCost()!.Total);
    }

    private static PriceCatalog Catalog { get; } = new(TestCatalog.Facts(
        [.. TestCatalog.Offer("gpt-4o", "openai", 2.5m, 10), TestCatalog.Rate("tts", "openai", Meter.Parse("input-characters"), 15)]));

    private static IServiceProvider Services { get; } = new OnlyCatalog();

    private CostTrackingOptions Options(CostTrackingOptions options) =>
        options with { Time = TrackedPrices.Time, After = _calls.AddAsync, CostOf = _ => null };

    private static Microsoft.Extensions.AI.UsageDetails Usage => FakeChatClient.Used(1_000, 100);

    private sealed class FakeImages : IImageGenerator
    {
        public Task<ImageGenerationResponse> GenerateAsync(
            ImageGenerationRequest request, ImageGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new ImageGenerationResponse { Usage = Usage });

        public object? GetService(Type serviceType, object? serviceKey = null) =>
            serviceType == typeof(ImageGeneratorMetadata) ? new ImageGeneratorMetadata("openai", null, "gpt-4o") : null;

        public void Dispose()
        {
        }
    }

    private sealed class FakeSpeech : ISpeechToTextClient, ITextToSpeechClient
    {
        public Task<SpeechToTextResponse> GetTextAsync(
            Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new SpeechToTextResponse("Hello") { Usage = Usage, ModelId = "gpt-4o" });

        public async IAsyncEnumerable<SpeechToTextResponseUpdate> GetStreamingTextAsync(
            Stream audioSpeechStream, SpeechToTextOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            yield return new SpeechToTextResponseUpdate("Hello") { ModelId = "gpt-4o" };
            yield return new SpeechToTextResponseUpdate([new UsageContent(Usage)]) { ModelId = "gpt-4o" };
        }

        public Task<TextToSpeechResponse> GetAudioAsync(string text, TextToSpeechOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new TextToSpeechResponse { ModelId = "tts" });

        public async IAsyncEnumerable<TextToSpeechResponseUpdate> GetStreamingAudioAsync(
            string text, TextToSpeechOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            yield return new TextToSpeechResponseUpdate { ModelId = "tts" };
        }

        public object? GetService(Type serviceType, object? serviceKey = null) =>
            serviceType == typeof(SpeechToTextClientMetadata) ? new SpeechToTextClientMetadata("openai", null, "gpt-4o")
            : serviceType == typeof(TextToSpeechClientMetadata) ? new TextToSpeechClientMetadata("openai", null, "tts")
            : null;

        public void Dispose()
        {
        }
    }

    private sealed class OnlyCatalog : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(PriceCatalog) ? Catalog : null;
    }
}
