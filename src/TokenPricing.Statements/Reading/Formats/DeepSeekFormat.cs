using NodaTime.Text;

namespace TokenPricing.Statements;

/// <summary>DeepSeek's export of amounts: four lines, one for each kind of token and one for the requests, make a row.</summary>
internal sealed class DeepSeekFormat : RecordFormat
{
    private readonly List<Group> _groups = [];
    private readonly Dictionary<string, Group> _byKey = new(StringComparer.Ordinal);

    public override string Name => "deepseek-amount";

    public override bool Recognizes(SourceRecord record) =>
        record.HasAll("type", "amount", "model") && (record.Has("start_time_iso") || record.Has("utc_date")) && record.Has("price");

    public override IEnumerable<UsageRow> Read(SourceRecord record, ReadingNotes notes)
    {
        Interval during = record.Has("start_time_iso")
            ? Periods.Between(record, "start_time_iso", "end_time_iso", Duration.FromHours(1))
            : Periods.Day(record, "utc_date");
        string model = record.Text("model") ?? "";
        KeyValuePair<string, string>[] tags = [.. record.Tags("user_id", "api_key_name", "api_key")];
        string key = string.Join('\u001f', tags.Select(t => t.Value).Prepend(model).Prepend(during.ToString()));
        if (!_byKey.TryGetValue(key, out Group? group))
        {
            _byKey[key] = group = new Group(record.Line, record.File, during, model, tags);
            _groups.Add(group);
        }

        string type = record.Text("type") ?? "";
        // The same kind of token has a line for each of its prices, such as those of peak and off-peak hours.
        string line = string.Join('\u001f', key, type, record.Text("price"), record.Text("currency"));
        if (!notes.IsFirst(Name, line, notes.File, record.Raw))
        {
            yield break;
        }

        long amount = record.Count("amount") ?? 0;
        switch (type)
        {
            case "input_cache_hit_tokens":
                group.Parts.Add(Meter.CacheRead, amount);
                break;
            case "input_cache_miss_tokens":
                group.Parts.Add(Meter.Input, amount);
                break;
            case "output_tokens":
                group.Parts.Add(Meter.Output, amount);
                break;
            case "request_count":
                group.Requests = (group.Requests ?? 0) + amount;
                break;
            default:
                notes.Warn($"{Name}: lines of the type '{type}' have no meter and are in no cost");
                break;
        }

        group.Stated += type == "request_count" ? 0 : amount * (record.Number("price") ?? 0);
        group.Currency = record.Text("currency") ?? group.Currency;
    }

    public override IEnumerable<UsageRow> EndOfInput(ReadingNotes notes)
    {
        foreach (Group group in _groups)
        {
            string start = group.During.Duration == Duration.FromDays(1)
                ? LocalDatePattern.Iso.Format(group.During.Start.InUtc().Date)
                : LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH").Format(group.During.Start.InUtc().LocalDateTime);
            yield return new UsageRow(group.Line)
            {
                Id = $"{start}|{group.Model}",
                Format = Name,
                File = group.File,
                Provider = "deepseek",
                Model = group.Model,
                During = group.During,
                Requests = group.Requests is > 0 ? group.Requests : null,
                Usage = group.Parts.ToUsage(),
                Stated = new StatedCost(group.Stated, group.Currency),
                IsBilled = true,
                Tags = [.. group.Tags],
                NotCounted = group.Parts.IsZero ? Reasons.EmptyBucket : null,
            };
        }

        _groups.Clear();
        _byKey.Clear();
    }

    private sealed class Group(long line, string file, Interval during, string model, KeyValuePair<string, string>[] tags)
    {
        public long Line => line;

        public string File => file;

        public Interval During => during;

        public string Model => model;

        public KeyValuePair<string, string>[] Tags => tags;

        public UsageParts Parts { get; } = new();

        public long? Requests { get; set; }

        public decimal Stated { get; set; }

        public string Currency { get; set; } = "USD";
    }
}
