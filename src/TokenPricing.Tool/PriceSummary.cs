using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using NodaTime;

namespace TokenPricing.Tool;

/// <summary>
/// The totals of a run of <c>token-pricing price</c>, by offer and by error. Its size depends on the number of offers, not on the number of
/// rows.
/// </summary>
internal sealed class PriceSummary
{
    private const int MostErrorsShown = 20;
    private const int LongestMessage = 200;
    private const int MostFields = 100;
    private const string NoTotal = "none";

    private readonly Dictionary<Offer, OfferSum> _offers = [];
    private readonly Dictionary<string, long> _errors = [];
    private readonly List<string> _firstErrors = [];
    private readonly Dictionary<string, long> _skipped = [];
    private readonly Dictionary<(string Currency, bool IsBilled), decimal> _stated = [];
    private readonly UsdSum _low = new();
    private readonly UsdSum _high = new();
    private readonly GroupSums? _groups;
    private readonly Dictionary<string, long> _unread = [];
    private readonly Dictionary<string, long> _rowWarnings = [];
    private long _withoutOffer;
    private long _incomplete;
    private long _notUnderstood;
    private bool _isInterval;

    /// <summary>Creates a summary.</summary>
    /// <param name="by">The fields to group by; empty for none.</param>
    public PriceSummary(params ImmutableArray<string> by) => _groups = by.IsDefaultOrEmpty ? null : new GroupSums(by);

    /// <summary>What should be known about the input as a whole.</summary>
    public ImmutableArray<string> Warnings { get; set; } = [];

    /// <summary>What the columns of the user's own were taken for; <see langword="null"/> if there were none.</summary>
    public ColumnMapping? Columns { get; set; }

    /// <summary>What the work of the user's own engines would cost elsewhere.</summary>
    public SelfHostedCosts SelfHosted { get; } = new();

    /// <summary>The number of rows.</summary>
    public long Rows { get; private set; }

    /// <summary>The number of rows without a cost.</summary>
    public long Bad { get; private set; }

    /// <summary>The number of rows that are no calls, or are not billed.</summary>
    public long Skipped { get; private set; }

    /// <summary>Whether the rows state billed amounts.</summary>
    public bool IsBill => _stated.Keys.Any(k => k.IsBilled);

    /// <summary>The number of rows with a cost.</summary>
    public long Priced => Rows - Bad - Skipped;

    /// <summary>Adds a row to the totals.</summary>
    public void Add(PricedRow row)
    {
        Rows++;
        AddStated(row);
        if (row.Row.NotCounted is { } reason)
        {
            Skipped++;
            string known = _skipped.Count < 100 || _skipped.ContainsKey(reason) ? reason : "others";
            _skipped[known] = _skipped.GetValueOrDefault(known) + 1;
            SelfHosted.Add(row.Row);
            return;
        }

        AddUnread(row.Row);
        AddWarnings(row.Row);
        RowError? error = row.Missing;
        if (row.Offer is { } offer)
        {
            if (!_offers.TryGetValue(offer, out OfferSum? sum))
            {
                _offers[offer] = sum = new OfferSum();
            }

            sum.Rows++;
            if (error is null && row.Cost is { } cost)
            {
                sum.Priced++;
                _incomplete += cost.Unpriced.IsEmpty ? 0 : 1;
                sum.Total.Add(cost.Total);
                sum.First = row.Row.Start is { } at && !(at > sum.First) ? at : sum.First;
                _low.Add(cost.Bounds?.Low ?? cost.Total);
                _high.Add(cost.Bounds?.High ?? cost.Total);
                _isInterval |= cost.Bounds is not null;
                _groups?.Add(row);
            }
        }
        else
        {
            _withoutOffer++;
        }

        if (error is not null)
        {
            Bad++;
            _errors[error.Code] = _errors.GetValueOrDefault(error.Code) + 1;
            if (_firstErrors.Count < MostErrorsShown)
            {
                string message = error.Message.Length > LongestMessage ? error.Message[..LongestMessage] + "…" : error.Message;
                string? place = row.Row.Line == 0 ? row.Row.Id : string.Create(CultureInfo.InvariantCulture, $"line {row.Row.Line}");
                _firstErrors.Add($"{place}: {error.Code}: {message}");
            }
        }
    }

    /// <summary>Returns the totals as a report.</summary>
    public Report ToReport()
    {
        UsdSum total = new();
        foreach (OfferSum sum in _offers.Values)
        {
            total.Add(sum.Total);
        }

        string between = _isInterval ? $" (from {_low} to {_high}: sums over requests of unknown length)" : "";
        string skipped = Skipped == 0 ? "" : $"; {ToolText.Number(Skipped)} are no calls or not billed";
        string incomplete = _incomplete == 0
            ? ""
            : $"; {ToolText.Number(_incomplete)} of them with units that have no price and are left out";
        string unread = _notUnderstood == 0 ? "" : $"; {ToolText.Number(_notUnderstood)} with fields that were not understood";
        string bad = Bad == 0 ? "" : $"; {ToolText.Number(Bad)} without a cost, in no sum";
        string more = Bad > _firstErrors.Count ? $"The first {_firstErrors.Count} of {ToolText.Number(Bad)}:" : "All of them:";
        return new Report(
            "Priced",
            $"{ToolText.Number(Rows)} {(Rows == 1 ? "row" : "rows")}, {ToolText.Number(Priced)} priced"
                + $"{(HasTotal ? $": {total}" : "")}{between}{incomplete}{unread}{skipped}{bad}.",
            [
                .. Notes(),
                new("By provider and model", [new ReportTable(["", "Rows", "Priced", "Total"], Offers(), isNumeric: true)]),
                .. Groups(),
                .. StatedAndSkipped(),
                .. SelfHosted.Sections(),
                .. Section("Not understood, so that a cost may leave it out", UnreadByNumber()),
                .. Section("Warnings of rows", _rowWarnings),
                new("Without a cost", [Numbers(ErrorsByNumber()), new BulletList(more, [.. _firstErrors])]),
            ],
            json => WriteJson(json, total));
    }

    /// <summary>Whether there is a total: not of rows of which none has a cost.</summary>
    private bool HasTotal => Priced > 0 || Bad == 0;

    private ImmutableArray<string> AllWarnings => [.. Warnings, .. _groups?.Warnings ?? [], .. Assumed()];

    private static string Words(bool isBilled) => isBilled ? "billed" : "estimated";

    private static string Amount(decimal amount, string currency) =>
        string.Create(CultureInfo.InvariantCulture, $"{amount:0.############################} {currency}");

    /// <summary>Adds the cost that the source states, of rows that count or are billed.</summary>
    private void AddStated(PricedRow row)
    {
        if (row.Row is { Stated: { } stated, OtherService: null }
            && (row.Row.NotCounted is null || row.Row.IsBilled)
            && _stated.Count < 100)
        {
            (string, bool) key = (stated.Currency, row.Row.IsBilled);
            _stated[key] = _stated.GetValueOrDefault(key) + stated.Amount;
        }
    }

    /// <summary>Adds the fields of a response that were not understood, so that its cost may leave them out.</summary>
    private void AddUnread(UsageRow row)
    {
        if (row.Served is not { Unread: { IsEmpty: false } unread })
        {
            return;
        }

        _notUnderstood++;
        foreach (string field in unread.Select(u => u.Path).Distinct())
        {
            Add(_unread, field);
        }
    }

    /// <summary>Adds what a row warns of, other than the fields that were not understood.</summary>
    private void AddWarnings(UsageRow row)
    {
        foreach (string warning in row.Warnings.Except(row.Served?.Unread.Select(u => u.ToString()) ?? []))
        {
            Add(_rowWarnings, warning);
        }
    }

    /// <summary>Counts a row for a text; after many texts, the others are one.</summary>
    private static void Add(Dictionary<string, long> rows, string text)
    {
        string known = rows.Count < MostFields || rows.ContainsKey(text) ? text : "others";
        rows[known] = rows.GetValueOrDefault(known) + 1;
    }

    private static ReportTable Numbers(IEnumerable<KeyValuePair<string, long>> rows) => new(
        ["", "Rows"], [.. rows.Select(r => ImmutableArray.Create(r.Key, ToolText.Number(r.Value)))], isNumeric: true);

    private static IEnumerable<ReportSection> Section(string title, IEnumerable<KeyValuePair<string, long>> rows) =>
        rows.Any() ? [new(title, [Numbers(rows)])] : [];

    /// <summary>Returns the fields that were not understood, the most frequent first.</summary>
    private IEnumerable<KeyValuePair<string, long>> UnreadByNumber() =>
        _unread.OrderByDescending(u => u.Value).ThenBy(u => u.Key, StringComparer.Ordinal);

    private IEnumerable<ReportSection> Notes()
    {
        string[] columns = Columns is null ? [] : [$"Columns read as {Columns}."];
        string[] notes = [.. columns, .. AllWarnings.Select(w => $"Warning: {w}.")];
        if (notes.Length > 0)
        {
            yield return new("How it was read", [new BulletList("", [.. notes])]);
        }
    }

    private IEnumerable<ReportSection> Groups()
    {
        if (_groups is not null)
        {
            yield return new(
                $"By {string.Join(" and ", _groups.Fields)}",
                [
                    new ReportTable(
                        [.. _groups.Fields, "Rows", "Total"],
                        [.. _groups.All.Select(g => (ImmutableArray<string>)[.. g.Keys, ToolText.Number(g.Rows), g.Total.ToString()])],
                        isNumeric: true),
                ]);
        }
    }

    private IEnumerable<ReportSection> StatedAndSkipped()
    {
        if (_stated.Count > 0)
        {
            yield return new(
                "Stated by the source",
                [
                    new ReportTable(
                        ["", "Amount"],
                        [.. _stated.Select(s => ImmutableArray.Create(Words(s.Key.IsBilled), Amount(s.Value, s.Key.Currency)))],
                        isNumeric: true),
                ]);
        }

        if (_skipped.Count > 0)
        {
            yield return new(
                "Not counted",
                [
                    new ReportTable(
                        ["", "Rows"],
                        [.. _skipped.OrderByDescending(s => s.Value).Select(s => ImmutableArray.Create(s.Key, ToolText.Number(s.Value)))],
                        isNumeric: true),
                ]);
        }
    }

    /// <summary>Returns a sum without the dollar sign.</summary>
    private static string Digits(UsdSum sum) => sum.ToString().Replace("$", "", StringComparison.Ordinal);

    /// <summary>Returns a table row for each offer, and one for rows without an offer.</summary>
    private ImmutableArray<ImmutableArray<string>> Offers()
    {
        ImmutableArray<ImmutableArray<string>> offers =
        [
            .. ByName()
                .Select(
                    o => ImmutableArray.Create(
                        o.Key.ToString(), ToolText.Number(o.Value.Rows), ToolText.Number(o.Value.Priced), o.Value.Text)),
        ];
        return _withoutOffer == 0 ? offers : offers.Add(["no such offer, or not readable", ToolText.Number(_withoutOffer), "0", NoTotal]);
    }

    private void WriteJson(Utf8JsonWriter json, UsdSum total)
    {
        json.WriteStartObject();
        json.WriteNumber("rows", Rows);
        json.WriteNumber("priced", Priced);
        json.WriteNumber("skipped", Skipped);
        json.WriteNumber("incomplete", _incomplete);
        json.WriteString("total", HasTotal ? Digits(total) : null);
        if (_isInterval)
        {
            json.WriteString("low", Digits(_low));
            json.WriteString("high", Digits(_high));
        }

        WriteMore(json);
        json.WriteStartArray("offers");
        foreach ((Offer offer, OfferSum sum) in ByName())
        {
            json.WriteStartObject();
            json.WriteString("provider", offer.Provider.Id.Value);
            json.WriteString("model", offer.Model.Id.Value);
            json.WriteNumber("rows", sum.Rows);
            json.WriteNumber("priced", sum.Priced);
            json.WriteString("total", sum.Priced == 0 ? null : Digits(sum.Total));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("withoutOffer", _withoutOffer);
        json.WriteStartObject("errors");
        foreach ((string code, long rows) in ErrorsByNumber())
        {
            json.WriteNumber(code, rows);
        }

        json.WriteEndObject();
        json.WriteStartArray("firstErrors");
        foreach (string error in _firstErrors)
        {
            json.WriteStringValue(error);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes the groups, what the source states, what does not count, and the warnings.</summary>
    private void WriteMore(Utf8JsonWriter json)
    {
        if (_groups is not null)
        {
            json.WriteStartArray("groups");
            foreach ((ImmutableArray<string> keys, long rows, UsdSum sum) in _groups.All)
            {
                json.WriteStartObject();
                foreach ((string field, string key) in _groups.Fields.Zip(keys))
                {
                    json.WriteString(field, key);
                }

                json.WriteNumber("rows", rows);
                json.WriteString("total", Digits(sum));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        if (_stated.Count > 0)
        {
            json.WriteStartArray("stated");
            foreach (((string currency, bool isBilled), decimal amount) in _stated)
            {
                json.WriteStartObject();
                json.WriteString("kind", Words(isBilled));
                json.WriteString("amount", Amount(amount, "").TrimEnd());
                json.WriteString("currency", currency);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        if (_skipped.Count > 0)
        {
            json.WriteStartObject("notCounted");
            foreach ((string reason, long rows) in _skipped)
            {
                json.WriteNumber(reason, rows);
            }

            json.WriteEndObject();
        }

        if (_notUnderstood > 0)
        {
            json.WriteStartObject("unread");
            json.WriteNumber("rows", _notUnderstood);
            json.WriteStartObject("fields");
            foreach ((string field, long rows) in UnreadByNumber())
            {
                json.WriteNumber(field, rows);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        SelfHosted.WriteTo(json);
        if (_rowWarnings.Count > 0)
        {
            json.WriteStartObject("rowWarnings");
            foreach ((string warning, long rows) in _rowWarnings)
            {
                json.WriteNumber(warning, rows);
            }

            json.WriteEndObject();
        }

        if (!AllWarnings.IsEmpty)
        {
            json.WriteStartArray("warnings");
            foreach (string warning in AllWarnings)
            {
                json.WriteStringValue(warning);
            }

            json.WriteEndArray();
        }

        if (Columns is not null)
        {
            json.WriteString("columns", Columns.ToString());
        }
    }

    /// <summary>Returns the error codes, the most frequent first.</summary>
    private IEnumerable<KeyValuePair<string, long>> ErrorsByNumber() =>
        _errors.OrderByDescending(e => e.Value).ThenBy(e => e.Key, StringComparer.Ordinal);

    /// <summary>Returns a warning if prices are only assumed to have held at the first call that they price.</summary>
    private IEnumerable<string> Assumed()
    {
        Offer[] offers = [.. ByName().Where(o => o.Value.First is { } at && IsAssumed(o.Key, at)).Select(o => o.Key)];
        if (offers.Length > 0)
        {
            string others = offers.Length == 1 ? "" : $" and {ToolText.Number(offers.Length - 1)} more";
            yield return $"no source says when the prices of {offers[0]}{others} began, which were recorded later than the first call; "
                + "those of the first record are assumed";
        }

        static bool IsAssumed(Offer offer, Instant at) => offer.TryGetRateCard(at, out RateCard? card) && card.Rates.Any(
            r => r.Condition.IsNone && (r.Meter == Meter.Input || r.Meter == Meter.Output) && r.IsAssumedAt(at));
    }

    /// <summary>Returns the sums of the offers, by provider and model.</summary>
    private IEnumerable<KeyValuePair<Offer, OfferSum>> ByName() => _offers.OrderBy(o => o.Key.ToString(), StringComparer.OrdinalIgnoreCase);

    /// <summary>The totals of one offer.</summary>
    private sealed class OfferSum
    {
        public UsdSum Total { get; } = new();

        public long Rows { get; set; }

        public long Priced { get; set; }

        public Instant? First { get; set; }

        public string Text => Priced == 0 ? NoTotal : Total.ToString();
    }
}
