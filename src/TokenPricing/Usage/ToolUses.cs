using System.Text.Json;

namespace TokenPricing.Usage;

/// <summary>Counts the tools that a call used and that have a fee of their own.</summary>
internal static class ToolUses
{
    private static readonly Meter StorageSearches = Meter.Parse("storage-searches");
    private static readonly Meter CodeExecutions = Meter.Parse("code-executions");

    /// <summary>Adds the tools of a response to its counts.</summary>
    /// <param name="counts">The counts, to which each tool with a fee is added under its meter.</param>
    /// <param name="flavor">The flavor of the response, which decides where it lists its tools.</param>
    /// <param name="envelope">The object that holds the output.</param>
    /// <param name="usage">The object with the counts.</param>
    /// <remarks>
    /// A tool without a fee, such as fetching a page at Anthropic, is not counted. A tool with a fee for which the catalog has no rate is a
    /// part of the usage without a price, so that the missing-rate policy decides.
    /// </remarks>
    public static void Add(UsageCounts counts, ResponseFlavor flavor, JsonLocation envelope, JsonLocation usage)
    {
        if (MayBeGrounded(flavor))
        {
            counts.Add(Meter.WebSearches, GroundingSearches(envelope)).Add(Meter.WebSearches, ToolCount(usage, "google_search"));
        }

        if (usage.FindObject("server_side_tool_usage_details") is { } tools)
        {
            // xAI's, in both of its APIs: the vendor itself counts what is billed.
            counts.Add(Meter.WebSearches, tools.Count("web_search_calls"))
                .Add(Meter.Parse("social-searches"), tools.Count("x_search_calls"))
                .Add(CodeExecutions, tools.Count("code_interpreter_calls"))
                .Add(StorageSearches, JsonCount.Sum(tools.Count("file_search_calls"), tools.Count("document_search_calls")));
        }
        else if (flavor == ResponseFlavor.OpenAIResponses)
        {
            AddOutput(counts, envelope);
        }
        else if (flavor != ResponseFlavor.Anthropic && usage.FindObject("server_tool_use") is { } server)
        {
            counts.Add(Meter.WebSearches, server.Count("web_search_requests"));
        }
    }

    /// <summary>
    /// Adds the calls in the output of OpenAI's Responses. A web search is billed, opening a page that it found is not; code runs in a
    /// container, which is billed once however often it is called.
    /// </summary>
    /// <param name="counts">The counts.</param>
    /// <param name="response">The response, whose <c>output</c> lists the calls.</param>
    /// <remarks>
    /// <para>A call whose status is <c>failed</c> is not billed. A call without a status is from a stored response and was
    /// completed.</para>
    /// <para>Source: OpenAI, "Pricing", built-in tools; API description, objects <c>WebSearchToolCall</c> and others.</para>
    /// </remarks>
    private static void AddOutput(UsageCounts counts, JsonLocation response)
    {
        JsonLocation[] calls = CallsOf(response);
        AddIfAny(Meter.WebSearches, calls.Count(c => IsDone(c, "web_search_call") && IsSearch(c)));
        AddIfAny(StorageSearches, calls.Count(c => IsDone(c, "file_search_call")));
        AddIfAny(
            CodeExecutions,
            calls.Where(c => c.HasText("type", "code_interpreter_call")).Select(c => c.Text("container_id")).Distinct().Count());
        AddIfAny(Meter.WebSearches, (int)(ToolUsage(response, "web_search")?.Count("num_requests")?.Value ?? 0));

        void AddIfAny(Meter meter, int count) => counts.Add(meter, count == 0 ? null : new JsonCount(count, "output"));

        static bool IsSearch(JsonLocation call) =>
            call.FindObject("action") is not { } action || !action.HasText("type", "open_page", "find_in_page", "find");
    }

    /// <summary>Returns how many images a tool of OpenAI's Responses drew, whose tokens are those of another model.</summary>
    /// <param name="response">The response.</param>
    public static int ToolImages(JsonLocation response) => Math.Max(
        CallsOf(response).Count(c => IsDone(c, "image_generation_call")),
        ToolUsage(response, "image_gen")?.Count("total_tokens") is { Value: > 0 } ? 1 : 0);

    private static JsonLocation[] CallsOf(JsonLocation response) =>
        response.Find("output") is { Kind: JsonValueKind.Array } ? [.. response.Items("output").Where(i => i.IsObject)] : [];

    private static JsonLocation? ToolUsage(JsonLocation response, string tool) => response.FindObject("tool_usage")?.FindObject(tool);

    private static bool IsDone(JsonLocation call, string type) => call.HasText("type", type) && !call.HasText("status", "failed");

    /// <summary>
    /// Returns how many searches Google bills for grounding: each query from Gemini 3 on, one for the whole prompt before; none if the
    /// response is not grounded.
    /// </summary>
    /// <param name="response">The response. Without a <c>modelVersion</c>, each query counts, which is the larger number;
    /// <see cref="ServedCall.AnsweredBy"/> corrects that.</param>
    /// <remarks>
    /// <para>Empty queries are not billed, and the same one once. Free searches of a day are not known from one response and are not
    /// subtracted.</para>
    /// <para>Source: Google, "Gemini Developer API pricing", grounding with Google Search.</para>
    /// </remarks>
    private static JsonCount? GroundingSearches(JsonLocation response)
    {
        int queries = Groundings(response)
            .SelectMany(g => g.Items("webSearchQueries").Concat(g.Items("web_search_queries")))
            .Select(q => q.Element.ToString().Trim())
            .Where(q => q.Length > 0)
            .Distinct()
            .Count();
        bool isByPrompt = ServedTerms.TextOf(response, response, ServedTerms.GeminiNames) is { } model && IsGroundedByPrompt(model);
        return queries == 0 ? null : new JsonCount(isByPrompt ? 1 : queries, "candidates.groundingMetadata.webSearchQueries");
    }

    /// <summary>Returns how often Gemini's interactions used a tool, as their usage counts it.</summary>
    /// <param name="usage">The object with the counts.</param>
    /// <param name="type">The tool, such as <c>google_search</c>.</param>
    /// <returns>The count; <see langword="null"/> if the usage does not have the tool.</returns>
    private static JsonCount? ToolCount(JsonLocation usage, string type) => JsonCount.Sum(
        [.. usage.Items("grounding_tool_count").Where(t => t.IsObject && t.HasText("type", type)).Select(t => t.Count("count"))]);

    /// <summary>Determines whether Gemini may have written a response of a flavor, itself or behind a library.</summary>
    public static bool MayBeGrounded(ResponseFlavor flavor) =>
        flavor == ResponseFlavor.Gemini || flavor == ResponseFlavor.AiSdk || flavor == ResponseFlavor.LangChain;

    /// <summary>Determines whether Google bills the grounding of a model by the prompt, as it does before Gemini 3.</summary>
    /// <param name="model">The name of the model, with or without a path before it.</param>
    public static bool IsGroundedByPrompt(string model) =>
        model[(model.LastIndexOf('/') + 1)..] is var name
        && (name.StartsWith("gemini-1", StringComparison.Ordinal) || name.StartsWith("gemini-2", StringComparison.Ordinal));

    /// <summary>Returns how many places a response took from Google Maps, whose grounding has a fee that no meter counts.</summary>
    /// <param name="response">The response.</param>
    public static int Places(JsonLocation response) =>
        Groundings(response).Sum(g =>
            g.Items("groundingChunks").Concat(g.Items("grounding_chunks")).Count(c => c.IsObject && c.HasAny("maps")));

    /// <summary>Returns what each candidate says of its grounding; libraries pass on that of the only one.</summary>
    private static IEnumerable<JsonLocation> Groundings(JsonLocation response) => response.Items("candidates")
        .Prepend(response)
        .Where(c => c.IsObject)
        .Select(c => c.FindAny("groundingMetadata", "grounding_metadata"))
        .OfType<JsonLocation>()
        .Where(g => g.IsObject);
}
