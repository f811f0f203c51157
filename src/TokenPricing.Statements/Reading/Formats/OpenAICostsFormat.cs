using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>OpenAI's costs: days, with line items.</summary>
internal sealed class OpenAICostsFormat : RecordFormat
{
    public override string Name => "openai-costs";

    public override bool Recognizes(SourceRecord record) => Buckets.FirstResult(record) is { } result
        && ((JsonFields.Text(result, "object") ?? "").StartsWith("organization.costs.", StringComparison.Ordinal)
            || JsonFields.Find(result, "amount.value") is not null);

    public override IEnumerable<UsageRow> Read(SourceRecord record, ReadingNotes notes)
    {
        Buckets.WarnOfMorePages(record, Name, notes);
        foreach (JsonElement bucket in Buckets.Of(record))
        {
            long scope = notes.NextScope();
            foreach (JsonElement result in Buckets.ResultsOf(bucket))
            {
                UsageRow row = SafeRow.Of(record, () => Row(record, bucket, result));
                yield return row.Format is null ? row : notes.Once(row, Buckets.Key(row, result), scope, result.GetRawText());
            }
        }
    }

    private UsageRow Row(SourceRecord record, JsonElement bucket, JsonElement result)
    {
        FieldErrors errors = new();
        Interval? during = errors.Of<Interval>(() => Buckets.Period(bucket, "start_time", "end_time"));
        string? item = JsonFields.Text(result, "line_item");
        decimal? cost = errors.Of<decimal>(() => SourceText.Number("amount.value", JsonFields.Text(result, "amount.value")
            ?? throw new RowException(RowError.InvalidRow, "amount.value is missing: expected a number of dollars.")));
        LineItem line = LineItem.Parse(item);
        decimal? quantity = errors.Of<decimal>(() =>
            JsonFields.Text(result, "quantity") is { } text ? SourceText.Number("quantity", text) : null);
        string? unit = JsonFields.Text(result, "quantity_unit");
        decimal? units = unit switch { "1000_tokens" => quantity * 1000, "tokens" or null => quantity, _ => null };
        bool isTokens = line.Meter is not null && units is >= 0 && decimal.IsInteger(units.Value);
        return errors.Checked(new UsageRow(record.Line)
        {
            Id = item is null ? Buckets.Day(during) : $"{Buckets.Day(during)}|{item}",
            Format = Name,
            File = record.File,
            Provider = "openai",
            Model = line.Model ?? "",
            During = during,
            Requests = null,
            IsOneMeter = true,
            BilledMeter = line.Meter ?? (line.IsWebSearch ? Meter.WebSearches : null),
            BilledQuantity = units,
            Context = line.Context,
            ServiceTier = line.Tier,
            Usage = errors.Of(() => Units.Usage(line.Meter, isTokens ? units : null)),
            Stated = cost is { } amount
                ? new StatedCost(amount, (JsonFields.Text(result, "amount.currency") ?? "usd").ToUpperInvariant())
                : null,
            IsBilled = true,
            Description = item,
            IsUngrouped = item is null,
            Tags = [.. Buckets.Tags(result, "project_id", "api_key_id")],
            NotCounted = isTokens ? null : Reasons.BilledOnly,
        });
    }

    /// <summary>A line item such as <c>priority | gpt-5.4, cached input, long context</c>.</summary>
    private readonly record struct LineItem(string? Model, Meter? Meter, string? Tier, ContextBand? Context, bool IsWebSearch)
    {
        public static LineItem Parse(string? item)
        {
            if (item is null)
            {
                return default;
            }

            string text = item;
            string? tier = null;
            int bar = text.IndexOf(" | ", StringComparison.Ordinal);
            if (bar > 0 && ServiceTiers.Contains(text[..bar].Trim().ToLowerInvariant()))
            {
                (tier, text) = (text[..bar].Trim().ToLowerInvariant(), text[(bar + 3)..]);
            }

            string[] parts = [.. text.Split(", ").Select(p => p.Trim())];
            bool isLong = parts.Length > 2 && parts[^1].Equals("long context", StringComparison.OrdinalIgnoreCase);
            string kind = parts.Length > (isLong ? 2 : 1) ? parts[isLong ? ^2 : ^1].ToLowerInvariant() : "";
            string model = string.Join(", ", parts[..Math.Max(1, parts.Length - (isLong ? 2 : 1))]);
            string modality = "";
            foreach (string word in new[] { " audio", " image", " text" })
            {
                if (model.EndsWith(word, StringComparison.OrdinalIgnoreCase))
                {
                    (model, modality) = (model[..^word.Length], word.Trim());
                }
            }

            string suffix = modality is "audio" or "image" ? "-" + modality : "";
            string? id = kind switch
            {
                "input" => "input" + suffix,
                "cached input" => "cache-read" + suffix,
                "cache writes" or "cache write" => "cache-write" + suffix,
                "output" => "output" + suffix,
                _ => null,
            };
            return id is not null && TokenPricing.Values.Meter.TryParse(id, out Meter meter)
                ? new LineItem(model, meter, Tiers.Named(tier), isLong ? ContextBand.Long : ContextBand.Short, false)
                : new LineItem(null, null, null, null, text.Contains("web search", StringComparison.OrdinalIgnoreCase));
        }

        private static readonly HashSet<string> ServiceTiers = ["batch", "flex", "priority", "scale", "standard", "default", "fast"];
    }
}
