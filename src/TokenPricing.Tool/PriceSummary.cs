using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace TokenPricing.Tool;

/// <summary>
/// The totals of a run of <c>token-pricing price</c>, by offer and by error. Its size depends on the number of offers, not on the number of
/// rows.
/// </summary>
internal sealed class PriceSummary
{
    private const int MostErrorsShown = 20;
    private const int LongestMessage = 200;

    private readonly Dictionary<Offer, OfferSum> _offers = [];
    private readonly Dictionary<string, long> _errors = [];
    private readonly List<string> _firstErrors = [];
    private long _withoutOffer;
    private long _incomplete;

    /// <summary>The number of rows.</summary>
    public long Rows { get; private set; }

    /// <summary>The number of rows without a cost.</summary>
    public long Bad { get; private set; }

    /// <summary>Adds a row to the totals.</summary>
    public void Add(PricedRow row)
    {
        Rows++;
        if (row.Offer is { } offer)
        {
            if (!_offers.TryGetValue(offer, out OfferSum? sum))
            {
                _offers[offer] = sum = new OfferSum();
            }

            sum.Rows++;
            if (row.Cost is { } cost)
            {
                sum.Priced++;
                _incomplete += cost.Unpriced.IsEmpty ? 0 : 1;
                sum.Total.Add(cost.Total);
            }
        }
        else
        {
            _withoutOffer++;
        }

        if (row.Error is { } error)
        {
            Bad++;
            _errors[error.Code] = _errors.GetValueOrDefault(error.Code) + 1;
            if (_firstErrors.Count < MostErrorsShown)
            {
                string message = error.Message.Length > LongestMessage ? error.Message[..LongestMessage] + "…" : error.Message;
                _firstErrors.Add(string.Create(CultureInfo.InvariantCulture, $"line {row.Row.Line}: {error.Code}: {message}"));
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

        string incomplete = _incomplete == 0 ? "" : $"; {Number(_incomplete)} of them with units that have no price and are left out";
        string bad = Bad == 0 ? "" : $"; {Number(Bad)} without a cost, in no sum";
        string more = Bad > _firstErrors.Count ? $"The first {_firstErrors.Count} of {Number(Bad)}:" : "All of them:";
        return new Report(
            "Priced",
            $"{Number(Rows)} {(Rows == 1 ? "row" : "rows")}, {Number(Rows - Bad)} priced: {total}{incomplete}{bad}.",
            [
                new("By provider and model", [new ReportTable(["", "Rows", "Priced", "Total"], Offers(), isNumeric: true)]),
                new("Without a cost",
                [
                    new ReportTable(
                        ["", "Rows"],
                        [.. ErrorsByNumber().Select(e => ImmutableArray.Create(e.Key, Number(e.Value)))],
                        isNumeric: true),
                    new BulletList(more, [.. _firstErrors]),
                ]),
            ],
            json => WriteJson(json, total));
    }

    /// <summary>Returns a sum without the dollar sign.</summary>
    private static string Digits(UsdSum sum) => sum.ToString().Replace("$", "", StringComparison.Ordinal);

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Returns a table row for each offer, and one for rows without an offer.</summary>
    private ImmutableArray<ImmutableArray<string>> Offers()
    {
        ImmutableArray<ImmutableArray<string>> offers =
        [
            .. ByName()
                .Select(
                    o => ImmutableArray.Create(o.Key.ToString(), Number(o.Value.Rows), Number(o.Value.Priced), o.Value.Total.ToString())),
        ];
        return _withoutOffer == 0 ? offers : offers.Add(["no such offer, or not readable", Number(_withoutOffer), "0", "$0.00"]);
    }

    private void WriteJson(Utf8JsonWriter json, UsdSum total)
    {
        json.WriteStartObject();
        json.WriteNumber("rows", Rows);
        json.WriteNumber("priced", Rows - Bad);
        json.WriteNumber("incomplete", _incomplete);
        json.WriteString("total", Digits(total));
        json.WriteStartArray("offers");
        foreach ((Offer offer, OfferSum sum) in ByName())
        {
            json.WriteStartObject();
            json.WriteString("provider", offer.Provider.Id.Value);
            json.WriteString("model", offer.Model.Id.Value);
            json.WriteNumber("rows", sum.Rows);
            json.WriteNumber("priced", sum.Priced);
            json.WriteString("total", Digits(sum.Total));
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

    /// <summary>Returns the error codes, the most frequent first.</summary>
    private IEnumerable<KeyValuePair<string, long>> ErrorsByNumber() =>
        _errors.OrderByDescending(e => e.Value).ThenBy(e => e.Key, StringComparer.Ordinal);

    /// <summary>Returns the sums of the offers, by provider and model.</summary>
    private IEnumerable<KeyValuePair<Offer, OfferSum>> ByName() => _offers.OrderBy(o => o.Key.ToString(), StringComparer.OrdinalIgnoreCase);

    /// <summary>The totals of one offer.</summary>
    private sealed class OfferSum
    {
        public UsdSum Total { get; } = new();

        public long Rows { get; set; }

        public long Priced { get; set; }
    }
}
