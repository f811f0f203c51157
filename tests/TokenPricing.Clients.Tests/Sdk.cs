using System.ClientModel;
using System.ClientModel.Primitives;
using Anthropic;
using Azure.AI.OpenAI;
using Microsoft.Extensions.AI;
using OllamaSharp;
using OpenAI;
using OpenAI.Responses;

namespace TokenPricing.Tests;

/// <summary>The real clients of vendors, over an HTTP client of a test.</summary>
internal static class Sdk
{
    public static OpenAIClientOptions Options(HttpClient http, string? address = null)
    {
        OpenAIClientOptions options = new() { Transport = new HttpClientPipelineTransport(http), RetryPolicy = new ClientRetryPolicy(0) };
        if (address is not null)
        {
            options.Endpoint = new Uri(address);
        }

        return options;
    }

    public static OpenAI.Chat.ChatClient OpenAIChat(HttpClient http, string model = "gpt-5-mini", string? address = null) =>
        new(model, new ApiKeyCredential("key"), Options(http, address));

    public static IChatClient Chat(HttpClient http, string model = "gpt-5-mini", string? address = null) =>
        OpenAIChat(http, model, address).AsIChatClient();

    public static IChatClient Responses(HttpClient http, string model = "gpt-5-mini") =>
        new ResponsesClient(
            new ApiKeyCredential("key"),
            new ResponsesClientOptions { Transport = new HttpClientPipelineTransport(http), RetryPolicy = new ClientRetryPolicy(0) })
            .AsIChatClient(model);

    public static AnthropicClient Claude(HttpClient http, string? address = null)
    {
        AnthropicClient client = new() { ApiKey = "key", HttpClient = http, MaxRetries = 0 };
        return address is null ? client : new AnthropicClient { ApiKey = "key", HttpClient = http, MaxRetries = 0, BaseUrl = address };
    }

    public static IChatClient Anthropic(HttpClient http, string model = "claude-sonnet-4-5-20250929", string? address = null) =>
        Claude(http, address).AsIChatClient(model);

    public static IChatClient Azure(HttpClient http, string deployment) =>
        new AzureOpenAIClient(
            new Uri("https://corp.openai.azure.com"),
            new ApiKeyCredential("key"),
            new AzureOpenAIClientOptions { Transport = new HttpClientPipelineTransport(http), RetryPolicy = new ClientRetryPolicy(0) })
            .GetChatClient(deployment).AsIChatClient();

    public static IChatClient Ollama(HttpClient http, string model)
    {
        http.BaseAddress = new Uri("http://localhost:11434");
        return new OllamaApiClient(http, model);
    }
}
