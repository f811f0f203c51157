using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>OpenAI's usage reports: buckets of 1 minute, 1 hour or 1 day, and the dashboard's CSV of them.</summary>
internal sealed class OpenAIUsageFormat : RecordFormat
{
    private const string FormatName = "openai-usage";
    private const string Prefix = "organization.usage.";

    private static readonly string[] Key =
        ["start_time", "start_time_iso", "end_time", "project_id", "user_id", "api_key_id", "model", "batch", "service_tier"];

    private static readonly UnknownCounts Unknown = new(
        FormatName,
        "input_tokens", "input_cached_tokens", "input_cache_write_tokens", "input_audio_tokens", "input_image_tokens",
        "input_cached_audio_tokens", "input_cached_image_tokens", "output_tokens", "output_audio_tokens", "output_image_tokens",
        "input_uncached_tokens", "input_text_tokens", "output_text_tokens", "input_cached_text_tokens", "num_model_requests",
        "num_requests", "images", "characters", "seconds", "num_sessions", "usage_bytes");

    public override string Name => FormatName;

    public override bool Recognizes(SourceRecord record) => record.Root is null
        ? record.HasAll("num_model_requests", "input_tokens", "output_tokens") && (record.Has("start_time") || record.Has("start_time_iso"))
        : Buckets.FirstResult(record) is { } result
            ? (JsonFields.Text(result, "object") ?? "").StartsWith(Prefix, StringComparison.Ordinal)
                || result.TryGetProperty("num_model_requests", out _)
            : record.Text("object") == "page" && Buckets.IsEmptyPage(record, "start_time");

    public override IEnumerable<UsageRow> Read(SourceRecord record, ReadingNotes notes)
    {
        if (record.Root is null)
        {
            UsageRow row = SafeRow.Of(record, () => CsvRow(record));
            yield return row.Error is null && row.NotCounted is null
                ? notes.Once(row, record.Key(Key), notes.File, record.Raw)
                : row;
            yield break;
        }

        Buckets.WarnOfMorePages(record, Name, notes);
        foreach ((JsonElement bucket, JsonElement result, long scope) in Buckets.Results(record, notes.NextScope))
        {
            yield return SafeRow.Of(record, () => JsonRow(record, bucket, result, scope, notes));
        }
    }

    private UsageRow CsvRow(SourceRecord record)
    {
        Interval during = record.Has("start_time")
            ? Periods.Between(record, "start_time", "end_time", Duration.FromMinutes(1))
            : Periods.Between(record, "start_time_iso", "end_time_iso", Duration.FromMinutes(1));
        return Row(record, record, during, record.LineId);
    }

    private UsageRow JsonRow(SourceRecord record, JsonElement bucket, JsonElement result, long scope, ReadingNotes notes)
    {
        Unknown.Note(result, notes);
        Interval during = Buckets.Period(bucket, "start_time", "end_time");
        JsonRecord fields = new(record.File, record.Line, result);
        string? tier = fields.Text("batch") == "true" ? "batch" : fields.Text("service_tier");
        string id = string.Join('|', new[] { Buckets.Day(during), fields.Text("model"), tier }.OfType<string>());
        UsageRow row = Row(record, fields, during, id);
        return Buckets.Checked(row, fields.Text("model") ?? ToolModel(fields), "group_by=model", result, scope, notes);
    }

    private UsageRow Row(SourceRecord record, SourceRecord fields, Interval during, string id)
    {
        bool? isBatch = fields.Text("batch")?.ToLowerInvariant() switch { "true" => true, "false" => false, _ => null };
        string? tier = fields.Text("service_tier");
        (UsageParts parts, string? unmetered) = Parts(fields);
        long? requests = fields.FirstCount("num_model_requests", "num_requests");
        return new UsageRow(record.Line)
        {
            Id = id,
            Format = Name,
            File = record.File,
            Provider = "openai",
            Model = fields.Text("model") ?? "",
            During = during,
            Requests = requests is > 0 ? requests : null,
            ServiceTier = isBatch == true ? "batch" : Tiers.Named(tier),
            Usage = parts.ToUsage(),
            Tags = [.. fields.Tags("project_id", "user_id", "api_key_id")],
            NotCounted = parts.IsZero && requests is null or 0 && unmetered is null ? Reasons.EmptyBucket
                : parts.IsEmpty && unmetered is null ? "no usage recorded"
                : unmetered is not null ? $"{unmetered}: no price per unit"
                : Tiers.IsCommitted(tier) && tier == "scale" ? Reasons.CommittedCapacity
                : null,
            Warnings = tier is null && isBatch is null && fields.Has("batch")
                ? ["the report is not grouped by batch and service tier: priced as standard"]
                : [],
        };
    }

    /// <summary>A result of a tool is not grouped by model.</summary>
    private static string? ToolModel(SourceRecord fields) =>
        fields.Has("num_sessions") || fields.Has("usage_bytes") || IsOf(fields, "file_searches") ? "" : null;

    private static bool IsOf(SourceRecord fields, string tool) => fields.Text("object") == $"{Prefix}{tool}.result";

    /// <summary>Returns the disjoint parts of totals that contain each other, and the name of a count that has no meter.</summary>
    private static (UsageParts Parts, string? Unmetered) Parts(SourceRecord fields)
    {
        UsageParts parts = new();
        if (fields.Count("images") is { } images)
        {
            return (parts.Add(Meter.Parse("output-images"), images), null);
        }

        if (fields.Count("characters") is { } characters)
        {
            return (parts.Add(Meter.Parse("input-characters"), characters), null);
        }

        if (fields.Count("seconds") is { } seconds)
        {
            return (parts.Add(Meter.Parse("input-audio-seconds"), seconds), null);
        }

        if (IsOf(fields, "web_searches") || IsOf(fields, "file_searches"))
        {
            // The requests to the model are another count.
            long? searches = fields.Count("num_requests");
            return (parts.Add(IsOf(fields, "web_searches") ? Meter.WebSearches : Meter.Parse("storage-searches"), searches), null);
        }

        if (fields.Count("num_sessions") is > 0)
        {
            return (parts, "code interpreter sessions");
        }

        if (fields.Count("usage_bytes") is > 0)
        {
            return (parts, "vector store bytes");
        }

        long? input = fields.Count("input_tokens");
        long? cached = fields.Count("input_cached_tokens");
        long? written = fields.Count("input_cache_write_tokens");
        long? audio = fields.Count("input_audio_tokens");
        long? image = fields.Count("input_image_tokens");
        long? cachedAudio = fields.Count("input_cached_audio_tokens");
        long? cachedImage = fields.Count("input_cached_image_tokens");
        long? output = fields.Count("output_tokens");
        long? spoken = fields.Count("output_audio_tokens");
        long? drawn = fields.Count("output_image_tokens");
        _ = fields.Has("input_uncached_tokens") | fields.Has("input_text_tokens") | fields.Has("output_text_tokens")
            | fields.Has("input_cached_text_tokens") | fields.Has("object") | fields.Has("start_time_iso") | fields.Has("end_time_iso")
            | fields.Has("start_time") | fields.Has("end_time");
        if (input is { } total)
        {
            long rest = UsageParts.Rest(
                "input_tokens",
                total,
                ("input_cached_tokens", cached),
                ("input_cache_write_tokens", written),
                ("input_audio_tokens", audio),
                ("input_image_tokens", image));
            long plainCached = UsageParts.Rest(
                "input_cached_tokens", cached ?? 0, ("input_cached_audio_tokens", cachedAudio), ("input_cached_image_tokens", cachedImage));
            parts.Add(Meter.Input, rest).Add(Meter.CacheRead, plainCached).Add(Meter.CacheWrite, written);
            AddSome(parts, Meter.InputAudio, audio);
            AddSome(parts, Meter.InputImage, image);
            AddSome(parts, Meter.Parse("cache-read-audio"), cachedAudio);
            AddSome(parts, Meter.Parse("cache-read-image"), cachedImage);
        }

        if (output is { } all)
        {
            parts.Add(Meter.Output, UsageParts.Rest(
                "output_tokens", all, ("output_audio_tokens", spoken), ("output_image_tokens", drawn)));
            AddSome(parts, Meter.OutputAudio, spoken);
            AddSome(parts, Meter.OutputImage, drawn);
        }

        return (parts, null);
    }

    private static void AddSome(UsageParts parts, Meter meter, long? units) => parts.Add(meter, units is > 0 ? units : null);
}
