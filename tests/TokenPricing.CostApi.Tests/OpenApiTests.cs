using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace TokenPricing.CostApi.Tests;

public sealed class OpenApiTests(SharedService shared) : IClassFixture<SharedService>
{
    [Fact]
    public async Task Document_EveryEndpoint_IsThereWithWordsAndExamples()
    {
        JsonElement document = JsonElement.Parse(await shared.Service.Client.GetStringAsync("/openapi/v1.json"));
        string[] paths = [.. document.GetProperty("paths").EnumerateObject().Select(p => p.Name)];
        string[] endpoints =
        [
            .. shared.Service.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                .Select(e => $"/{e.RoutePattern.RawText!.TrimStart('/')}")
                .Where(p => !p.StartsWith("/openapi", StringComparison.Ordinal)),
        ];

        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.True(endpoints.Length > 15);
        Assert.Equal(endpoints.Order(StringComparer.Ordinal), paths.Order(StringComparer.Ordinal));
        Assert.Equal(paths.Length, document.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject()).Select(o => o.Value.GetProperty("operationId").GetString()).Distinct().Count());
        Assert.All(document.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject()), operation =>
        {
            Assert.False(string.IsNullOrWhiteSpace(operation.Value.GetProperty("summary").GetString()));
            Assert.False(string.IsNullOrWhiteSpace(operation.Value.GetProperty("description").GetString()));
            JsonElement content = operation.Value.GetProperty("responses").GetProperty("200").GetProperty("content");
            Assert.All(content.EnumerateObject().Where(c => c.Name is "application/json"), c => Assert.Equal(JsonValueKind.Object, c.Value.GetProperty("example").ValueKind));
        });
    }

    [Fact]
    public async Task Document_EveryParameter_HasAnExampleThatIsAnswered()
    {
        JsonElement document = JsonElement.Parse(await shared.Service.Client.GetStringAsync("/openapi/v1.json"));
        foreach (JsonProperty path in document.GetProperty("paths").EnumerateObject().Where(p => p.Name is "/v1/compare" or "/v1/availability" or "/v1/models" or "/v1/history"))
        {
            string query = string.Join('&', path.Value.GetProperty("get").GetProperty("parameters").EnumerateArray().Select(p => $"{p.GetProperty("name")}={Uri.EscapeDataString(p.GetProperty("example").ToString())}"));
            using HttpResponseMessage response = await shared.Service.GetAsync($"{path.Name}?{query}");

            Assert.True(response.IsSuccessStatusCode, $"{path.Name}?{query}: {await response.Content.ReadAsStringAsync()}");
        }
    }

    [Fact]
    public async Task Document_ExampleCalls_AreAnswered()
    {
        JsonElement document = JsonElement.Parse(await shared.Service.Client.GetStringAsync("/openapi/v1.json"));
        JsonElement examples = document.GetProperty("paths").GetProperty("/v1/cost").GetProperty("post").GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("examples");
        foreach (JsonProperty example in examples.EnumerateObject())
        {
            using HttpResponseMessage response = await shared.Service.PostAsync("/v1/cost", example.Value.GetProperty("value").GetRawText());

            Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        }
    }
}
