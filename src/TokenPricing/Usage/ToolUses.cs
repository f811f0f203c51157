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
        // The AI SDK passes on what the vendor said.
        usage = flavor == ResponseFlavor.AiSdk && usage.Find("raw") is { IsObject: true } raw ? raw : usage;
        if (flavor == ResponseFlavor.Gemini)
        {
            counts.Add(Meter.WebSearches, GroundingSearches(envelope));
        }
        else if (usage.FindObject("server_side_tool_usage_details") is { } tools)
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
        JsonLocation[] calls = [.. response.Items("output").Where(i => i.IsObject)];
        AddIfAny(Meter.WebSearches, calls.Count(c => IsDone(c, "web_search_call") && IsSearch(c)));
        AddIfAny(StorageSearches, calls.Count(c => IsDone(c, "file_search_call")));
        AddIfAny(
            CodeExecutions,
            calls.Where(c => c.HasText("type", "code_interpreter_call")).Select(c => c.Text("container_id")).Distinct().Count());

        void AddIfAny(Meter meter, int count) => counts.Add(meter, count == 0 ? null : new JsonCount(count, "output"));

        static bool IsDone(JsonLocation call, string type) => call.HasText("type", type) && !call.HasText("status", "failed");

        static bool IsSearch(JsonLocation call) =>
            call.FindObject("action") is not { } action || !action.HasText("type", "open_page", "find_in_page", "find");
    }

    /// <summary>
    /// Returns how many searches Google bills for grounding: each query from Gemini 3 on, one for the whole prompt before; none if the
    /// response is not grounded.
    /// </summary>
    /// <param name="response">The response. Without a <c>modelVersion</c>, each query counts, which is the larger number;
    /// <see cref="ServedCall.AnsweredBy"/> corrects that.</param>
    /// <remarks>
    /// <para>Free searches of a day are not known from one response and are not subtracted.</para>
    /// <para>Source: Google, "Gemini Developer API pricing", grounding with Google Search.</para>
    /// </remarks>
    private static JsonCount? GroundingSearches(JsonLocation response)
    {
        int queries = Groundings(response).Sum(g => g.Items("webSearchQueries").Count());
        bool isByPrompt = response.Text("modelVersion") is { } model && IsGroundedByPrompt(model);
        return queries == 0 ? null : new JsonCount(isByPrompt ? 1 : queries, "candidates.groundingMetadata.webSearchQueries");
    }

    /// <summary>Determines whether Google bills the grounding of a model by the prompt, as it does before Gemini 3.</summary>
    /// <param name="model">The name of the model, with or without a path before it.</param>
    public static bool IsGroundedByPrompt(string model) =>
        model[(model.LastIndexOf('/') + 1)..] is var name
        && (name.StartsWith("gemini-1", StringComparison.Ordinal) || name.StartsWith("gemini-2", StringComparison.Ordinal));

    /// <summary>Returns how many places a response took from Google Maps, whose grounding has a fee that no meter counts.</summary>
    /// <param name="response">The response.</param>
    public static int Places(JsonLocation response) =>
        Groundings(response).Sum(g => g.Items("groundingChunks").Count(c => c.IsObject && c.HasAny("maps")));

    private static IEnumerable<JsonLocation> Groundings(JsonLocation response) => response.Items("candidates")
        .Where(c => c.IsObject)
        .Select(c => c.FindObject("groundingMetadata"))
        .OfType<JsonLocation>();
}
