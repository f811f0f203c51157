using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace TokenPricing.Usage;

/// <summary>Finds the numbers in the usage of a response that are in no count.</summary>
internal static class UnreadFields
{
    /// <summary>Repetitions of what is counted elsewhere, and what is not billed.</summary>
    private static readonly FrozenSet<string> Known = new[]
    {
        // Sums, and the text that remains of a total without what else is counted in it.
        "total_tokens", "totalTokens", "totalTokenCount", "total_token_count", "text_tokens", "textTokens", "noCacheTokens",
        "noCache", "text", "prompt_cache_miss_tokens", "num_server_side_tools_used",

        // A part of the completion that is billed as such, whether it was used or not; what servers reused; what is free.
        "accepted_prediction_tokens", "rejected_prediction_tokens", "num_cached_tokens", "web_fetch_requests",

        // Costs, which are stated and not counted.
        "cost", "cost_in_usd_ticks", "cost_usd", "cost_estimate",

        // Times.
        "created", "queue_time", "prompt_time", "completion_time", "total_time", "latency", "latencyMs", "tokens_per_second",
        "invocationLatency", "firstByteLatency",

        // Sizes that nobody bills.
        "doc_size_bytes",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly string[] KnownEndings = ["_cost", "_duration", "_time", "_ms", "_latency"];

    private static readonly string[] InputNames =
        ["prompt_tokens", "input_tokens", "inputTokens", "promptTokenCount", "prompt_token_count", "promptTokens"];

    private static readonly string[] OutputNames =
        ["completion_tokens", "output_tokens", "outputTokens", "candidatesTokenCount", "candidates_token_count", "completionTokens"];

    /// <summary>Tokens of these kinds have prices of their own.</summary>
    private static readonly string[] Priced = ["cache", "reason", "thought", "thinking"];

    /// <summary>Returns the numbers in no count.</summary>
    /// <param name="body">The body.</param>
    /// <param name="envelope">The object that holds the response.</param>
    /// <param name="usage">The object with the counts.</param>
    /// <param name="flavor">The flavor by which it was read.</param>
    /// <param name="counted">What was counted.</param>
    /// <param name="allowUnread">Whether tokens of an unknown kind are only listed.</param>
    /// <returns>The fields in the order of the body, then the total if the counts do not explain it.</returns>
    /// <remarks>
    /// A zero of an unknown field changes no cost and is passed over, as are repetitions of counts, times and stated costs. Anthropic's
    /// events that know only the input or only the output are marked too.
    /// </remarks>
    /// <exception cref="PricingException">Tokens of an unknown kind, unless they are allowed.</exception>
    public static ImmutableArray<UnreadField> In(
        JsonLocation body, JsonLocation envelope, JsonLocation usage, ResponseFlavor flavor, in TokenUsage counted, bool allowUnread)
    {
        List<UnreadField> unread = [];
        foreach (JsonLocation field in usage.Inside)
        {
            // Where the counts stand at the top of the body, beside what was said, only the numbers there are of the usage. What the AI SDK
            // passes on as raw repeats the counts in the vendor's words.
            if ((!usage.IsRoot || field.Kind == JsonValueKind.Number) && !(flavor == ResponseFlavor.AiSdk && field.Name == "raw")
                && !IsRepetition(usage, field))
            {
                Collect(field, unread);
            }
        }

        if (!allowUnread && unread.Find(IsPricedKind) is { Path: not null } tokens)
        {
            throw new PricingException(
                PricingError.UnreadableResponse,
                $"The response's {tokens.Path} ({tokens.Value}) looks like tokens with a price of their own, and the flavor {flavor} has "
                + "no such count. Name the flavor that has it, or allow unread fields.");
        }

        if (UnexplainedTotal(usage, counted) is { } total)
        {
            unread.Add(total);
        }

        (int uses, string path, string reason) = flavor == ResponseFlavor.Gemini
            ? (ToolUses.Places(envelope), "candidates.groundingMetadata.groundingChunks.maps",
                "grounding with Google Maps has a fee that no meter counts")
            : (flavor == ResponseFlavor.OpenAIResponses ? ToolUses.ToolImages(envelope) : 0, "output.image_generation_call",
                "a model of its own drew it, whose tokens are in no count");
        if (uses > 0)
        {
            unread.Add(new UnreadField(path, DecimalText.Format(uses), reason));
        }

        if (flavor == ResponseFlavor.Anthropic)
        {
            if (counted.InputTokens is null)
            {
                unread.Add(new UnreadField(
                    $"{usage.Path}.input_tokens", "null", "the end of a stream does not tell the input; add its message_start"));
            }
            else if (body.HasText("type", "message_start"))
            {
                unread.Add(new UnreadField($"{usage.Path}.output_tokens", "null", "the stream ended before its output was counted"));
            }
        }

        return [.. unread];
    }

    /// <summary>
    /// Determines whether a field repeats what stands beside it: Mistral has its details under two names, and Alibaba lists its requests.
    /// </summary>
    private static bool IsRepetition(JsonLocation usage, JsonLocation field) => field.Name == "x_details"
        || (field.Name == "prompt_token_details" && usage.Find("prompt_tokens_details") is { } other
            && JsonElement.DeepEquals(field.Element, other.Element));

    /// <summary>Collects the numbers in a field that no reader has asked for, unless its name says that they change no cost.</summary>
    /// <param name="field">The field, or the element of an array, at any depth of the usage.</param>
    /// <param name="unread">The list to which the fields are added.</param>
    private static void Collect(JsonLocation field, List<UnreadField> unread)
    {
        switch (field.Kind)
        {
            case JsonValueKind.Object or JsonValueKind.Array:
                foreach (JsonLocation inside in field.Inside)
                {
                    Collect(inside, unread);
                }

                break;

            case JsonValueKind.Number when !field.IsRead && !IsZero(field.Element) && !IsKnown(field.Name):
                unread.Add(new UnreadField(field.Path, field.Element.GetRawText(), "no reader knows this field"));
                break;
        }
    }

    /// <summary>Determines whether a name is of a repetition, a time or a cost.</summary>
    private static bool IsKnown(string name) => Known.Contains(name) || KnownEndings.Any(e => name.EndsWith(e, StringComparison.Ordinal));

    /// <summary>Determines whether a number is zero, by its digits: a tiny one is not.</summary>
    private static bool IsZero(JsonElement number)
    {
        ReadOnlySpan<byte> text = JsonMarshal.GetRawUtf8Value(number);
        int end = text.IndexOfAny((byte)'e', (byte)'E');
        return !(end < 0 ? text : text[..end]).ContainsAnyInRange((byte)'1', (byte)'9');
    }

    /// <summary>Determines whether a name speaks of cached or reasoning tokens, which have prices of their own.</summary>
    private static bool IsPricedKind(UnreadField field)
    {
        string name = field.Path[(field.Path.LastIndexOf('.') + 1)..];
        return Priced.Any(p => name.Contains(p, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>
    /// Returns the total, if the counts do not add up to it; <see langword="null"/> if they do or there is none. Some totals leave out what
    /// is counted beside the input or the output, so that those two alone explain them too.
    /// </summary>
    private static UnreadField? UnexplainedTotal(JsonLocation usage, in TokenUsage counted)
    {
        if (UsageReaders.Total(usage) is not { Value: var total } field)
        {
            return null;
        }

        decimal all = (decimal)counted.TokensOf(Meter.Input) + counted.TokensOf(Meter.Output);
        decimal top = Top(InputNames) + Top(OutputNames);
        return total == all || total == top
            ? null
            : new UnreadField(
                field.Field,
                DecimalText.Format(total),
                total > all
                    ? string.Create(CultureInfo.InvariantCulture, $"{total - all:N0} of these tokens are in no count")
                    : string.Create(CultureInfo.InvariantCulture, $"the counts add up to {all:N0}"));

        decimal Top(params ReadOnlySpan<string> names) =>
            usage.FindAny(names) is { Kind: JsonValueKind.Number } n && n.Element.TryGetInt64(out long value) ? value : 0;
    }
}
