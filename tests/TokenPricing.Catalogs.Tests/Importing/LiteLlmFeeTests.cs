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
    public void Read_Fees_AreOfTheMeterThatIsBilled(string entry, string rates, int skipped)
    {
        using MemoryStream map = new(Encoding.UTF8.GetBytes($"{{\"m\":{{{entry}}}}}"));
        PriceImport import = PriceImport.Read(map, new LocalDate(2026, 7, 24), PriceListFormat.LiteLlm);

        Assert.Equal(rates, string.Join(", ", import.Facts.Rates.Select(r => $"{r.Meter} {DecimalText.Format(r.Rate.Usd / r.Rate.Per)}")));
        Assert.Equal(skipped, import.Skipped.Length);
    }
}
