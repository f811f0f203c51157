using System.Text;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>A row with a provider's response is priced as it was served, and its answer says what nobody understood.</summary>
public sealed class ResponseRowTests
{
    [Theory]
    [InlineData("""{"provider":"openai","model":"gpt-5","at":"2026-06-01","service_tier":"priority","response":{"object":"chat.completion","service_tier":"flex","usage":{"prompt_tokens":1000000,"completion_tokens":100000,"total_tokens":1100000}}}""", "\"total\":\"1.125\"}")]
    [InlineData("""{"provider":"openai","model":"gpt-5","at":"2026-06-01","flavor":"openai-chat","response":{"object":"chat.completion","usage":{"prompt_tokens":8,"completion_tokens":9,"total_tokens":124,"cost":0.25,"units":3}}}""", "\"total\":\"0.0001\",\"stated\":{\"amount\":\"0.25\",\"currency\":\"USD\",\"kind\":\"response\"},\"difference\":\"0.2499\",\"unread\":{\"usage.units\":3,\"usage.total_tokens\":124},\"warnings\":[\"usage.units (3): no reader knows this field\",\"usage.total_tokens (124): 107 of these tokens are in no count\"]}")]
    [InlineData("""{"provider":"openai","model":"gpt-realtime-mini","at":"2026-06-01","response":{"usage":{"prompt_tokens":1000,"completion_tokens":0,"total_tokens":1000,"prompt_tokens_details":{"audio_tokens":500,"cached_tokens":500}}}}""", "\"low\":")]
    [InlineData("""{"provider":"cohere","model":"command-a-03-2025","at":"2026-06-01","response":{"usage":{"billed_units":{"input_tokens":10,"output_tokens":20},"tokens":{"input_tokens":510,"output_tokens":20}}}}""", "\"usage\":{\"input\":510,\"output\":20},\"input_cost\":\"0.000025\"")]
    [InlineData("""{"provider":"anthropic","model":"claude-opus-4-6","at":"2026-06-01","response":{"type":"message","usage":{"input_tokens":23000,"output_tokens":1000,"iterations":[{"type":"compaction","input_tokens":180000,"output_tokens":3500},{"type":"message","input_tokens":23000,"output_tokens":1000}]}}}""", "\"total\":\"1.1275\"")]
    [InlineData("""{"provider":"openai","model":"gpt-5","at":"2026-06-01","response":{"object":"chat.completion","model":"gpt-5-mini","usage":{"prompt_tokens":1000000,"completion_tokens":0,"total_tokens":1000000}}}""", "\"total\":\"0.25\"")]
    [InlineData("""{"provider":"openai","model":"gpt-5","at":"2026-06-01","response":{"usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,"prompt_cached_count":7}}}""", "\"code\":\"unreadable_response\"")]
    [InlineData("""{"provider":"https://eu.api.openai.com/v1","model":"gpt-5.5","at":"2026-06-01","usage":{"input":100000,"output":100000}}""", "\"total\":\"3.85\"}")]
    [InlineData("""{"provider":"https://eu.api.openai.com/v1","model":"gpt-5","at":"2026-06-01","usage":{"input":1000000,"output":0}}""", "\"total\":\"1.25\"}")]
    [InlineData("""{"provider":"amazon-bedrock","model":"meta.llama3-8b-instruct-v1:0","data_residency":"ap-south-1","at":"2026-06-01","usage":{"input":1000000,"output":100000}}""", "\"total\":\"0.432\"}")]
    [InlineData("""{"provider":"amazon-bedrock","model":"arn:aws:bedrock:ap-south-1::foundation-model/meta.llama3-8b-instruct-v1:0","at":"2026-06-01","usage":{"input":1000000,"output":100000}}""", "\"total\":\"0.432\"}")]
    [InlineData("""{"provider":"openai","model":"gpt-image-1","at":"2026-06-01","response":{"created":1,"quality":"low","size":"1024x1024","data":[{"url":"x"}]}}""", "\"total\":\"0.011\"}")]
    [InlineData("""{"provider":"google","model":"gemini-2.5-pro","at":"2026-06-01","response":[{"usageMetadata":{"promptTokenCount":1000,"totalTokenCount":1000}},{"usageMetadata":{"promptTokenCount":1000,"candidatesTokenCount":100,"totalTokenCount":1100}}]}""", "\"total\":\"0.00225\"}")]
    [InlineData("""{"provider":"anthropic","model":"claude-sonnet-4-5","at":"2026-06-01","response":"data: {\"type\":\"message_start\",\"message\":{\"type\":\"message\",\"usage\":{\"input_tokens\":1000000,\"output_tokens\":1,\"service_tier\":\"batch\"}}}\n\ndata: {\"type\":\"message_delta\",\"usage\":{\"output_tokens\":0}}\n\n"}""", "\"total\":\"3\"}")]
    public void Price_Response_AnswersWithWhatWasServed(string row, string answer) => Assert.Contains(answer, Priced(row), StringComparison.Ordinal);

    private static string Priced(string row)
    {
        using MemoryStream input = new(Encoding.UTF8.GetBytes(row));
        using MemoryStream output = new();
        using (RowFile file = RowFile.JsonLines(input, output))
        {
            foreach (PricedRow priced in new RowPricer(PriceCatalog.BuiltIn).Price(file.Read()))
            {
                file.Write(priced);
            }
        }

        return Encoding.UTF8.GetString(output.ToArray());
    }
}
