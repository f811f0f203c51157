using System.Text;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>What the parts of a stream add up to, however they are written and wherever the stream ends.</summary>
public sealed class ResponseStreamTests
{
    private static readonly TokenUsage Whole = TokenUsage.FromTotals(input: 9, output: 5);

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
}
