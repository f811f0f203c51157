using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Unicode;
using NodaTime;

namespace TokenPricing.CostApi;

/// <summary>A call whose cost is asked for, as its JSON says it.</summary>
internal sealed class Call
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly Instant? _at;

    private Call(CallReader body)
    {
        Model = body.Text(CallField.Model) ?? "";
        Provider = body.Text(CallField.Provider);
        _at = body.Moment(CallField.At);
        Usage = body.Usage();
        Options = new CostOptions
        {
            ServiceTier = body.Tier(CallField.ServiceTier),
            AllowStandardTier = body.Flag(CallField.AllowStandardTier),
            Region = body.Text(CallField.Region),
            MissingRate = body.Word(CallField.MissingRate) switch { null => null, "throw" => MissingRatePolicy.Throw, _ => MissingRatePolicy.LeaveUnpriced },
        };
    }

    private string Model { get; }

    private string? Provider { get; }

    private TokenUsage Usage { get; }

    private CostOptions Options { get; }

    /// <summary>Reads the body of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="most">The largest body, in bytes.</param>
    /// <exception cref="ProblemException">It is not JSON, or not a call; all that is wrong is named.</exception>
    /// <exception cref="PricingException">What was used contradicts itself, or the response does not say it.</exception>
    public static async Task<Call> ReadAsync(HttpRequest request, int most)
    {
        if (!request.HasJsonContentType())
        {
            throw new ProblemException(ProblemKind.NotJson, $"Content-Type is '{request.ContentType}': expected application/json.");
        }

        using MemoryStream body = new();
        try
        {
            await CopyAsync(request.BodyReader, body, request.HttpContext.RequestAborted);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == ProblemKind.TooLarge.Status)
        {
            throw new ProblemException(
                ProblemKind.TooLarge,
                FormattableString.Invariant($"The body has more than {most:N0} bytes. Of a provider's response only the usage is read: leave the rest out."));
        }

        return Read(body.GetBuffer().AsMemory(0, (int)body.Length));
    }

    /// <summary>The call at these prices.</summary>
    /// <exception cref="PricingException">Its names stand for nothing there.</exception>
    public (Offer Offer, TokenUsage Usage, Instant At, CostOptions Options) In(Ask ask)
    {
        NameMatch match = ask.Prices.Find(Provider, Model);
        return (match.Offer ?? throw WithoutProvider(match.Model), Usage, _at ?? ask.Now, Options);
    }

    /// <inheritdoc cref="ReadAsync"/>
    /// <param name="utf8">The body.</param>
    public static Call Read(ReadOnlyMemory<byte> utf8)
    {
        if (!Utf8.IsValid(utf8.Span))
        {
            throw new ProblemException(ProblemKind.InvalidJson, "The body is not UTF-8.");
        }

        try
        {
            using JsonDocument json = JsonDocument.Parse(utf8, Strict);
            CallReader reader = new(json.RootElement);
            Call call = new(reader);
            reader.ThrowIfWrong();
            return call;
        }
        catch (JsonException e)
        {
            // The reader's own words end with the place, counted from 0.
            throw new ProblemException(ProblemKind.InvalidJson, e.Message.Split(" LineNumber:")[0]) { Line = e.LineNumber + 1, Position = e.BytePositionInLine + 1 };
        }
        catch (InvalidOperationException e) when (e is not ObjectDisposedException)
        {
            // What JSON's reader says of half a surrogate pair.
            throw new ProblemException(ProblemKind.InvalidJson, "A text in the body is not Unicode.");
        }
    }

    private static ProblemException WithoutProvider(Model model)
    {
        string sellers = string.Join(" or ", model.Offers.Take(3).Select(o => o.Provider.Id));
        return new ProblemException([new ProblemError($"Nothing says who sells {model.Id}: expected a provider, such as {sellers}.") { Pointer = $"#/{CallField.Provider.Name}" }]);
    }

    // Ends a read that waits by asking the reader to: a token of its own would leave the connection in the middle of a read.
    private static async Task CopyAsync(PipeReader reader, MemoryStream body, CancellationToken ended)
    {
        using CancellationTokenRegistration registration = ended.Register(reader.CancelPendingRead);
        while (true)
        {
            ReadResult read = await reader.ReadAsync(CancellationToken.None);
            foreach (ReadOnlyMemory<byte> segment in read.Buffer)
            {
                body.Write(segment.Span);
            }

            reader.AdvanceTo(read.Buffer.End);
            ended.ThrowIfCancellationRequested();
            if (read.IsCompleted)
            {
                return;
            }
        }
    }
}
