using System.Globalization;
using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>Google Cloud's billing export: an hour of one meter a row.</summary>
internal sealed class GcpFormat : RecordFormat
{
    private static readonly HashSet<string> NoModel = new(StringComparer.OrdinalIgnoreCase)
    {
        "GA", "Text", "Image", "Audio", "Video", "Input", "Output", "Thinking", "Batch", "Priority", "Long", "Flex", "Cached", "Caching",
        "Predictions", "-", "Short", "Non-thinking",
    };

    private long _rows;

    public override string Name => "gcp-billing-export";

    public override bool Recognizes(SourceRecord record) => record.HasAll("sku.description", "usage_start_time");

    public override void Begin(string file) => _rows = 0;

    public override IEnumerable<UsageRow> Read(SourceRecord record, ReadingNotes notes)
    {
        _rows++;
        string service = record.Text("service.description") ?? "";
        string sku = record.Text("sku.description") ?? "";
        string type = record.Text("cost_type") ?? "regular";
        bool isModel = service.Contains("Vertex", StringComparison.OrdinalIgnoreCase)
            || service.Contains("Gemini", StringComparison.OrdinalIgnoreCase)
            || service.Contains("Generative", StringComparison.OrdinalIgnoreCase);
        string unit = record.FirstText("usage.pricing_unit") ?? "";
        string[] words = sku.Replace('_', ' ').Split(' ', StringSplitOptions.RemoveEmptyEntries);
        bool isStorage = Has("Storage") || unit is "h" or "mo" or "hour" or "month";
        bool isInput = Has("Input") || Has("Caching");
        bool isUsage = isModel && type == "regular" && !isStorage && (isInput || Has("Output"));
        FieldErrors errors = new();
        decimal? cost = errors.Of(() => record.Number("cost"));
        Interval? during = errors.Of<Interval>(() =>
            Periods.Between(record, "usage_start_time", "usage_end_time", Duration.FromHours(1)));
        decimal? tokens = !isUsage ? null
            : errors.Of<decimal>(() => Units.Tokens(
                record.Number("usage.amount_in_pricing_units") ?? record.Number("usage.amount"), unit, "usage.pricing_unit"));
        Meter meter = MeterOf(words);
        UsageRow row = new(record.Line)
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"row {_rows}"),
            Format = Name,
            File = record.File,
            Provider = service.Contains("Gemini API", StringComparison.OrdinalIgnoreCase) ? "google" : "google-vertex",
            Model = isUsage ? ModelOf(words) : "",
            During = during,
            Requests = null,
            IsOneMeter = true,
            BilledMeter = isUsage ? meter : null,
            BilledQuantity = tokens,
            Context = isUsage ? Has("Long") ? ContextBand.Long : ContextBand.Short : null,
            ServiceTier = Has("Batch") ? "batch" : Has("Priority") ? "priority" : Has("Flex") ? "flex" : null,
            Usage = errors.Of(() => Units.Usage(meter, tokens)),
            Stated = cost is { } amount ? new StatedCost(amount, (record.Text("currency") ?? "USD").ToUpperInvariant()) : null,
            StatedCredit = errors.Of(() => Credits(record)),
            IsBilled = true,
            OtherService = isModel || service.Length == 0 ? null : service,
            Description = sku,
            Tags = [.. record.Tags("project.id", "location.region", "billing_account_id")],
            NotCounted = type != "regular" ? $"{type}: billed, no usage"
                : !isModel ? Reasons.OtherService
                : isStorage ? "storage of a cache by the hour: billed, no meter"
                : !isUsage ? Reasons.BilledOnly
                : tokens < 0 ? Reasons.Correction
                : null,
        };
        yield return notes.Once(errors.Checked(row), record.Raw, notes.File);

        bool Has(string word) => words.Contains(word, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>
    /// Returns the model: the words before the first one that is none, or those behind the count, as in <c>Generate content input token
    /// count gemini 2.5 flash short input text</c>.
    /// </summary>
    private static string ModelOf(string[] words)
    {
        int count = CountOf(words);
        IEnumerable<string> named = count < 0
            ? words
            : words.Skip(count + 1).SkipWhile(w => w.Equals("for", StringComparison.OrdinalIgnoreCase));
        string model = string.Join('-', named.TakeWhile(w => !NoModel.Contains(w))).ToLowerInvariant();

        // Only models of images write images.
        bool isDrawn = count >= 0 && MeterOf(words) == Meter.OutputImage;
        return isDrawn && !model.EndsWith("-image", StringComparison.Ordinal) ? model + "-image" : model;
    }

    /// <summary>Returns the index of the word behind 'token' in 'token count'; -1 if there is none.</summary>
    private static int CountOf(string[] words)
    {
        int count = Array.FindIndex(words, w => w.Equals("count", StringComparison.OrdinalIgnoreCase));
        return count > 0 && words[count - 1].Equals("token", StringComparison.OrdinalIgnoreCase) ? count : -1;
    }

    private static Meter MeterOf(string[] all)
    {
        // What is said before the count is the direction; behind it is the band, as in 'output token count … short input text'.
        int count = CountOf(all);
        string[] words = count < 0 ? all : [.. all[..count], .. all[count..].Where(w => w.ToLowerInvariant() is not ("input" or "output"))];
        bool Has(string word) => words.Contains(word, StringComparer.OrdinalIgnoreCase);
        string direction = Has("Output") ? "output" : Has("Caching") || Has("Cached") ? "cache-read" : "input";
        string modality = Has("Audio") ? "-audio" : Has("Image") ? "-image" : Has("Video") ? "-video" : "";
        return Meter.Parse(direction + modality);
    }

    private static decimal? Credits(SourceRecord record)
    {
        if (record.Json("credits") is not { ValueKind: JsonValueKind.Array } credits)
        {
            return null;
        }

        decimal sum = 0;
        foreach (JsonElement credit in credits.EnumerateArray())
        {
            sum += JsonFields.Text(credit, "amount") is { } amount ? SourceText.Number("credits.amount", amount) : 0;
        }

        return sum == 0 ? null : sum;
    }
}
