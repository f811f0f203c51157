using Microsoft.Extensions.AI;

namespace TokenPricing.Extensions.AI;

/// <summary>
/// The usage that the updates of a stream report. Within one response, counts are running totals (<see cref="ReportedUsage"/>). Responses
/// with different ids, or with a tool result between them, are separate requests whose usage is summed.
/// </summary>
/// <param name="keepsRaw">Whether objects of a client library are kept that cannot tell their JSON, since somebody else reads them.</param>
internal sealed class StreamedUsage(bool keepsRaw)
{
    private readonly List<StreamedResponse> _responses = [];
    private StreamedResponse? _current;
    private string? _responseId;

    /// <summary>The model that the updates stated last.</summary>
    public string? Model { get; private set; }

    /// <summary>The id that the updates stated last.</summary>
    public string? ResponseId => _responseId;

    /// <summary>
    /// The token with which to go on after the last update; <see langword="null"/> if the response is not made in the background, or is
    /// finished.
    /// </summary>
    public ResponseContinuationToken? Continuation { get; private set; }

    /// <summary>The number of characters of text, and of the arguments of tools.</summary>
    public long Characters { get; private set; }

    /// <summary>Whether there was an update.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Whether an update had an object of a client library.</summary>
    public bool HasRaw { get; private set; }

    /// <summary>The calls of tools that the responses ask for.</summary>
    public List<AIContent> ToolCalls { get; } = [];

    /// <summary>Returns the responses, in the order in which they began.</summary>
    public IReadOnlyList<SeenRequest> Requests(ServedReader reader) => [.. _responses.Select(r => r.ToRequest(reader, Model))];

    /// <summary>Adds an update of the stream.</summary>
    public void Add(ChatResponseUpdate update)
    {
        HasBegun = true;
        HasRaw |= update.RawRepresentation is not null;
        Model = update.ModelId ?? Model;
        Continuation = update.ContinuationToken;
        if (update.ResponseId is { } id && id != _responseId)
        {
            _responseId = id;
            _current = _responses.Find(r => r.Usage.ResponseId == id);
        }

        _current?.Usage.Name(update.ModelId);
        if (StreamedResponse.IsOfInterest(update) || _current is null)
        {
            AddRaw(update);
        }

        foreach (AIContent content in update.Contents)
        {
            Add(update, content);
        }
    }

    private void Add(ChatResponseUpdate update, AIContent content)
    {
        switch (content)
        {
            case UsageContent usage:
                Response(update).Usage.Add(usage.Details);
                break;

            case FunctionResultContent:
                _current = null;
                break;

            case TextContent text:
                Characters += text.Text.Length;
                break;

            case TextReasoningContent reasoning:
                Characters += reasoning.Text.Length;
                break;

            case FunctionCallContent call:
                Characters += CallSize.BytesOf(call) ?? 0;
                ToolCalls.Add(content);
                break;

            case WebSearchToolCallContent search:
                Response(update).Usage.AddSearch(search);
                break;
        }
    }

    private void AddRaw(ChatResponseUpdate update)
    {
        if (update.RawRepresentation is not { } raw)
        {
            return;
        }

        string? json = ServedReader.JsonOf(raw);
        if (json is not null || keepsRaw)
        {
            Response(update).Add(raw, json);
        }
    }

    /// <summary>Returns the response that an update belongs to, which begins if there is none.</summary>
    private StreamedResponse Response(ChatResponseUpdate update)
    {
        if (_current is null)
        {
            _current = new StreamedResponse(new ReportedUsage(update.ResponseId, update.ModelId ?? Model));
            _responses.Add(_current);
        }

        return _current;
    }
}
