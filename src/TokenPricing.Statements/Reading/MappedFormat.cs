using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>Files with columns of the user's own, read by a mapping.</summary>
internal sealed class MappedFormat : RecordFormat
{
    private readonly DateTimeZone? _zone;
    private readonly Func<IReadOnlyList<string>, ColumnMapping?>? _guess;
    private readonly List<string> _names = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private ColumnMapping _mapping;
    private (string Column, Meter Meter)[] _meters;
    private HashSet<string> _mapped;
    private NumberText _numbers;
    private bool _isChecked;

    /// <summary>Creates a reader.</summary>
    /// <param name="mapping">What the columns mean.</param>
    /// <param name="zone">The zone of times without one; <see langword="null"/> to refuse them.</param>
    /// <param name="guess">
    /// Guesses the mapping again when a record has fields that none before had; <see langword="null"/> to keep it. A record of JSON may
    /// leave out fields without a value.
    /// </param>
    public MappedFormat(ColumnMapping mapping, DateTimeZone? zone, Func<IReadOnlyList<string>, ColumnMapping?>? guess = null)
    {
        (_zone, _guess) = (zone, guess);
        Use(mapping);
    }

    public override string Name => "own-columns";

    public override bool Recognizes(SourceRecord record) => false;

    public override IEnumerable<UsageRow> Read(SourceRecord record, ReadingNotes notes)
    {
        if (!_isChecked && record is CsvRecord)
        {
            Check(record);
            _isChecked = true;
        }

        if (_guess is not null)
        {
            GuessAgain(record, _guess);
        }

        yield return SafeRow.Of(record, () => Row(record, notes), errors => Known(record, errors));
    }

    [MemberNotNull(nameof(_mapping), nameof(_meters), nameof(_mapped), nameof(_numbers))]
    private void Use(ColumnMapping mapping)
    {
        _mapping = mapping;
        _meters =
        [
            .. mapping.Columns
                .Select(c => (c.Value, Meter: UsageFields.TryGetMeter(c.Key, out int meter) ? meter : -1))
                .Where(c => c.Meter >= 0)
                .OrderBy(c => c.Meter)
                .Select(c => (c.Value, Meter.All[c.Meter])),
        ];
        _mapped = [.. mapping.Columns.Values, .. mapping.StatedColumn is { } stated ? [stated] : (string[])[]];
        _numbers = new NumberText(mapping);
    }

    private void GuessAgain(SourceRecord record, Func<IReadOnlyList<string>, ColumnMapping?> guess)
    {
        int before = _names.Count;
        _names.AddRange(record.Names.Where(_known.Add));
        if (_names.Count > before && before > 0 && guess(_names) is { } mapping)
        {
            Use(mapping);
        }
    }

    private string? Column(string field) => _mapping.Columns.TryGetValue(field, out string? column) ? column : null;

    private string? Text(SourceRecord record, string field) => Column(field) is { } column ? record.Text(column) : null;

    /// <summary>Returns a field that the cost depends on; <see langword="null"/> if it is missing or empty.</summary>
    /// <exception cref="RowException">The field is an object or an array, so that its value is not known.</exception>
    private string? Value(SourceRecord record, string field) => Column(field) is { } column ? Value(record, field, column) : null;

    private static string? Value(SourceRecord record, string field, string column)
    {
        if (record.Text(column) is { } text)
        {
            return text;
        }

        if (record.Json(column) is not { } json)
        {
            return null;
        }

        bool isObject = json.ValueKind == JsonValueKind.Object;
        string inside = isObject && json.EnumerateObject().Select(p => p.Name).FirstOrDefault() is { } first
            ? SourceText.Shown(first)
            : "…";
        throw new RowException(
            RowError.InvalidRow,
            $"{column} is {SourceText.Shown(json.GetRawText())}: expected a value, not {(isObject ? "an object" : "an array")}. If the "
            + $"value is a field in it, name the path with --map, such as {{\"columns\":{{\"{field}\":\"{column}.{inside}\"}}}}.");
    }

    /// <summary>Checks that the file has the columns of the _mapping.</summary>
    private void Check(SourceRecord record)
    {
        foreach (string column in _mapped.Concat(_mapping.Keep ?? []))
        {
            if (!record.Has(column))
            {
                string near = SimilarNames.Question(SimilarNames.Of(column, record.Names));
                throw new InvalidDataException($"The mapping names a column '{column}', which {record.File} does not have.{near}");
            }
        }
    }

    /// <summary>Returns a row without its usage: who billed how much, and when.</summary>
    private UsageRow Known(SourceRecord record, FieldErrors errors)
    {
        (Instant? At, Interval? During)? time = errors.Of<(Instant? At, Interval? During)>(() => Time(record));
        (string provider, string model) = Named(record);
        return new UsageRow(record.Line)
        {
            Id = Text(record, "id") ?? record.LineId,
            Format = Name,
            File = record.File,
            Provider = provider,
            Model = model,
            At = time?.At,
            During = time?.During,
            Stated = errors.Of(() => Stated(record)) is { } cost ? new StatedCost(cost, _mapping.StatedCurrency) : null,
        };
    }

    private decimal? Stated(SourceRecord record) =>
        _mapping.StatedColumn is { } column && record.Text(column) is { } cost ? _numbers.Amount(column, cost) : null;

    private (string Provider, string Model) Named(SourceRecord record)
    {
        string model = Text(record, "model") ?? "";
        string provider = Text(record, "provider") ?? "";
        if (!_mapping.Models.TryGetValue(model, out string? named))
        {
            return (provider, model);
        }

        int slash = named.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 ? (named[..slash], named[(slash + 1)..]) : (provider, named);
    }

    private UsageRow Row(SourceRecord record, ReadingNotes notes)
    {
        _ = Value(record, "provider");
        if (_mapping.Columns.ContainsKey("model") && Value(record, "model") is null)
        {
            throw new RowException(RowError.InvalidRow, $"{Column("model")} is missing: expected the name of a model.");
        }

        (string provider, string model) = Named(record);
        (Instant? at, Interval? during) = Time(record);
        long? requests = Value(record, "requests") is { } count ? _numbers.Count(Column("requests")!, count) : during is null ? 1 : null;
        if (requests is not null and not 1 && during is null && at is { } day)
        {
            during = new Interval(day, day + Duration.FromDays(1));
            at = null;
        }

        string? tier = Text(record, "service_tier");
        if (tier is not null && _mapping.TierValues.Count > 0)
        {
            tier = _mapping.TierValues.TryGetValue(tier, out string? known)
                ? known
                : throw new RowException(
                    RowError.InvalidRow, $"{Column("service_tier")} is '{tier}', which the mapping's values do not have.");
        }

        bool isBatch = Text(record, "batch")?.ToLowerInvariant() is "true" or "1" or "yes";
        return new UsageRow(record.Line)
        {
            Id = Text(record, "id") ?? record.LineId,
            Format = Name,
            File = record.File,
            Provider = provider,
            Model = model,
            At = at,
            During = during,
            Requests = requests is 0 ? null : requests,
            ServiceTier = RowFields.Tier(Tiers.Named(tier), isBatch),
            Region = RegionRules.Named(Text(record, "region")),
            Context = Text(record, "context") is { } band
                ? ContextBand.TryParse(band, out ContextBand bounds)
                    ? bounds
                    : throw new RowException(RowError.InvalidRow, $"{Column("context")} is '{band}': expected a band such as 0-200k.")
                : null,
            Usage = Usage(record),
            Stated = Stated(record) is { } cost ? new StatedCost(cost, _mapping.StatedCurrency) : null,
            Tags = [.. Kept(record, notes)],
        };
    }

    private (Instant? At, Interval? During) Time(SourceRecord record)
    {
        DateTimeZone? known = _mapping.Zone ?? _zone;
        if (Value(record, "from") is { } from)
        {
            Instant start = SourceText.Time(Column("from")!, from, known);
            Instant end = Value(record, "to") is { } to ? SourceText.Time(Column("to")!, to, known) : start + Duration.FromDays(1);
            return end > start
                ? (null, new Interval(start, end))
                : throw new RowException(RowError.InvalidRow, $"{Column("to")} is not after {Column("from")}.");
        }

        return (Value(record, "at") is { } at ? SourceText.Time(Column("at")!, at, known) : null, null);
    }

    private TokenUsage Usage(SourceRecord record)
    {
        List<MeterQuantity> counts = [];
        bool needsConvention = false;
        foreach ((string column, Meter meter) in _meters)
        {
            if (Value(record, UsageFields.Name(meter), column) is { } text)
            {
                long count = _numbers.Count(column, text);
                counts.Add(new MeterQuantity(meter, count));
                needsConvention |= count > 0 && meter != Meter.Input && meter != Meter.Output && meter.HasDirection;
            }
        }

        if (needsConvention && _mapping.CountsAreTotals is null)
        {
            throw new RowException(
                RowError.InvalidRow,
                $"It is not known whether {Column("input") ?? "the input"} contains the cached tokens: say --counts totals (it does) or "
                + "--counts parts (they are beside it), or \"counts\" in the mapping.");
        }

        return _mapping.CountsAreTotals == false
            ? TokenUsage.FromMeterParts([.. counts])
            : TokenUsage.FromMeterTotals([.. counts]);
    }

    private IEnumerable<KeyValuePair<string, string>> Kept(SourceRecord record, ReadingNotes notes)
    {
        IEnumerable<string> columns = _mapping.Keep ?? record.Names.Where(n => !_mapped.Contains(n));
        foreach (string column in columns)
        {
            if (record.Text(column) is { } text)
            {
                if (_mapping.IsGuess && UnknownCounts.LooksLikeTokens(column) && UnknownCounts.IsMoreThanZero(text))
                {
                    notes.Warn(UnknownCounts.Unread(Name, column));
                }

                yield return KeyValuePair.Create(column, text);
            }
            else if (record.Json(column) is { } json)
            {
                yield return KeyValuePair.Create(column, json.GetRawText());
            }
        }
    }

    /// <summary>Reads numbers with the marks of the mapping.</summary>
    private sealed class NumberText(ColumnMapping mapping)
    {
        private readonly char _decimal = mapping.DecimalMark ?? (mapping.Separator == ';' ? ',' : '.');

        private char Thousands => mapping.ThousandsMark ?? (_decimal == ',' ? '.' : ',');

        public long Count(string column, string text) => SourceText.Count(column, Plain(column, text, isCount: true));

        public decimal Amount(string column, string text) => SourceText.Number(column, Plain(column, text, isCount: false));

        /// <summary>Returns a number with a decimal point and without other marks.</summary>
        private string Plain(string column, string text, bool isCount)
        {
            string trimmed = text.Trim().TrimStart('$', '€', '£').Replace("\u00a0", "", StringComparison.Ordinal);
            if (isCount && mapping.ThousandsMark is null && mapping.DecimalMark is null
                && _decimal == '.' && NumberMarks.IsGrouped(trimmed, '.'))
            {
                throw new RowException(
                    RowError.InvalidRow,
                    $"{column} is '{SourceText.Shown(text)}', which may be a thousand times as much: say which mark it is with "
                    + "--decimal , or --decimal .");
            }

            if (trimmed.Contains(Thousands, StringComparison.Ordinal))
            {
                string whole = trimmed.Split(_decimal)[0];
                if (!NumberMarks.IsGrouped(whole, Thousands))
                {
                    string why = mapping.DecimalMark is null && mapping.Separator == ';' ? ", as semicolons separate the cells" : "";
                    string other = _decimal == '.' ? "," : ".";
                    throw new RowException(
                        RowError.InvalidRow,
                        $"{column} is '{SourceText.Shown(text)}': expected '{_decimal}' as the decimal mark{why}, and '{Thousands}' only "
                        + $"between groups of three digits. If it is the decimal mark, say --decimal {other}");
                }

                trimmed = trimmed.Replace(Thousands.ToString(), "", StringComparison.Ordinal);
            }

            return _decimal == '.' ? trimmed : trimmed.Replace(_decimal, '.');
        }
    }
}
