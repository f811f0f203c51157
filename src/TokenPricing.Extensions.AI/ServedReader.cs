using System.ClientModel.Primitives;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TokenPricing.Extensions.AI;

/// <summary>
/// Reads what a provider's own response says: the counts that Microsoft.Extensions.AI has no property for, and how the call was served.
/// </summary>
/// <param name="address">The address of the client; <see langword="null"/> if it is not known.</param>
/// <param name="options">The options, whose <see cref="CostTrackingOptions.ReadResponse"/> goes first.</param>
internal sealed class ServedReader(Uri? address, CostTrackingOptions options)
{
    /// <summary>Reads the response object of a client library; <see langword="null"/> if it has no usage that can be read.</summary>
    public SeenRequest? Read(object? raw)
    {
        if (raw is not null && options.ReadResponse?.Invoke(new SeenResponse(address, raw, default)) is { } served)
        {
            return Of(served, null);
        }

        return JsonOf(raw) is { } json && MayHaveUsage(json)
            ? Read((flavor, any) => ServedCall.FromResponse(json, flavor, any), null)
            : null;
    }

    /// <summary>Reads the objects of a stream, each as JSON; <see langword="null"/> if they have no usage.</summary>
    public SeenRequest? Read(IReadOnlyList<string> events)
    {
        if (!events.Any(MayHaveUsage))
        {
            return null;
        }

        StringBuilder text = new();
        foreach (string json in events)
        {
            text.Append("data: ").Append(json.ReplaceLineEndings("\ndata: ")).Append("\n\n");
        }

        string stream = text.ToString();
        return Read((flavor, any) => ServedCall.FromResponse(stream, flavor, any), null);
    }

    /// <summary>Reads a body, or the text of a stream, in UTF-8; <see langword="null"/> if it has no usage.</summary>
    /// <param name="utf8">The body.</param>
    /// <param name="from">The address that answered.</param>
    public SeenRequest? Read(ReadOnlyMemory<byte> utf8, Uri? from) =>
        options.ReadResponse?.Invoke(new SeenResponse(from, null, utf8.ToArray())) is { } served
            ? Of(served, from)
            : Read((flavor, any) => ServedCall.FromResponse(utf8, flavor, any), from);

    /// <summary>
    /// Returns the JSON of a response object of a client library; <see langword="null"/> if it cannot tell it. OpenAI's and Azure's write
    /// themselves, with the fields that they do not know; Anthropic's have their JSON as text.
    /// </summary>
    public static string? JsonOf(object? raw)
    {
        try
        {
            return raw switch
            {
                null => null,
                string text => Braced(text),
                JsonElement element => element.ValueKind == JsonValueKind.Object ? element.GetRawText() : null,
                JsonDocument document => document.RootElement.GetRawText(),
                JsonNode node => node.ToJsonString(),
                IPersistableModel<object> model => model.Write(ModelReaderWriterOptions.Json).ToString(),
                _ => Braced(raw.ToString()),
            };
        }
        catch (Exception e) when (e is JsonException or FormatException or NotSupportedException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Returns whether a JSON text may have a usage: every flavor has a name with this word for it.</summary>
    public static bool MayHaveUsage(string json) => json.Contains("usage", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a usage. Where its fields leave a doubt, the address tells how it is counted.</summary>
    private SeenRequest? Read(Func<ResponseFlavor?, bool, ServedCall> read, Uri? from)
    {
        try
        {
            return Of(read(null, false), from);
        }
        catch (PricingException e) when (e.Error == PricingError.UnknownResponseFlavor)
        {
            return ApiAddress.FlavorOf(from ?? address) is { } flavor && Try(() => read(flavor, false)) is { } served
                ? Of(served, from)
                : Failed(e, from);
        }
        catch (PricingException e) when (e.Error == PricingError.UnreadableResponse)
        {
            // Without a usage it says nothing either way; tokens that no reader knows are a failure.
            return Try(() => read(null, true)) is null ? null : Failed(e, from);
        }
        catch (PricingException e)
        {
            return Failed(e, from);
        }
    }

    private static ServedCall? Try(Func<ServedCall> read)
    {
        try
        {
            return read();
        }
        catch (PricingException)
        {
            return null;
        }
    }

    private static SeenRequest Of(ServedCall call, Uri? from) => new() { Id = call.Id, Model = call.Model, Served = call, Address = from };

    private static SeenRequest Failed(PricingException failure, Uri? from) => new() { Failure = failure, Address = from };

    private static string? Braced(string? text) => text is not null && text.AsSpan().TrimStart().StartsWith("{") ? text : null;
}
