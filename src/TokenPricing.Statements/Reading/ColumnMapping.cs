using System.Collections.Immutable;
using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>Says what the columns of a file of your own mean.</summary>
/// <remarks>
/// <para>
/// A mapping is read from JSON by <see cref="Parse"/>, or guessed from the names of the columns by
/// <see cref="Guess(IEnumerable{string})"/>. The fields are <c>id</c>, <c>at</c>, <c>from</c>, <c>to</c>, <c>requests</c>,
/// <c>provider</c>, <c>model</c>, <c>service_tier</c>, <c>region</c>, <c>context</c>, and the meters with underscores, such as
/// <c>input</c>, <c>output</c> and <c>cache_read</c>.
/// </para>
/// <para>Immutable. Two mappings are equal only if they are the same object.</para>
/// </remarks>
public sealed class ColumnMapping
{
    private static readonly string[] Fields =
        ["id", "at", "from", "to", "requests", "provider", "model", "service_tier", "batch", "region", "context"];

    // The names of columns by field, in lower case without separators. The first field that has a name takes the column.
    private static readonly (string Field, string Names)[] Synonyms =
    [
        ("id", "id requestid callid generationid spanid messageid"),
        ("at", "at timestamp time createdat datetime date ts callts requesttime created day eventtime calledat loggedat starttime"),
        ("from", "from periodstart bucketstart fromtime"),
        ("to", "to periodend bucketend totime"),
        ("requests", "requests requestcount numrequests nummodelrequests calls callcount apirequests numcalls"),
        ("provider", "provider vendor customllmprovider modelprovider seller providername"),
        ("model", "model modelname modelid deployment engine responsemodel llm deploymentname"),
        ("input", "input inputtokens prompttokens tokensin tokin intokens tokensprompt tokeninput numinputtokens totalinputtokens"),
        ("output", "output outputtokens completiontokens tokensout tokout outtokens tokenscompletion tokenoutput numoutputtokens "
            + "totaloutputtokens generatedtokens"),
        ("cache_read", "cacheread cachedtokens cachereadtokens cachereadinputtokens cachedinputtokens inputcachedtokens tokincached "
            + "tokensincached promptcachedtokens tokenscached cachedprompttokens"),
        ("cache_write", "cachewrite cachewritetokens cachecreationtokens cachecreationinputtokens inputcachewritetokens "
            + "cachewriteinputtokens"),
        ("cache_write_5m", "cachewrite5m cachewrite5mtokens ephemeral5minputtokens"),
        ("cache_write_1h", "cachewrite1h cachewrite1htokens ephemeral1hinputtokens"),
        ("reasoning", "reasoning reasoningtokens thinkingtokens thoughtstokens tokensreasoning reasoningoutputtokens"),
        ("web_searches", "websearches websearchcount websearchrequests"),
        ("service_tier", "servicetier tier"),
        ("batch", "batch isbatch"),
        ("region", "dataresidency inferencegeo"),
        ("context", "context contextwindow contextband"),
    ];

    private static readonly string[] StatedNames =
        ["cost", "costusd", "totalcost", "spend", "usd", "costinusd", "totalcostusd", "amountusd", "priceusd", "statedcost"];

    // Columns that contain cached tokens by the convention of whoever named them.
    private static readonly string[] InsideNames =
        ["cachedtokens", "cachedinputtokens", "inputcachedtokens", "promptcachedtokens", "cachedprompttokens", "tokenscached", "cacheread"];

    /// <summary>What separates the cells of a CSV file; <see langword="null"/> to recognize it.</summary>
    public char? Separator { get; init; }

    /// <summary>The decimal mark; <see langword="null"/> for a comma where the separator is a semicolon, and a point otherwise.</summary>
    public char? DecimalMark { get; init; }

    /// <summary>The mark between thousands; <see langword="null"/> for the other one of point and comma.</summary>
    public char? ThousandsMark { get; init; }

    /// <summary>The time zone of times without one; <see langword="null"/>: such times are errors.</summary>
    public DateTimeZone? Zone { get; init; }

    /// <summary>The column of each field.</summary>
    public ImmutableDictionary<string, string> Columns { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>What the values of the service tier's column mean; empty to take them as they are.</summary>
    public ImmutableDictionary<string, string> TierValues { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>
    /// Whether the input contains the cached tokens and the output the reasoning; <see langword="null"/> if it is not known, and rows with
    /// such tokens are errors.
    /// </summary>
    public bool? CountsAreTotals { get; init; }

    /// <summary>The column with a cost; <see langword="null"/> if there is none.</summary>
    public string? StatedColumn { get; init; }

    /// <summary>The currency of the cost. The default is <c>USD</c>.</summary>
    public string StatedCurrency { get; init; } = "USD";

    /// <summary>The columns to keep in the answer; <see langword="null"/> for all that are no field.</summary>
    public ImmutableArray<string>? Keep { get; init; }

    /// <summary>Own names of models, with <c>provider/model</c> or a model's name.</summary>
    public ImmutableDictionary<string, string> Models { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Whether the mapping was guessed.</summary>
    public bool IsGuess { get; private init; }

    /// <summary>Reads a mapping.</summary>
    /// <param name="json">
    /// An object with <c>columns</c>, and optionally <c>separator</c>, <c>decimal</c>, <c>thousands</c>, <c>zone</c>, <c>counts</c>
    /// (<c>totals</c> or <c>parts</c>), <c>stated_cost</c>, <c>keep</c> and <c>models</c>.
    /// </param>
    /// <exception cref="InvalidDataException">The text is no such object. The message says what is wrong and what was expected.</exception>
    public static ColumnMapping Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
            return Of(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The mapping is not JSON: {e.Message}", e);
        }
    }

    /// <summary>Guesses what columns mean from their names.</summary>
    /// <param name="columns">The names of the columns.</param>
    /// <returns>The mapping; <see langword="null"/> if no column names a model, or none counts anything.</returns>
    public static ColumnMapping? Guess(IEnumerable<string> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return Guess(columns, needsModel: true);
    }

    /// <summary>Guesses what columns mean, in a file whose rows may leave the model to the options.</summary>
    internal static ColumnMapping? Guess(IEnumerable<string> columns, bool needsModel)
    {
        Dictionary<string, string> found = new(StringComparer.Ordinal);
        string? stated = null;
        foreach (string column in columns)
        {
            string name = Compact(column);
            string? field = Array.Find(Synonyms, s => s.Names.Split(' ').Contains(name)).Field
                ?? (Meter.TryParse(column.ToLowerInvariant().Replace('_', '-'), out Meter meter) ? UsageFields.Name(meter) : null);
            if (field is not null && !found.ContainsKey(field))
            {
                found[field] = column;
            }
            else if (stated is null && StatedNames.Contains(name))
            {
                stated = column;
            }
        }

        if ((needsModel && !found.ContainsKey("model")) || !found.Keys.Any(f => UsageFields.TryGetMeter(f, out _)))
        {
            return null;
        }

        string[] cached = [.. found.Where(f => f.Key.StartsWith("cache", StringComparison.Ordinal)).Select(f => Compact(f.Value))];
        return new ColumnMapping
        {
            Columns = found.ToImmutableDictionary(StringComparer.Ordinal),
            StatedColumn = stated,
            CountsAreTotals = cached.All(c => InsideNames.Contains(c)) ? true : null,
            IsGuess = true,
        };
    }

    /// <summary>Returns the mapping for a file with a separator, with what the options say and the mapping does not.</summary>
    internal ColumnMapping For(char? separator, UsageFileOptions options) => new()
    {
        Separator = Separator ?? separator,
        DecimalMark = DecimalMark ?? options.DecimalMark,
        ThousandsMark = ThousandsMark ?? options.ThousandsMark,
        Zone = Zone ?? options.Zone,
        Columns = Columns,
        TierValues = TierValues,
        CountsAreTotals = IsGuess ? options.CountsAreTotals ?? CountsAreTotals : CountsAreTotals ?? options.CountsAreTotals,
        StatedColumn = StatedColumn,
        StatedCurrency = StatedCurrency,
        Keep = Keep,
        Models = Models,
        IsGuess = IsGuess,
    };

    /// <summary>Returns the mapping in words, such as <c>model: deployment, input: tok_in</c>.</summary>
    public override string ToString()
    {
        IEnumerable<string> fields = Columns.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key}: {c.Value}");
        return string.Join(", ", StatedColumn is null ? fields : fields.Append($"stated cost in {StatedCurrency}: {StatedColumn}"));
    }

    /// <summary>Returns a name in lower case with letters and digits only.</summary>
    private static string Compact(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    private static ColumnMapping Of(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || JsonFields.Find(root, "columns") is not { ValueKind: JsonValueKind.Object } columns)
        {
            throw new InvalidDataException(
                "The mapping has no \"columns\": expected an object such as {\"columns\":{\"model\":\"deployment\"}}.");
        }

        Dictionary<string, string> found = new(StringComparer.Ordinal);
        Dictionary<string, string> tiers = new(StringComparer.OrdinalIgnoreCase);
        foreach (JsonProperty field in columns.EnumerateObject())
        {
            string name = field.Name.Replace('-', '_');
            if (!Fields.Contains(name) && !UsageFields.TryGetMeter(name, out _))
            {
                string near = SimilarNames.Question(SimilarNames.Of(name, Fields.Concat(UsageFields.Names)));
                throw new InvalidDataException($"The mapping has a field '{field.Name}', which rows do not have.{near}");
            }

            found[name] = field.Value.ValueKind == JsonValueKind.Object
                ? JsonFields.Text(field.Value, "column")
                    ?? throw new InvalidDataException($"The mapping of '{field.Name}' has no \"column\".")
                : JsonFields.TextOf(field.Value)
                    ?? throw new InvalidDataException($"The mapping of '{field.Name}' is not the name of a column.");
            if (JsonFields.Find(field.Value, "values") is { ValueKind: JsonValueKind.Object } values)
            {
                foreach (JsonProperty value in values.EnumerateObject())
                {
                    tiers[value.Name] = JsonFields.TextOf(value.Value) ?? "";
                }
            }
        }

        string? counts = JsonFields.Text(root, "counts");
        if (counts is not (null or "totals" or "parts"))
        {
            throw new InvalidDataException(
                $"counts is '{counts}': expected totals (input contains the cached tokens) or parts (beside it).");
        }

        return new ColumnMapping
        {
            Separator = Mark(root, "separator"),
            DecimalMark = Mark(root, "decimal"),
            ThousandsMark = Mark(root, "thousands"),
            Zone = JsonFields.Text(root, "zone") is { } zone ? ZoneOf(zone) : null,
            Columns = found.ToImmutableDictionary(StringComparer.Ordinal),
            TierValues = tiers.ToImmutableDictionary(StringComparer.OrdinalIgnoreCase),
            CountsAreTotals = counts is null ? null : counts == "totals",
            StatedColumn = JsonFields.Find(root, "stated_cost") is { ValueKind: JsonValueKind.String } plain
                ? plain.GetString()
                : JsonFields.Text(root, "stated_cost.column"),
            StatedCurrency = (JsonFields.Text(root, "stated_cost.currency") ?? "USD").ToUpperInvariant(),
            Keep = JsonFields.Find(root, "keep") is { ValueKind: JsonValueKind.Array } keep
                ? [.. keep.EnumerateArray().Select(k => JsonFields.TextOf(k) ?? "").Where(k => k.Length > 0)]
                : [],
            Models = JsonFields.Find(root, "models") is { ValueKind: JsonValueKind.Object } models
                ? models.EnumerateObject().ToImmutableDictionary(
                    m => m.Name, m => JsonFields.TextOf(m.Value) ?? "", StringComparer.OrdinalIgnoreCase)
                : ImmutableDictionary<string, string>.Empty,
        };
    }

    /// <summary>Returns a time zone by its name, such as <c>UTC</c> or <c>Europe/Berlin</c>.</summary>
    /// <exception cref="InvalidDataException">There is no such zone.</exception>
    internal static DateTimeZone ZoneOf(string name) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(name)
        ?? throw new InvalidDataException($"There is no time zone '{name}': expected UTC, or a name such as Europe/Berlin.");

    private static char? Mark(JsonElement root, string field) => JsonFields.Text(root, field) switch
    {
        null => null,
        "\\t" or "tab" => '\t',
        { Length: 1 } mark => mark[0],
        var text => throw new InvalidDataException($"{field} is '{text}': expected one character."),
    };
}
