using System.Text;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Fees in LiteLLM's map whose meter depends on who takes them and for what.</summary>
public sealed class LiteLlmFeeTests
{
    [Theory]
    [InlineData("\"litellm_provider\":\"perplexity\",\"search_context_cost_per_query\":{\"search_context_size_low\":0.005,\"search_context_size_medium\":0.008,\"search_context_size_high\":0.012}", "requests-search-low 0.005, requests-search-medium 0.008, requests-search-high 0.012", 0)]
    [InlineData("\"litellm_provider\":\"gemini\",\"search_context_cost_per_query\":{\"search_context_size_low\":0.014,\"search_context_size_medium\":0.014,\"search_context_size_high\":0.014}", "web-searches 0.014", 0)]
    [InlineData("\"litellm_provider\":\"openai\",\"search_context_cost_per_query\":{\"search_context_size_low\":0.03,\"search_context_size_medium\":0.035,\"search_context_size_high\":0.05}", "", 1)]
    [InlineData("\"litellm_provider\":\"perplexity\",\"search_context_cost_per_query\":{\"search_context_size_huge\":1}", "", 0)]
    [InlineData("\"litellm_provider\":\"cohere\",\"mode\":\"rerank\",\"input_cost_per_query\":0.002", "rerank-searches 0.002", 0)]
    [InlineData("\"litellm_provider\":\"cohere\",\"mode\":\"chat\",\"input_cost_per_query\":0.002", "", 1)]
    [InlineData("\"litellm_provider\":\"openai\",\"mode\":\"image_generation\",\"input_cost_per_image\":0.04", "output-images 0.04", 0)]
    [InlineData("\"litellm_provider\":\"gemini\",\"mode\":\"image_generation\",\"input_cost_per_image\":0.0011,\"output_cost_per_image\":0.134", "input-images 0.0011, output-images 0.134", 0)]
    [InlineData("\"litellm_provider\":\"groq\",\"mode\":\"audio_transcription\",\"input_cost_per_second\":0.0001", "audio-seconds 0.0001", 0)]
    [InlineData("\"litellm_provider\":\"openai\",\"mode\":\"audio_transcription\",\"input_cost_per_second\":0.0001,\"output_cost_per_second\":0.0001", "audio-seconds 0.0001", 0)]
    [InlineData("\"litellm_provider\":\"deepgram\",\"mode\":\"audio_transcription\",\"input_cost_per_second\":0.0002,\"output_cost_per_second\":0.0", "audio-seconds 0.0002", 0)]
    [InlineData("\"litellm_provider\":\"soniox\",\"mode\":\"audio_transcription\",\"input_cost_per_second\":0.0,\"output_cost_per_second\":0.00003", "audio-seconds 0.00003", 0)]
    [InlineData("\"litellm_provider\":\"openai\",\"mode\":\"audio_speech\",\"output_cost_per_second\":0.00025", "output-audio-seconds 0.00025", 0)]
    [InlineData("\"litellm_provider\":\"gemini\",\"mode\":\"video_generation\",\"output_cost_per_second\":0.4", "output-video-seconds 0.4", 0)]
    [InlineData("\"litellm_provider\":\"gemini\",\"mode\":\"video_generation\",\"output_cost_per_second_1080p\":0.4", "", 1)]
    [InlineData("\"litellm_provider\":\"bedrock\",\"mode\":\"chat\",\"input_cost_per_second\":0.01", "", 1)] // provisioned capacity
    [InlineData("\"litellm_provider\":\"openai\",\"mode\":\"realtime\",\"input_cost_per_second\":0.0005", "audio-seconds 0.0005", 0)]
    [InlineData("\"litellm_provider\":\"openai\",\"mode\":\"realtime\",\"input_cost_per_image\":5e-06", "input-image 0.000005", 0)] // the price of a token
    [InlineData("\"litellm_provider\":\"tavily\",\"mode\":\"search\",\"input_cost_per_query\":0.008", "web-searches 0.008", 0)]
    [InlineData("\"litellm_provider\":\"vertex_ai\",\"mode\":\"vector_store\",\"input_cost_per_query\":0.0015", "storage-searches 0.0015", 0)]
    [InlineData("\"litellm_provider\":\"deepseek\",\"mode\":\"chat\",\"input_cost_per_token_cache_hit\":1.4e-08", "cache-read 0.000000014", 0)]
    [InlineData("\"litellm_provider\":\"deepseek\",\"mode\":\"chat\",\"input_cost_per_token_cache_hit\":1.4e-08,\"cache_read_input_token_cost\":2e-08", "cache-read 0.00000002", 0)]
    public void Read_Fees_AreOfTheMeterThatIsBilled(string entry, string rates, int skipped)
    {
        using MemoryStream map = new(Encoding.UTF8.GetBytes($"{{\"m\":{{{entry}}}}}"));
        PriceImport import = PriceImport.Read(map, new LocalDate(2026, 7, 24), PriceListFormat.LiteLlm);

        Assert.Equal(rates, string.Join(", ", import.Facts.Rates.Select(r => $"{r.Meter} {DecimalText.Format(r.Rate.Usd / r.Rate.Per)}")));
        Assert.Equal(skipped, import.Skipped.Length);
    }

    [Fact]
    public void Read_WhatOnlyOneProviderHas_IsARegionOrATier()
    {
        const string Map = """{"m":{"litellm_provider":"anthropic","input_cost_per_token":5e-06,"provider_specific_entry":{"us":1.1,"fast":6.0,"schema":"x"}}}""";
        using MemoryStream map = new(Encoding.UTF8.GetBytes(Map));
        PriceImport import = PriceImport.Read(map, new LocalDate(2026, 8, 21), PriceListFormat.LiteLlm);

        Assert.Equal(("us", 1.1m), Assert.Single(import.Facts.RegionalUplifts.Select(u => (u.Region, u.Multiple))));
        Assert.Equal((ServiceTier.Fast, 6m), Assert.Single(import.Facts.TierMultiples.Select(t => (t.Tier, t.Multiple))));
        Assert.Equal("m: provider_specific_entry.schema", Assert.Single(import.Skipped).Place);
    }
}
