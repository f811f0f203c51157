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
    /// <summary>Whether the caller reads responses before the library does.</summary>
    public bool HasHook => options.ReadResponse is not null;

    /// <summary>Reads the response object of a client library; <see langword="null"/> if it has no usage that can be read.</summary>
    public SeenRequest? Read(object? raw) =>
        (raw is null ? null : Asked(new SeenResponse(address, raw, default), null))
        ?? (JsonOf(raw) is { } json && MayHaveUsage(json)
            ? Read((flavor, any) => ServedCall.FromResponse(json, flavor, any), null)
            : null);

    /// <summary>Reads the objects of a stream; <see langword="null"/> if they have no usage.</summary>
    /// <param name="last">The last object that says more than a part of the text; <see langword="null"/> if there is none.</param>
    /// <param name="events">The JSON of those that can say something.</param>
    public SeenRequest? Read(object? last, IReadOnlyList<string> events)
    {
        bool mayHaveUsage = events.Any(MayHaveUsage);
        if (last is null || !(mayHaveUsage || HasHook))
        {
            return null;
        }

        StringBuilder text = new();
        foreach (string json in events)
        {
            text.Append("data: ").Append(json.ReplaceLineEndings("\ndata: ")).Append("\n\n");
        }

        string stream = text.ToString();
        return (HasHook ? Asked(new SeenResponse(address, last, Encoding.UTF8.GetBytes(stream)), null) : null)
            ?? (mayHaveUsage ? Read((flavor, any) => ServedCall.FromResponse(stream, flavor, any), null) : null);
    }

    /// <summary>Reads a body, or the text of a stream, in UTF-8; <see langword="null"/> if it has no usage.</summary>
    /// <param name="utf8">The body.</param>
    /// <param name="from">The address that answered.</param>
    public SeenRequest? Read(ReadOnlyMemory<byte> utf8, Uri? from) =>
        (HasHook ? Asked(new SeenResponse(from, null, utf8.ToArray()), from) : null)
        ?? Read((flavor, any) => ServedCall.FromResponse(utf8, flavor, any), from);

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
        catch (Exception)
        {
            // An object that is not of a library that is known can throw anything.
            return null;
        }
    }

    /// <summary>Returns whether a JSON text may have a usage: every flavor has a name with this word for it.</summary>
    public static bool MayHaveUsage(string json) => json.Contains("usage", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Asks the caller's hook; <see langword="null"/> if there is none, or it leaves the response to the library. Its exception is why the
    /// response has no price.
    /// </summary>
    private SeenRequest? Asked(SeenResponse response, Uri? from)
    {
        try
        {
            return options.ReadResponse?.Invoke(response) is { } served ? Of(served, from) : null;
        }
        catch (Exception e)
        {
            return Failed(e, from);
        }
    }

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

    private static SeenRequest Failed(Exception failure, Uri? from) => new() { Failure = failure, Address = from };

    private static string? Braced(string? text) => text is not null && text.AsSpan().TrimStart().StartsWith("{") ? text : null;
}
