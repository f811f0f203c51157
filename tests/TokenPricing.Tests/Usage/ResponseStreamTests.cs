using System.Text;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>What the parts of a stream add up to, however they are written and wherever the stream ends.</summary>
public sealed class ResponseStreamTests
{
    private static readonly TokenUsage Whole = TokenUsage.FromTotals(input: 9, output: 5);

    /// <summary>Each event tells a part of the usage, in any of the objects that may hold it.</summary>
    [Theory]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":9}}""", """{"usage":{"completion_tokens":5}}""")]
    [InlineData("groq", """{"x_groq":{"usage":{"prompt_tokens":9}}}""", """{"x_groq":{"usage":{"completion_tokens":5}}}""")]
    [InlineData("cohere", """{"delta":{"usage":{"tokens":{"input_tokens":9}}}}""", """{"delta":{"usage":{"tokens":{"output_tokens":5}}}}""")]
    [InlineData("bedrock", """{"metadata":{"usage":{"inputTokens":9}}}""", """{"metadata":{"usage":{"outputTokens":5}}}""")]
    [InlineData("moonshot", """{"choices":[{},{"usage":{"prompt_tokens":9}}]}""", """{"choices":[{"usage":{"completion_tokens":5}}]}""")]
    [InlineData("openai-responses", """{"response":{"usage":{"input_tokens":9}}}""", """{"response":{"usage":{"output_tokens":5}}}""")]
    [InlineData("gemini", """{"usageMetadata":{"promptTokenCount":9}}""", """{"usageMetadata":{"candidatesTokenCount":5}}""")]
    [InlineData("gemini", """{"event_type":"interaction.start","interaction":{"id":"v1"}}""", """{"event_type":"interaction.complete","interaction":{"usage":{"total_input_tokens":9,"total_output_tokens":5}}}""")]
    [InlineData("langchain", """{"usage_metadata":{"input_tokens":9}}""", """{"usage_metadata":{"output_tokens":5}}""")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":9,"completion_tokens":1}}""", """{"usage":{"prompt_tokens":null,"completion_tokens":5}}""")]
    public void FromResponse_UsageInTwoEvents_IsThatOfBoth(string flavor, string first, string second)
    {
        string[] streams = [$"data: {first}\n\ndata: {second}\n\n", $"{first}\n{second}", $"[{first},{second}]"];
        foreach (string stream in streams)
        {
            Assert.Equal(Whole, ServedCall.FromResponse(stream, ResponseFlavor.Parse(flavor)).Usage);
            Assert.Equal(Whole, ServedCall.FromResponse(Encoding.UTF8.GetBytes(stream), ResponseFlavor.Parse(flavor)).Usage);
        }
    }

    [Theory]
    [InlineData("image_generation")]
    [InlineData("image_edit")]
    public void FromResponse_StreamedImage_IsOfImageTokens(string kind)
    {
        ServedCall call = ServedCall.FromResponse(
            $$$"""
            event: {{{kind}}}.partial_image
            data: {"type":"{{{kind}}}.partial_image","b64_json":"x","created_at":1,"size":"1024x1024","quality":"high"}

            event: {{{kind}}}.completed
            data: {"type":"{{{kind}}}.completed","created_at":1,"usage":{"total_tokens":12,"input_tokens":2,"output_tokens":10,"input_tokens_details":{"text_tokens":2,"image_tokens":0} } }

            """);

        Assert.Equal((ResponseFlavor.OpenAIImages, "2 input tokens, 10 image output tokens"), (call.Flavor, call.Usage.ToString()));
    }

    [Theory]
    [InlineData("data: {\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":5}}")]
    [InlineData("data:{\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":5}}\n\n")]
    [InlineData("\r\n\t data: {\"usage\":\r\ndata: {\"prompt_tokens\":8}}\r\n\r\ndata: {\"usage\":\r\ndata: {\"prompt_tokens\":9,\r\ndata: \"completion_tokens\":5}}\r\n\r\n")]
    [InlineData("event: x\rid: 7\rretry: 10\rdata: {\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":5}}\r\r")]
    [InlineData("event: ping\n\nid: 1\ndata: {\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":5}}\n\n")]
    [InlineData("id: 1\ndata: {\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":5}}\n\n")]
    [InlineData("retry: 1\ndata: {\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":5}}\n\n")]
    [InlineData(":\ndata: {\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":5}}\n\n: OPENROUTER PROCESSING\n\ndata: [DONE]\n\n")]
    [InlineData("data: [1,\"?\",null]\n\ndata: {\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":5}}\n\n")]
    [InlineData("{\"usage\":null}\r\n\r\n  {\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":5}}\r\n")]
    [InlineData("[7,{\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":5}},null]")]
    public void FromResponse_StreamsInAnyLayout_AreTheSameUsage(string stream)
    {
        Assert.Equal(Whole, ServedCall.FromResponse(stream, ResponseFlavor.OpenAIChat).Usage);
        Assert.Equal(Whole, ServedCall.FromResponse(Encoding.UTF8.GetBytes(stream), ResponseFlavor.OpenAIChat).Usage);
    }

    [Theory]
    [InlineData("{\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":5}}")]
    [InlineData("data: {\"usage\":{\"prompt_tokens\":9}}\n\ndata: {\"usage\":{\"completion_tokens\":5}}\n\n")]
    [InlineData("{\"usage\":{\"prompt_tokens\":9}}\n{\"usage\":{\"completion_tokens\":5}}\n")]
    [InlineData("[{\"usage\":{\"prompt_tokens\":9}},{\"usage\":{\"completion_tokens\":5}}]")]
    public void FromResponse_AfterAByteOrderMark_IsTheSame(string body)
    {
        Assert.Equal(Whole, ServedCall.FromResponse($"\uFEFF{body}", ResponseFlavor.OpenAIChat).Usage);
        Assert.Equal(Whole, ServedCall.FromResponse(Encoding.UTF8.GetBytes($"\uFEFF{body}"), ResponseFlavor.OpenAIChat).Usage);
    }

    [Fact]
    public void FromResponse_DetailsInTwoEvents_AreThoseOfBoth() => Assert.Equal(
        TokenUsage.FromTotals(input: 9, output: 5, cacheRead: 4, cacheWrite: 2),
        ServedCall.FromResponse(
            """
            {"usage":{"prompt_tokens":9,"completion_tokens":1,"prompt_tokens_details":{"cached_tokens":4,"cache_write_tokens":1}}}
            {"usage":{"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":null,"cache_write_tokens":2}}}
            """,
            ResponseFlavor.OpenAIChat).Usage);

    [Fact]
    public void FromResponse_EventsOfResponses_KeepWhatTheFirstSaid()
    {
        ServedCall call = ServedCall.FromResponse("""
            data: {"type":"response.created","response":{"id":"resp_1","model":"gpt-5","service_tier":"flex","usage":null}}

            data: {"type":"response.output_text.delta","delta":"Hi"}

            data: {"type":"response.completed","response":{"object":"response","model":null,"usage":{"input_tokens":9,"output_tokens":5}}}
            """);

        Assert.Equal(
            (ResponseFlavor.OpenAIResponses, Whole, "gpt-5", "resp_1", ServiceTier.Flex), (call.Flavor, call.Usage, call.Model, call.Id, call.ServiceTier));
    }

    [Fact]
    public void FromResponse_EventsOfASpeech_AreAudioByTheLast() => Assert.Equal(
        "9 input tokens, 5 audio output tokens",
        ServedCall.FromResponse("""
            data: {"type":"speech.audio.delta","audio":"x"}

            data: {"type":"speech.audio.done","usage":{"input_tokens":9,"output_tokens":5}}
            """).Usage.ToString());

    /// <summary>Two counts alone could be of Responses too: the type of the message tells, and later events do not replace it.</summary>
    [Theory]
    [InlineData("""{"type":"message_stop"}""")]
    [InlineData("""{"type":"ping"}""")]
    [InlineData("")]
    public void FromResponse_EventsOfAMessageWithoutACache_AreAMessage(string after)
    {
        ServedCall call = ServedCall.FromResponse($$$$"""
            {"type":"message_start","message":{"type":"message","usage":{"input_tokens":9,"output_tokens":1}}}
            {"type":"content_block_delta","delta":{"type":"text_delta","text":"Hi"}}
            {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":5}}
            {{{{after}}}}
            """);

        Assert.Equal((ResponseFlavor.Anthropic, Whole), (call.Flavor, call.Usage));
        Assert.Empty(call.Unread);
    }

    [Fact]
    public void FromResponse_StreamOfBytesThatAreNoUtf8_IsRefused()
    {
        byte[] stream = [.. "data: {\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":5},\"x\":\""u8, 0xFF, .. "\"}\n\n"u8];

        PricingException exception = Assert.Throws<PricingException>(() => ServedCall.FromResponse(stream, ResponseFlavor.OpenAIChat));

        Assert.Equal(PricingError.UnreadableResponse, exception.Error);
        Assert.StartsWith("The response cannot be read: it is not JSON: Unable to translate bytes [FF]", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data: {\"usage\":{\"prompt_tokens\":1,\"prompt_tokens\":2}}\n\n", "The response cannot be read: An item with the same key has already been added. Key: prompt_tokens")]
    [InlineData("data: {\"usage\":{\"prompt_tokens\":1}", "The response cannot be read: it is not JSON: ")]
    [InlineData("{\"usage\":null}\n7", "The response cannot be read: it is not JSON: ")]
    [InlineData("data: [DONE]\n\n", "The response cannot be read: it has no usage.")]
    [InlineData(": nothing\n\n", "The response cannot be read: it has no usage.")]
    [InlineData("[]", "The response cannot be read: it has no usage.")]
    public void FromResponse_StreamWithoutAWholeUsage_SaysWhy(string stream, string says)
    {
        PricingException exception = Assert.Throws<PricingException>(() => ServedCall.FromResponse(stream, ResponseFlavor.OpenAIChat));

        Assert.Equal(PricingError.UnreadableResponse, exception.Error);
        Assert.StartsWith(says, exception.Message, StringComparison.Ordinal);
    }
}
