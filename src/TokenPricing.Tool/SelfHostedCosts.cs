using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace TokenPricing.Tool;

/// <summary>What the work of engines of the user's own would cost at each provider that sells the same models.</summary>
internal sealed class SelfHostedCosts
{
    private const int MostModels = 20;
    private const int MostSellersShown = 15;

    private readonly List<UsageRow> _rows = [];
    private readonly List<(UsageRow Row, IReadOnlyList<PricedRow> Sellers)> _costs = [];

    /// <summary>Whether at least one provider has a price for it.</summary>
    public bool HasPrice => _costs.Any(c => c.Sellers.Any(s => s.Cost is not null));

    /// <summary>Adds a row that does not count, if an engine of the user's own did the work.</summary>
    public void Add(UsageRow row)
    {
        if (row is { IsSelfHosted: true, Usage: not null } && _rows.Count < MostModels)
        {
            _rows.Add(row);
        }
    }

    /// <summary>Prices the rows at each provider. Call it after the last row.</summary>
    public void Price(RowPricer pricer) => _costs.AddRange(_rows.Select(r => (r, pricer.AtSellers(r))));

    /// <summary>Returns a section of the report for each row.</summary>
    public IEnumerable<ReportSection> Sections()
    {
        foreach ((UsageRow row, IReadOnlyList<PricedRow> sellers) in _costs)
        {
            PricedRow[] shown = [.. Complete(sellers).Take(MostSellersShown)];
            bool hasBounds = shown.Any(s => s.Cost!.Value.Bounds is not null);
            yield return new ReportSection(
                $"What {row.Model} would cost where it is sold",
                [
                    new ReportTable(
                        ["", "Seller", "Total", .. hasBounds ? (string[])["From", "To"] : []],
                        [.. shown.Select(s => Cells(s, hasBounds))],
                        isNumeric: true),
                    new BulletList("", [.. Notes(row, sellers)]),
                ]);
        }
    }

    /// <summary>Writes what each row would cost at each provider, if there are rows.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        if (_costs.Count == 0)
        {
            return;
        }

        json.WriteStartArray("atSellers");
        foreach ((UsageRow row, IReadOnlyList<PricedRow> sellers) in _costs)
        {
            json.WriteStartObject();
            json.WriteString("model", row.Model);
            json.WriteStartArray("sellers");
            foreach (PricedRow seller in sellers)
            {
                Write(json, seller);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, PricedRow seller)
    {
        json.WriteStartObject();
        json.WriteString("provider", seller.Row.Provider);
        if (seller.Cost is { } cost)
        {
            json.WriteString("total", Digits(cost.Total));
            if (cost.Bounds is { } bounds)
            {
                json.WriteString("low", Digits(bounds.Low));
                json.WriteString("high", Digits(bounds.High));
            }

            json.WriteBoolean("complete", cost.Unpriced.IsEmpty);
        }
        else
        {
            json.WriteString("error", seller.Error?.Code);
        }

        json.WriteEndObject();
    }

    private static string Digits(Usd amount) => amount.Amount.ToString("0.############################", CultureInfo.InvariantCulture);

    /// <summary>Returns the sellers with a price for everything, the cheapest first.</summary>
    private static IEnumerable<PricedRow> Complete(IReadOnlyList<PricedRow> sellers) =>
        sellers.Where(s => s.Cost is { } cost && cost.Unpriced.IsEmpty && cost.Total != Usd.Zero);

    private static ImmutableArray<string> Cells(PricedRow seller, bool hasBounds)
    {
        RowCost cost = seller.Cost!.Value;
        (Usd low, Usd high) = cost.Bounds ?? (cost.Total, cost.Total);
        return
        [
            seller.Row.Provider, seller.Offer?.Seller?.ToString().ToLowerInvariant() ?? "unknown", cost.Total.ToString(),
            .. hasBounds ? (string[])[low.ToString(), high.ToString()] : [],
        ];
    }

    private static IEnumerable<string> Notes(UsageRow row, IReadOnlyList<PricedRow> sellers)
    {
        if (sellers.Count == 0)
        {
            yield return $"The prices do not know '{row.Model}': name the model with --model, or its seller with --provider.";
            yield break;
        }

        int complete = Complete(sellers).Count();
        if (complete > MostSellersShown)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"The cheapest {MostSellersShown} of {complete}; --summary with --format json has all.");
        }

        int free = sellers.Count(s => s.Cost is { } cost && cost.Unpriced.IsEmpty && cost.Total == Usd.Zero);
        int incomplete = sellers.Count(s => s.Cost is { } cost && !cost.Unpriced.IsEmpty);
        int without = sellers.Count(s => s.Cost is null);
        if (free + incomplete + without > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Not listed: {free} that give it away within limits, {incomplete} without a price for a part, ")
                + string.Create(CultureInfo.InvariantCulture, $"{without} without a price now.");
        }

        yield return "The token counts are those of your engine. Name a provider with --provider to price the row itself.";
    }
}
