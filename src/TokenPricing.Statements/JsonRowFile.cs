using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace TokenPricing.Statements;

/// <summary>
/// Reads and writes rows as JSON Lines: <c>{"id","provider","model","at","usage":{…},"service_tier","data_residency","batch"}</c>.
/// </summary>
internal sealed class JsonRowFile(Stream input, Stream output, DateTimeZone? zone = null, string? file = null) : RowFile
{
    private static readonly FrozenSet<string> Fields = FrozenSet.Create(
        "id", "provider", "model", "at", "usage", "response", "flavor", "service_tier", "data_residency", "batch", "requests", "from", "to",
        "context");

    private static readonly FrozenSet<string> Answers = FrozenSet.Create(
        "input_cost", "output_cost", "total", "low", "high", "unpriced", "stated", "difference", "unread", "warnings", "not_counted",
        "error");

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly Utf8Lines _lines = new(input);
    private readonly AnswerFile _answers = AnswerFile.Rows(output);
    private readonly List<(int Meter, decimal Count)> _counts = [];

    public override IEnumerable<UsageRow> Read()
    {
        while (_lines.TryRead(out ReadOnlyMemory<byte> line))
        {
            if (line.Span.IndexOfAnyExcept(" \t"u8) >= 0)
            {
                yield return Row(line);
            }
        }
    }

    public override void Write(PricedRow row) => _answers.Write(row);

    protected override void Dispose(bool disposing) => _answers.Dispose();

    /// <summary>Returns an optional field of one of the given kinds; <see langword="null"/> if it is missing or null.</summary>
    private static JsonElement? Value(JsonElement row, string name, params ReadOnlySpan<JsonValueKind> kinds)
    {
        if (!row.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return kinds.Contains(value.ValueKind)
            ? value
            : throw new RowException(RowError.InvalidRow, $"{name} is {Shown(value)}: expected {Described(kinds[0])}.");
    }

    /// <summary>Returns an optional text; <see langword="null"/> if it is missing or null.</summary>
    private static string? Text(JsonElement row, string name) => Value(row, name, JsonValueKind.String)?.GetString();

    /// <summary>Returns the model.</summary>
    private static string Model(JsonElement row) => Text(row, "model")
        ?? throw new RowException(RowError.InvalidRow, "model is missing: expected its id.");

    /// <summary>Returns the field <c>batch</c>; <see langword="false"/> if it is missing.</summary>
    private static bool IsBatch(JsonElement row) => Value(row, "batch", JsonValueKind.True, JsonValueKind.False)?.GetBoolean() ?? false;

    /// <summary>Returns a kind of value in words.</summary>
    private static string Described(JsonValueKind kind) => kind switch
    {
        JsonValueKind.String => "a text",
        JsonValueKind.Object => "an object",
        _ => "true or false",
    };

    /// <summary>Returns a value for a message, at most 80 characters and an ellipsis.</summary>
    private static string Shown(JsonElement value)
    {
        const int Most = 80;
        string text = value.GetRawText();
        return text.Length > Most ? text[..Most] + "…" : text;
    }

    /// <summary>Reads a row. What is wrong becomes the error of the row.</summary>
    private UsageRow Row(ReadOnlyMemory<byte> line)
    {
        string? id = null;
        TokenUsage? usage = null;
        RowError error;
        try
        {
            if (!Utf8.IsValid(line.Span))
            {
                throw new RowException(RowError.InvalidJson, "The line is not UTF-8: save the file as UTF-8.");
            }

            using JsonDocument json = JsonDocument.Parse(line, Strict);
            JsonElement root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw new RowException(RowError.InvalidJson, $"The line is {Shown(root)}: expected an object.");
            }

            id = Value(root, "id", JsonValueKind.String, JsonValueKind.Number)?.GetRawText();
            ServedCall? served = Served(root)?.AnsweredBy(Model(root));
            usage = served?.Usage ?? Usage(root);
            Interval? during = RowFields.Period(Text(root, "from"), Text(root, "to"), zone);
            JsonElement? requests = Value(root, "requests", JsonValueKind.Number, JsonValueKind.String);
            string? asked = RowFields.Tier(Text(root, "service_tier"), IsBatch(root));
            return new UsageRow(_lines.Number)
            {
                File = file,
                Id = id,
                Usage = usage,
                Served = served,
                Provider = Text(root, "provider") ?? "",
                Model = Model(root),
                At = RowFields.Moment(Text(root, "at"), zone: zone),
                During = during,
                Requests = RowFields.Requests(requests?.ToString(), during),
                Context = RowFields.Context(Text(root, "context")),
                Tags = Tags(root),
                Warnings = BesideUsage(root),
                Kept = Kept(root),
                ServiceTier = RowFields.Tier(served, asked),
                Region = served?.Region ?? (Text(root, "data_residency") is { Length: > 0 } region ? region : null),
            };
        }
        catch (RowException e)
        {
            error = e.Error;
        }
        catch (JsonException e)
        {
            error = RowError.NotJson(e);
        }
        catch (InvalidOperationException)
        {
            // System.Text.Json throws this exception for half of a surrogate pair.
            error = new RowError(RowError.InvalidJson, "A text in the line is not Unicode.");
        }
        catch (Exception e) when (e is PricingException or OverflowException)
        {
            error = RowError.Of(e);
        }

        return new UsageRow(_lines.Number) { File = file, Id = id, Usage = usage, Error = error };
    }

    /// <summary>Returns the fields of the user's own that have a text or a number, and those in <c>tags</c>.</summary>
    private static ImmutableArray<KeyValuePair<string, string>> Tags(JsonElement root)
    {
        ImmutableArray<KeyValuePair<string, string>>.Builder? tags = null;
        foreach (JsonProperty field in root.EnumerateObject())
        {
            if (field.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number
                && !Fields.Contains(field.Name) && !Answers.Contains(field.Name))
            {
                (tags ??= ImmutableArray.CreateBuilder<KeyValuePair<string, string>>()).Add(new(field.Name, field.Value.ToString()));
            }
        }

        if (root.TryGetProperty("tags", out JsonElement own) && own.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty tag in own.EnumerateObject())
            {
                (tags ??= ImmutableArray.CreateBuilder<KeyValuePair<string, string>>()).Add(new(tag.Name, tag.Value.ToString()));
            }
        }

        return tags?.ToImmutable() ?? [];
    }

    /// <summary>Returns warnings of counts that stand beside the usage, where they count nothing.</summary>
    private static ImmutableArray<string> BesideUsage(JsonElement root)
    {
        ImmutableArray<string> warnings = [];
        foreach (JsonProperty field in root.EnumerateObject())
        {
            if (field.Value.ValueKind == JsonValueKind.Number && UsageFields.TryGetMeter(field.Name, out _))
            {
                warnings = warnings.Add($"{field.Name} stands beside usage and is not counted: write it in usage");
            }
        }

        return warnings;
    }

    /// <summary>Returns the fields that the format has no meaning for, which the answer repeats.</summary>
    private static ImmutableArray<KeyValuePair<string, string>> Kept(JsonElement root)
    {
        ImmutableArray<KeyValuePair<string, string>>.Builder? kept = null;
        foreach (JsonProperty field in root.EnumerateObject())
        {
            if (!Fields.Contains(field.Name) && !Answers.Contains(field.Name))
            {
                (kept ??= ImmutableArray.CreateBuilder<KeyValuePair<string, string>>()).Add(new(field.Name, field.Value.GetRawText()));
            }
        }

        return kept?.ToImmutable() ?? [];
    }

    /// <summary>Returns what a provider's response in the row says; <see langword="null"/> if the row states its counts itself.</summary>
    private static ServedCall? Served(JsonElement root)
    {
        if (Value(root, "usage", JsonValueKind.Object) is not null || !root.TryGetProperty("response", out JsonElement response))
        {
            return null;
        }

        // The text of a stream, or an array of its events, is read as the body that they add up to.
        ResponseFlavor? flavor = Text(root, "flavor") is { } name ? FlavorOf(name) : null;
        return response.ValueKind switch
        {
            JsonValueKind.String => ServedCall.FromResponse(response.GetString()!, flavor),
            JsonValueKind.Array => ServedCall.FromResponse(response.GetRawText(), flavor),
            _ => ServedCall.FromResponse(response, flavor),
        };
    }

    /// <summary>Returns the usage of a row from its counts.</summary>
    private TokenUsage Usage(JsonElement root) => Value(root, "usage", JsonValueKind.Object) is { } usage
        ? Usage(usage.EnumerateObject())
        : throw new RowException(
            RowError.InvalidRow,
            "usage is missing: expected an object of counts, such as {\"input\":12000,\"output\":900}, or a provider's own response.");

    /// <summary>Returns a response flavor by its name.</summary>
    private static ResponseFlavor FlavorOf(string flavor) => ResponseFlavor.TryParse(flavor, out ResponseFlavor known)
        ? known
        : throw new RowException(RowError.InvalidRow, $"flavor is '{flavor}': expected one of {string.Join(", ", ResponseFlavor.All)}.");

    /// <summary>Returns a usage from its counts. Null means that the count was not reported.</summary>
    private TokenUsage Usage(JsonElement.ObjectEnumerator fields)
    {
        _counts.Clear();
        foreach (JsonProperty field in fields)
        {
            if (!UsageFields.TryGetMeter(field.Name, out int meter))
            {
                string near = field.Name == "requests"
                    ? " Fees for each request are counted by request_fees; the number of requests is a field of the row, beside usage."
                    : SimilarNames.Question(SimilarNames.Of(field.Name, UsageFields.Names));
                throw new RowException(RowError.UnknownField, $"usage has a field '{field.Name}', which is not the name of a meter.{near}");
            }

            if (field.Value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            _counts.Add(
                field.Value.ValueKind == JsonValueKind.Number
                && UsageFields.TryParseUnits(meter, field.Value.GetRawText(), out decimal count)
                ? (meter, count)
                : throw new RowException(
                    RowError.InvalidRow,
                    $"usage.{field.Name} is {Shown(field.Value)}: {UsageFields.Expected(meter)}"
                        + (field.Value.ValueKind == JsonValueKind.String ? ", without quotes." : ".")));
        }

        return UsageFields.ToUsage(CollectionsMarshal.AsSpan(_counts));
    }
}
