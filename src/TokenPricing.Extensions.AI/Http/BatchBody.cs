using System.Runtime.InteropServices;
using System.Text.Json;

namespace TokenPricing.Extensions.AI;

/// <summary>
/// Counts the calls of a batch while the file of its results is read, each line when it has passed: however long the file is, one line is
/// in memory.
/// </summary>
/// <param name="address">The address of the file.</param>
/// <param name="encoding">How the file is compressed; <see langword="null"/> if it is not.</param>
/// <param name="file">Knows which lines were counted before.</param>
/// <param name="reader">Reads what responses say.</param>
/// <param name="count">Counts a response.</param>
/// <param name="warn">Hears why lines could not be counted.</param>
internal sealed class BatchBody(
    Uri address, string? encoding, BatchFile file, ServedReader reader, Func<SeenRequest, ValueTask> count, Action<string> warn)
    : IBodyObserver
{
    private const int MostWhole = 64 * 1024;
    private const int LongestLine = 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly CompressedCopy? _compressed = encoding is null ? null : new CompressedCopy(encoding);
    private readonly PrunedBytes _line = new(MostWhole, LongestLine);
    private Queue<SeenRequest> _passed = new();
    private long _lines;
    private bool _hasEnded;

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_hasEnded)
            {
                return;
            }

            if (_compressed is not null)
            {
                _compressed.Add(bytes);
            }
            else
            {
                Split(bytes);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask CatchUpAsync()
    {
        Queue<SeenRequest> passed;
        lock (_gate)
        {
            if (_passed.Count == 0)
            {
                return;
            }

            (passed, _passed) = (_passed, new Queue<SeenRequest>());
        }

        foreach (SeenRequest request in passed)
        {
            await count(request).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the file. Its last line counts if it is whole.</summary>
    public ValueTask EndAsync(CallEnd end)
    {
        lock (_gate)
        {
            if (_hasEnded)
            {
                return ValueTask.CompletedTask;
            }

            _compressed?.Inflate(Split);
            if (_compressed is { IsCut: true })
            {
                warn("it is compressed and too long. Let the HTTP client decompress it");
            }

            if (end.Outcome == CallOutcome.Completed && _compressed is not { IsCut: true } && !_line.IsEmpty)
            {
                EndLine();
            }

            _hasEnded = true;
            _line.Release();
            _compressed?.Release();
        }

        return CatchUpAsync();
    }

    private void Split(ReadOnlySpan<byte> bytes)
    {
        for (int end = bytes.IndexOf((byte)'\n'); end >= 0; end = bytes.IndexOf((byte)'\n'))
        {
            _line.Add(bytes[..end]);
            EndLine();
            bytes = bytes[(end + 1)..];
        }

        _line.Add(bytes);
    }

    private void EndLine()
    {
        bool isNew = file.IsNew(_lines++);
        if (isNew && ResponseIn(_line.Written) is { IsEmpty: false } response && reader.Read(response, address) is { } request)
        {
            _passed.Enqueue(request with { IsBatch = true });
        }

        _line.Clear();
    }

    /// <summary>
    /// Returns the response in a line: at OpenAI and those who follow it <c>response.body</c>, at Anthropic <c>result.message</c>, at
    /// Google <c>response</c>; empty if the request failed, was canceled, or the line is of another file.
    /// </summary>
    private ReadOnlyMemory<byte> ResponseIn(ReadOnlyMemory<byte> line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !(root.TryGetProperty("custom_id", out _) || root.TryGetProperty("key", out _)))
            {
                return default;
            }

            JsonElement? response = Inside(root, "result") is { } result ? Inside(result, "message")
                : Inside(root, "response") is { } answer ? Inside(answer, "body") ?? answer
                : null;
            return response is { } found ? JsonMarshal.GetRawUtf8Value(found).ToArray() : default;
        }
        catch (JsonException e)
        {
            if (!line.Span.Trim(" \t\r"u8).IsEmpty)
            {
                warn($"line {_lines} is not JSON: {e.Message}");
            }

            return default;
        }

        static JsonElement? Inside(JsonElement holder, string name) =>
            holder.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Object ? value : null;
    }
}
