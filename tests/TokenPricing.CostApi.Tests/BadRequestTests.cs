using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Xunit;

namespace TokenPricing.CostApi.Tests;

public sealed class BadRequestTests(SharedService shared) : IClassFixture<SharedService>
{
    private CostService Service => shared.Service;

    [Theory]
    [InlineData("/v1/compare", "a", "'a' is missing")]
    [InlineData("/v1/compare?a=gpt-4o", "b", "'b' is missing")]
    [InlineData("/v1/compare?a=gpt-4o&b=", "b", "'b' is missing")]
    [InlineData("/v1/compare?a=gpt-4o&b=gpt-5.1&a=x", "a", "2 times")]
    [InlineData("/v1/compare?a=gpt-4o&b=gpt-5.1&blend=0/0", "blend", "70/30")]
    [InlineData("/v1/compare?a=gpt-4o&b=gpt-5.1&blend=-3:1", "blend", "70/30")]
    [InlineData("/v1/compare?a=gpt-4o&b=gpt-5.1&blend=a/b", "blend", "'a/b'")]
    [InlineData("/v1/compare?a=gpt-4o&b=gpt-5.1&on=2026-02-30", "on", "a date such as")]
    [InlineData("/v1/compare?a=gpt-4o&b=gpt-5.1&on=24.4.2026", "on", "a date such as")]
    [InlineData("/v1/compare?a=gpt-4o&b=gpt-5.1&day=2026-02-01", "day", "there are a, b, blend, basis, on")]
    [InlineData("/v1/compare/chart.svg?a=gpt-4o&b=gpt-5.1&width=319", "width", "from 320 to 2000")]
    [InlineData("/v1/compare/chart.svg?a=gpt-4o&b=gpt-5.1&width=99999999999999999999", "width", "from 320 to 2000")]
    [InlineData("/v1/compare/chart.svg?a=gpt-4o&b=gpt-5.1&theme=pink", "theme", "auto or light or dark")]
    [InlineData("/v1/history?model=gpt-4o&from=2026-02-01&to=2026-01-01", "to", "before 'from'")]
    [InlineData("/v1/history?model=gpt-4o&to=9999-12-31", "to", "a date such as")]
    [InlineData("/v1/rank?minContext=-1", "minContext", "from 1 to")]
    [InlineData("/v1/rank?minContext=0", "minContext", "from 1 to")]
    [InlineData("/v1/rank?limit=1001", "limit", "from 1 to 1000")]
    [InlineData("/v1/rank?license=closed", "license", "open or any")]
    [InlineData("/v1/models?limit=ten", "limit", "from 1 to 1000")]
    public async Task Get_BadParameter_NamesItAndWhatIsExpected(string path, string parameter, string detail)
    {
        using HttpResponseMessage response = await Service.GetAsync(path, "image/svg+xml,*/*");
        JsonElement problem = await CostService.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid-request");

        JsonElement error = problem.GetProperty("errors").EnumerateArray().First(e => e.GetProperty("parameter").GetString() == parameter);
        Assert.Contains(detail, error.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.True(response.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task Get_SeveralMistakes_NamesAll()
    {
        using HttpResponseMessage response = await Service.GetAsync("/v1/compare?a=gpt-4o&blend=x&on=y&c=z");
        JsonElement problem = await CostService.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid-request");

        Assert.Equal(["b", "blend", "c", "on"], problem.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("parameter").GetString()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("/v1/compare?a=claude-sonet-4-5&b=gpt-5.1", 404, "unknown-model", "'claude-sonnet-4-5'")]
    [InlineData("/v1/availability?model=no-such-model-at-all", 404, "unknown-model", "no-such-model-at-all")]
    [InlineData("/v1/history?model=gpt-4o&provider=antropic", 404, "unknown-provider", "anthropic")]
    [InlineData("/v1/history?model=gpt-4o&provider=anthropic", 404, "unknown-offer", "gpt-4o")]
    [InlineData("/v1/rank?needs=visions", 422, "unknown-capability", "vision")]
    [InlineData("/v1/rank?provider=opena", 404, "unknown-provider", "openai")]
    public async Task Get_UnknownName_NamesNearOnes(string path, int status, string code, string near)
    {
        using HttpResponseMessage response = await Service.GetAsync(path);

        Assert.Contains(near, (await CostService.ProblemAsync(response, (HttpStatusCode)status, code)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("{\n  \"model\": \"gpt-4o\",\n  \"totals\": { \"input\": 12", 3, 26)]
    [InlineData("{\"model\": \"gpt-4o\",}", 1, 20)]
    [InlineData("{\n \"model\": 'gpt-4o'}", 2, 11)]
    [InlineData("not json", 1, 2)]
    public async Task PostCost_NoJson_SaysWhere(string body, int line, int position)
    {
        using HttpResponseMessage response = await Service.PostAsync("/v1/cost", body);
        JsonElement problem = await CostService.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid-json");

        Assert.Equal((line, position), (problem.GetProperty("line").GetInt32(), problem.GetProperty("position").GetInt32()));
    }

    [Theory]
    [InlineData("{\"model\":\"a\",\"model\":\"b\",\"totals\":{}}")]
    [InlineData("{\"model\":\"\\ud800\",\"totals\":{\"input\":1}}")]
    public async Task PostCost_NoGoodJson_IsRefused(string body)
    {
        using HttpResponseMessage response = await Service.PostAsync("/v1/cost", body);

        await CostService.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid-json");
    }

    [Fact]
    public async Task PostCost_TooDeepOrNoUtf8_IsRefused()
    {
        using HttpResponseMessage deep = await Service.PostAsync("/v1/cost", new string('[', 100_000));
        using HttpResponseMessage bytes = await Service.Client.PostAsync("/v1/cost", new ByteArrayContent([(byte)'"', 0xFF, (byte)'"']) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } });

        await CostService.ProblemAsync(deep, HttpStatusCode.BadRequest, "invalid-json");
        await CostService.ProblemAsync(bytes, HttpStatusCode.BadRequest, "invalid-json");
    }

    [Theory]
    [InlineData("[]", "#", "an object")]
    [InlineData("""{ "totals": { "input": 1 } }""", "#/model", "missing")]
    [InlineData("""{ "model": 5, "totals": { "input": 1 } }""", "#/model", "a text")]
    [InlineData("""{ "model": "gpt-4o" }""", "#", "one of totals, parts and response")]
    [InlineData("""{ "model": "gpt-4o", "totals": {}, "parts": {} }""", "#/parts", "both there")]
    [InlineData("""{ "model": "gpt-4o", "totals": { "input": -1 } }""", "#/totals/input", "zero or more")]
    [InlineData("""{ "model": "gpt-4o", "totals": { "input": 1.5 } }""", "#/totals/input", "whole number")]
    [InlineData("""{ "model": "gpt-4o", "totals": { "input": 1e30 } }""", "#/totals/input", "whole number")]
    [InlineData("""{ "model": "gpt-4o", "totals": { "input": "1" } }""", "#/totals/input", "whole number")]
    [InlineData("""{ "model": "gpt-4o", "totals": { "tokens/all": 1 } }""", "#/totals/tokens~1all", "not a meter")]
    [InlineData("""{ "model": "gpt-4o", "totals": { "cache-read": 1, "cache_read": 1, "input": 5 } }""", "#/totals/cache_read", "twice")]
    [InlineData("""{ "model": "gpt-4o", "usage": { "input": 1 } }""", "#/usage", "there are model, provider")]
    [InlineData("""{ "model": "gpt-4o", "totals": { "input": 1 }, "at": "yesterday" }""", "#/at", "an instant such as")]
    [InlineData("""{ "model": "gpt-4o", "totals": { "input": 1 }, "serviceTier": "very cheap" }""", "#/serviceTier", "a word such as batch")]
    [InlineData("""{ "model": "gpt-4o", "totals": { "input": 1 }, "requests": 0 }""", "#/requests", "at least 1")]
    [InlineData("""{ "model": "gpt-4o", "totals": { "input": 1 }, "allowStandardTier": "yes" }""", "#/allowStandardTier", "true or false")]
    [InlineData("""{ "model": "gpt-4o", "totals": { "input": 1 }, "flavor": "openai-chat" }""", "#/flavor", "beside a response")]
    [InlineData("""{ "model": "gpt-4o", "response": {}, "flavor": "openai" }""", "#/flavor", "openai-chat")]
    public async Task PostCost_BadField_PointsToIt(string body, string pointer, string detail)
    {
        using HttpResponseMessage response = await Service.PostAsync("/v1/cost", body);
        JsonElement problem = await CostService.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid-request");

        JsonElement error = problem.GetProperty("errors").EnumerateArray().First(e => e.GetProperty("pointer").GetString() == pointer);
        Assert.Contains(detail, error.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PostCost_WithoutAProviderThatIsKnown_NamesSome()
    {
        Model soldByOthers = CostService.Prices.Models.First(m => !m.Offers.IsEmpty && CostService.Prices.Find(m.Id.Value).Offer is null);
        using HttpResponseMessage response = await Service.PostAsync("/v1/cost", $$"""{ "model": {{JsonSerializer.Serialize(soldByOthers.Id.Value)}}, "totals": { "input": 1 } }""");
        JsonElement problem = await CostService.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid-request");

        Assert.Equal("#/provider", problem.GetProperty("errors")[0].GetProperty("pointer").GetString());
        Assert.Contains($"such as {soldByOthers.Offers[0].Provider.Id}", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PostCost_AMegabyteOfMistakes_IsAnsweredBriefly()
    {
        string fields = string.Join(',', Enumerable.Range(0, 50_000).Select(i => $"\"field-{i}\":1"));
        using HttpResponseMessage many = await Service.PostAsync("/v1/cost", $"{{{fields}}}");
        using HttpResponseMessage longName = await Service.PostAsync("/v1/cost", $"{{ \"model\": \"{new string('a', 900_000)}\", \"{new string('b', 50_000)}\": 1, \"totals\": {{}} }}");

        Assert.Equal(20, (await CostService.ProblemAsync(many, HttpStatusCode.BadRequest, "invalid-request")).GetProperty("errors").GetArrayLength());
        await CostService.ProblemAsync(longName, HttpStatusCode.BadRequest, "invalid-request");
        Assert.True((await longName.Content.ReadAsByteArrayAsync()).Length < 4_000);
    }

    [Theory]
    [InlineData("""{ "model": "gpt-4o", "totals": { "input": 1, "cache-read": 2 } }""", 422, "contradictory-usage")]
    [InlineData("""{ "model": "gpt-4o", "totals": { "cache-read": 2 } }""", 422, "contradictory-usage")]
    [InlineData("""{ "model": "gpt-4o", "response": { "usage": { "prompt_tokens": -1, "completion_tokens": 1 } } }""", 422, "contradictory-usage")]
    [InlineData("""{ "model": "gpt-4o", "response": {} }""", 422, "unreadable-response")]
    [InlineData("""{ "model": "gpt-4o", "response": { "usage": { "input_tokens": 1, "output_tokens": 1 } } }""", 422, "unknown-response-flavor")]
    [InlineData("""{ "model": "gpt-4o", "totals": { "input": 9223372036854775807 } }""", 200, "")]
    [InlineData("""{ "model": "gpt-4o", "parts": { "input": 9223372036854775807, "cache-read": 9223372036854775807, "output": 9223372036854775807 } }""", 422, "overflow")]
    [InlineData("""{ "model": "gpt-4o", "totals": { "input": 1 }, "at": "1800-01-01" }""", 422, "not-released")]
    [InlineData("""{ "model": "gpt-4o", "totals": { "input": 1 }, "region": "mars" }""", 422, "unknown-region")]
    [InlineData("""{ "model": "gpt-4o", "totals": { "input": 1 }, "serviceTier": "fast" }""", 422, "unknown-service-tier")]
    [InlineData("""{ "model": "gpt-4o", "totals": { "rerank-searches": 1 } }""", 422, "missing-rate")]
    [InlineData("""{ "model": "gpt-4p", "totals": { "input": 1 } }""", 404, "unknown-model")]
    [InlineData("""{ "model": "gpt-4o", "provider": "anthropic", "totals": { "input": 1 } }""", 404, "unknown-offer")]
    public async Task PostCost_WhatCannotBePriced_SaysWhy(string body, int status, string code)
    {
        using HttpResponseMessage response = await Service.PostAsync("/v1/cost", body);

        if (status == 200)
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
        else
        {
            Assert.False(string.IsNullOrWhiteSpace((await CostService.ProblemAsync(response, (HttpStatusCode)status, code)).GetProperty("detail").GetString()));
        }
    }

    [Theory]
    [InlineData("/v1/compare?a=gpt-4o&b=gpt-5.1")]
    [InlineData("/v1/rank.svg")]
    public async Task Head_OfAnAnswer_IsItsHeadWithoutTheBody(string path)
    {
        using HttpResponseMessage whole = await Service.GetAsync(path);
        using HttpRequestMessage request = new(HttpMethod.Head, path);
        using HttpResponseMessage head = await Service.Client.SendAsync(request);

        Assert.Equal((whole.StatusCode, whole.Headers.ETag), (head.StatusCode, head.Headers.ETag));
        Assert.Equal(whole.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Request_OfAnotherKind_IsRefusedByItsOwnStatus()
    {
        using HttpResponseMessage nothing = await Service.GetAsync("/v1/costs");
        using HttpResponseMessage method = await Service.GetAsync("/v1/cost");
        using HttpResponseMessage form = await Service.Client.PostAsync("/v1/cost", new StringContent("{}", Encoding.UTF8, "application/x-www-form-urlencoded"));
        using HttpResponseMessage xml = await Service.GetAsync("/v1/compare?a=gpt-4o&b=gpt-5.1", "application/xml");

        await CostService.ProblemAsync(nothing, HttpStatusCode.NotFound, "not-found");
        await CostService.ProblemAsync(method, HttpStatusCode.MethodNotAllowed, "method-not-allowed");
        await CostService.ProblemAsync(form, HttpStatusCode.UnsupportedMediaType, "not-json");
        await CostService.ProblemAsync(xml, HttpStatusCode.NotAcceptable, "not-acceptable");
    }

    [Fact]
    public async Task ProblemsPage_EveryKind_IsExplained()
    {
        JsonElement document = JsonElement.Parse(await Service.Client.GetStringAsync("/openapi/v1.json"));
        string page = await Service.Client.GetStringAsync("/problems.html");

        JsonElement types = document.GetProperty("components").GetProperty("schemas").GetProperty("Problem").GetProperty("properties").GetProperty("type").GetProperty("enum");
        Assert.All(types.EnumerateArray(), type => Assert.Contains($"<dt id=\"{type.GetString()!.Split('#')[1]}\">", page, StringComparison.Ordinal));
    }
}
