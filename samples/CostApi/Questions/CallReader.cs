using System.Collections.Immutable;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace TokenPricing.CostApi;

/// <summary>Reads the fields of a call, and collects what is wrong with them.</summary>
internal sealed class CallReader
{
    private const int ShownCharacters = 80;

    // Longer than any name, and short enough that looking for near names costs nothing.
    private const int LongestText = 200;

    // Whoever made more of them has sent something else than a call.
    private const int MostErrors = 20;

    private static readonly CallField[] Countings = [CallField.Totals, CallField.Parts, CallField.Response];

    private readonly List<ProblemError> _errors = [];
    private readonly Dictionary<CallField, JsonElement> _fields = [];

    /// <exception cref="ProblemException">It is not an object.</exception>
    public CallReader(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw new ProblemException([new ProblemError($"The body is {Shown(body)}: expected an object with a model and what was used.") { Pointer = "#" }]);
        }

        foreach (JsonProperty property in body.EnumerateObject())
        {
            Read(property);
        }
    }

    public string? Text(CallField field)
    {
        if (!_fields.TryGetValue(field, out JsonElement value))
        {
            return Missing(field);
        }

        return value.GetString() is { Length: <= LongestText } text ? text : Wrong<string>(field, FormattableString.Invariant($"a text of at most {LongestText} characters"));
    }

    /// <summary>One of the words of a field.</summary>
    public string? Word(CallField field)
    {
        if (Text(field) is not { } text)
        {
            return null;
        }

        string? word = Array.Find(field.Words, w => w.Equals(text, StringComparison.OrdinalIgnoreCase));
        return word ?? Wrong<string?>(field, field.Expected);
    }

    public ServiceTier Tier(CallField field) =>
        Text(field) is not { } text ? ServiceTier.Standard
        : ServiceTier.TryParse(text, out ServiceTier tier) ? tier
        : Wrong<ServiceTier>(field, "a word such as batch");

    public bool Flag(CallField field) => _fields.TryGetValue(field, out JsonElement value) && value.GetBoolean();

    public Instant? Moment(CallField field)
    {
        if (Text(field) is not { } text)
        {
            return null;
        }

        return LocalDatePattern.Iso.Parse(text) is { Success: true } day ? day.Value.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant()
            : OffsetDateTimePattern.ExtendedIso.Parse(text) is { Success: true } moment ? moment.Value.ToInstant()
            : Wrong<Instant?>(field, "an instant such as 2026-04-24T13:00:00Z, or a date such as 2026-04-24");
    }

    /// <summary>What was used, in whichever of the ways it is said.</summary>
    public TokenUsage Usage()
    {
        CallField[] said = [.. Countings.Where(_fields.ContainsKey)];
        if (said.Length != 1)
        {
            Add(said.Length == 0 ? "Nothing says what was used" : $"{string.Join(" and ", said.Select(f => f.Name))} are both there", "one of totals, parts and response", said.LastOrDefault());
            return default;
        }

        ResponseFlavor? flavor = Word(CallField.Flavor) is { } id ? ResponseFlavor.Parse(id) : null;
        long requests = Requests();
        if (flavor is not null && said[0] != CallField.Response)
        {
            Add("flavor is of a response", "it beside a response only", CallField.Flavor);
        }

        ImmutableArray<MeterQuantity> counts = said[0] == CallField.Response ? [] : Counts(said[0]);
        if (_errors.Count > 0)
        {
            return default;
        }

        TokenUsage usage = said[0] == CallField.Response ? TokenUsage.FromResponse(_fields[CallField.Response], flavor)
            : said[0] == CallField.Totals ? TokenUsage.FromMeterTotals([.. counts])
            : TokenUsage.FromMeterParts([.. counts]);
        return requests == 1 ? usage : usage.AsAggregateOf(requests);
    }

    /// <exception cref="ProblemException">Something is wrong.</exception>
    public void ThrowIfWrong()
    {
        if (_errors.Count > 0)
        {
            throw new ProblemException([.. _errors]);
        }
    }

    private static string Shown(JsonElement value) => Shown(value.GetRawText());

    private static string Shown(string text) => text.Length > ShownCharacters ? $"{text[..ShownCharacters]}…" : text;

    // A JSON pointer writes two characters in another way. Names too long to be any are not said again.
    private static string Pointer(string parent, string name) => name.Length > LongestText
        ? parent
        : $"{parent}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    private void Read(JsonProperty property)
    {
        CallField? field = CallField.All.FirstOrDefault(f => f.Name == property.Name);
        if (field is null)
        {
            Add(Pointer("#", property.Name), $"'{Shown(property.Name)}' is not a field of a call; there are {string.Join(", ", CallField.All.Select(f => f.Name))}.");
        }
        else if (field.Takes(property.Value))
        {
            _fields[field] = property.Value;
        }
        else if (property.Value.ValueKind != JsonValueKind.Null)
        {
            Add($"{field.Name} is {Shown(property.Value)}", field.Expected, field);
        }
    }

    private long Requests()
    {
        if (!_fields.TryGetValue(CallField.Requests, out JsonElement value))
        {
            return 1;
        }

        return value.TryGetInt64(out long requests) && requests >= 1 ? requests : Wrong<long>(CallField.Requests, CallField.Requests.Expected);
    }

    private ImmutableArray<MeterQuantity> Counts(CallField field)
    {
        ImmutableArray<MeterQuantity>.Builder counts = ImmutableArray.CreateBuilder<MeterQuantity>();
        foreach (JsonProperty property in _fields[field].EnumerateObject())
        {
            string pointer = Pointer($"#/{field.Name}", property.Name);
            // The files that `token-pricing price` reads have underscores.
            if (!Meter.TryParse(property.Name.Replace('_', '-'), out Meter meter))
            {
                Add(pointer, $"'{Shown(property.Name)}' is not a meter: expected one of those that /openapi/v1.json lists, such as {string.Join(", ", Meter.All.Take(7))}.");
            }
            else if (property.Value.ValueKind != JsonValueKind.Number || !property.Value.TryGetInt64(out long count) || count < 0)
            {
                Add(pointer, $"{field.Name}.{property.Name} is {Shown(property.Value)}: expected a whole number of zero or more.");
            }
            else if (counts.Any(c => c.Meter == meter))
            {
                Add(pointer, $"{meter} is there twice: expected each meter once.");
            }
            else
            {
                counts.Add(new MeterQuantity(meter, count));
            }
        }

        return counts.ToImmutable();
    }

    private string? Missing(CallField field)
    {
        if (field == CallField.Model)
        {
            Add("model is missing", "the model's id or another name of it", field);
        }

        return null;
    }

    private T? Wrong<T>(CallField field, string expected)
    {
        Add($"{field.Name} is {Shown(_fields[field])}", expected, field);
        return default;
    }

    private void Add(string what, string expected, CallField? field) => Add(field is null ? "#" : $"#/{field.Name}", $"{what}: expected {expected}.");

    private void Add(string pointer, string detail)
    {
        if (_errors.Count < MostErrors)
        {
            _errors.Add(new ProblemError(detail) { Pointer = pointer });
        }
    }
}
