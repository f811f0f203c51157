using Xunit;

namespace TokenPricing.Tests;

public sealed class ResponseFlavorTests
{
    [Fact]
    public void Default_IsOpenAIChat() => Assert.Equal(ResponseFlavor.OpenAIChat, default);

    [Fact]
    public void All_Ids_AreThoseOfFilesAndCommandLine() => Assert.Equal(
        "openai-chat openai-responses openai-embeddings anthropic gemini bedrock mistral cohere deepseek groq xai openrouter cerebras "
        + "perplexity moonshot openai-images openai-audio ollama ai-sdk langchain codex",
        string.Join(' ', ResponseFlavor.All));

    [Fact]
    public void All_Members_AreInTheOrderOfTheirIds() => Assert.Equal(
        [
            ResponseFlavor.OpenAIChat, ResponseFlavor.OpenAIResponses, ResponseFlavor.OpenAIEmbeddings, ResponseFlavor.Anthropic,
            ResponseFlavor.Gemini, ResponseFlavor.Bedrock, ResponseFlavor.Mistral, ResponseFlavor.Cohere, ResponseFlavor.DeepSeek,
            ResponseFlavor.Groq, ResponseFlavor.XAI, ResponseFlavor.OpenRouter, ResponseFlavor.Cerebras, ResponseFlavor.Perplexity, ResponseFlavor.Moonshot, ResponseFlavor.OpenAIImages,
            ResponseFlavor.OpenAIAudio, ResponseFlavor.Ollama, ResponseFlavor.AiSdk, ResponseFlavor.LangChain, ResponseFlavor.Codex,
        ],
        ResponseFlavor.All.AsEnumerable());

    [Fact]
    public void Parse_AnyCase_IsTheFlavor() => Assert.Equal(ResponseFlavor.OpenAIResponses, ResponseFlavor.Parse("OpenAI-Responses"));

    [Fact]
    public void Parse_UnknownId_ListsTheFlavors()
    {
        FormatException exception = Assert.Throws<FormatException>(() => ResponseFlavor.Parse("azure"));

        Assert.Contains("'azure'", exception.Message);
        Assert.Contains("openai-chat, openai-responses", exception.Message);
    }

    [Fact]
    public void Parse_Null_IsRefused() => Assert.Throws<ArgumentNullException>(() => ResponseFlavor.Parse(null!));

    [Fact]
    public void Equality_OfFlavorsThatCountAlike_IsFalse()
    {
        Assert.True(ResponseFlavor.Groq != ResponseFlavor.OpenAIChat);
        Assert.False(ResponseFlavor.Groq == ResponseFlavor.OpenAIChat);
        Assert.False(ResponseFlavor.Groq != ResponseFlavor.Parse("groq"));
    }
}
