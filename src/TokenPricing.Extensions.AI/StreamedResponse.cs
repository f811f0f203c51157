using Microsoft.Extensions.AI;

namespace TokenPricing.Extensions.AI;

/// <summary>One response of a stream: its counts, and the objects of the client library that say something of them.</summary>
/// <param name="usage">The counts.</param>
internal sealed class StreamedResponse(ReportedUsage usage)
{
    // Those that tell running totals with every update tell the whole in the last one.
    private const int MostEvents = 16;

    private readonly List<string> _events = [];
    private object? _last;

    /// <summary>The counts of Microsoft.Extensions.AI.</summary>
    public ReportedUsage Usage => usage;

    /// <summary>
    /// Returns whether an update may say something of the usage. Those that bring a part of the text are most, and say nothing of it.
    /// </summary>
    public static bool IsOfInterest(ChatResponseUpdate update) =>
        update.Contents.Count == 0 || update.Contents.Any(c => c is not (TextContent or TextReasoningContent or FunctionCallContent));

    /// <summary>Adds an object of the client library: the first, which says how the call is served, and those with a usage.</summary>
    /// <param name="raw">The object, of which the last is kept.</param>
    /// <param name="json">Its JSON; <see langword="null"/> if it cannot tell it.</param>
    public void Add(object raw, string? json)
    {
        _last = raw;
        if (json is null)
        {
            return;
        }

        if (_events.Count > 0 && !ServedReader.MayHaveUsage(json))
        {
            return;
        }

        if (_events.Count == MostEvents)
        {
            _events.RemoveAt(MostEvents / 2);
        }

        _events.Add(json);
    }

    /// <summary>Returns what was seen of the response.</summary>
    /// <param name="reader">Reads what the provider wrote.</param>
    /// <param name="model">The model that the stream stated last.</param>
    public SeenRequest ToRequest(ServedReader reader, string? model)
    {
        usage.Name(usage.Model ?? model);
        return SeenRequest.Of(reader.Read(_last, _events), usage);
    }
}
