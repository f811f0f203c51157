using Microsoft.Extensions.AI;

namespace TokenPricing.Extensions.AI;

/// <summary>
/// The usage that the updates of a stream report. Within one response, counts are running totals (<see cref="ReportedUsage"/>). Responses
/// with different ids, or with a tool result between them, are separate requests whose usage is summed.
/// </summary>
internal sealed class StreamedUsage
{
    private readonly List<ReportedUsage> _responses = [];
    private ReportedUsage? _current;

    /// <summary>The responses that reported a usage, in the order in which they began.</summary>
    public IReadOnlyList<ReportedUsage> Responses => _responses;

    /// <summary>The model that the updates stated last.</summary>
    public string? Model { get; private set; }

    /// <summary>Adds an update of the stream.</summary>
    public void Add(ChatResponseUpdate update)
    {
        Model = update.ModelId ?? Model;
        if (update.ResponseId is { } id && id != _current?.ResponseId)
        {
            _current = _responses.Find(r => r.ResponseId == id);
        }

        _current?.Name(update.ModelId);
        foreach (AIContent content in update.Contents)
        {
            if (content is UsageContent usage)
            {
                Response(update).Add(usage.Details);
            }
            else if (content is FunctionResultContent)
            {
                _current = null;
            }
        }
    }

    /// <summary>Returns the response that an update belongs to, which begins if there is none.</summary>
    private ReportedUsage Response(ChatResponseUpdate update)
    {
        if (_current is null)
        {
            _current = new ReportedUsage(update.ResponseId, update.ModelId ?? Model);
            _responses.Add(_current);
        }

        return _current;
    }
}
