using System.Collections.Immutable;

namespace TokenPricing.Statements;

/// <summary>Compares computed costs with bills, and names what the difference comes from.</summary>
/// <remarks>
/// <para>
/// Add the rows of usage and then the rows of bills, in any number of files; then take the <see cref="Result"/>. Memory depends on the
/// number of days, models and tiers, not on the number of rows.
/// </para>
/// <para>
/// The grain is the finest that both sides have: day, provider, model, service tier, context band, region. A bill that has no tiers, bands
/// or regions is compared with their sum. Not thread-safe.
/// </para>
/// </remarks>
public sealed class Reconciler
{
    private readonly RowPricer _pricer;
    private readonly List<UsageFact> _usage = [];
    private readonly List<BillFact> _bills = [];
    private readonly Dictionary<string, BillFact> _billsWithoutAmount = new(StringComparer.Ordinal);
    private readonly Dictionary<string, UsageFact> _usageByKey = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _notBillable = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _notPriced = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _billNotRead = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (decimal Amount, long Rows)> _otherCurrencies = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(string Service, string Currency), decimal> _otherServices = [];
    private readonly Dictionary<(LocalDate? Day, string What), decimal> _credits = [];
    private readonly BillExplanation _explanation;
    private readonly ExchangeRates? _rates;
    private long _billWithoutAmount;
    private bool _isBilledKnown;

    /// <summary>Creates a reconciler.</summary>
    /// <param name="prices">The prices.</param>
    /// <param name="options">How costs are calculated; <see langword="null"/> for the defaults.</param>
    /// <param name="rates">
    /// Converts bills in other currencies by the rate of each line's day; <see langword="null"/>: they are in no sum.
    /// </param>
    public Reconciler(PriceCatalog prices, CostOptions? options = null, ExchangeRates? rates = null)
    {
        ArgumentNullException.ThrowIfNull(prices);
        _rates = rates;
        CostOptions known = (options ?? new CostOptions()) with { MissingRate = MissingRatePolicy.LeaveUnpriced };
        _pricer = new RowPricer(prices, known, withLines: true);
        _explanation = new BillExplanation(_pricer);
    }

    /// <summary>Adds rows of usage while they are read.</summary>
    /// <param name="rows">The rows, of one or several files.</param>
    public void AddUsage(IEnumerable<UsageRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        foreach (PricedRow row in _pricer.Price(rows))
        {
            AddUsage(row);
        }
    }

    /// <summary>Adds rows of a bill while they are read.</summary>
    /// <param name="rows">The rows, of one or several files.</param>
    public void AddBill(IEnumerable<UsageRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        foreach (PricedRow row in _pricer.Price(rows))
        {
            AddBill(row);
        }
    }

    /// <summary>Returns the comparison of the rows added so far.</summary>
    public Reconciliation Result()
    {
        BillGrain grain = BillGrain.Of(_usage, _bills);
        Dictionary<BillKey, BillCell> cells = [];
        foreach (UsageFact usage in _usage)
        {
            usage.AddTo(cells, grain);
        }

        List<(LocalDate? Day, string What, Usd Amount)> billedOnly =
            [.. _credits.Select(c => (c.Key.Day, c.Key.What, new Usd(c.Value)))];
        foreach (BillFact bill in _bills)
        {
            if (bill.AddTo(cells, grain) is { } other)
            {
                billedOnly.Add(other);
            }
        }

        BillMatching.Match(cells);
        billedOnly.AddRange(cells.Values
            .Where(c => c.HasAmount && !c.IsUsed)
            .Select(c => (c.Key.Day, $"{c.Key.Provider}: {c.What}", new Usd(c.Billed))));
        return new Reconciliation
        {
            Lines = [.. _explanation.Lines([.. cells.Values.OrderBy(Order, StringComparer.Ordinal)])],
            UsedNotBilled =
            [
                .. cells.Values
                    .Where(c => c.IsUsed && !c.IsBilled)
                    .OrderBy(Order, StringComparer.Ordinal)
                    .Select(c => BillExplanation.LineOf(c, [])),
            ],
            NotBillable = [.. _notBillable.Select(n => (n.Key, n.Value))],
            BilledNotUsed = [.. billedOnly.OrderBy(b => b.Day).ThenBy(b => b.What, StringComparer.Ordinal)],
            NotPriced = [.. _notPriced.OrderByDescending(n => n.Value).Select(n => (n.Key, n.Value))],
            BillNotRead = [.. _billNotRead.OrderByDescending(n => n.Value).Select(n => (n.Key, n.Value))],
            BillRowsWithoutAmount = _billWithoutAmount,
            OtherServices = [.. _otherServices.Select(o => (o.Key.Service, o.Value, o.Key.Currency))],
            IsBilledKnown = _isBilledKnown,
            OtherCurrencies = [.. _otherCurrencies.Select(o => (o.Key, o.Value.Amount, o.Value.Rows))],
        };
    }

    private static string Order(BillCell cell) =>
        FormattableString.Invariant($"{cell.Key.Day:uuuuMMdd}|{cell.Key.Provider}|{cell.Key.Model}|{cell.Key.Tier}|{cell.Key.Context}");

    private void AddUsage(PricedRow row)
    {
        if (row.Row.NotCounted is { } reason)
        {
            if (reason is Reasons.CommittedCapacity or Reasons.Failed)
            {
                Count(_notBillable, reason);
            }
        }
        else if (row.Error is { } error)
        {
            Count(_notPriced, error.Message);
        }
        else if (row.Row.IsFree)
        {
            Count(_notBillable, row.Row.Warnings.Contains(Reasons.ProxyCache) ? Reasons.ProxyCache : Reasons.FreeVariant);
        }
        else if (row is { Cost: { } cost, Offer: { } offer })
        {
            foreach ((MeterQuantity part, string why) in cost.Unpriced)
            {
                Count(_notPriced, why);
            }

            // Rows of the same key are one fact, so that memory depends on days and models only.
            UsageFact fact = new(row.Row, offer);
            if (!_usageByKey.TryGetValue(fact.Text, out UsageFact? known))
            {
                _usageByKey[fact.Text] = known = fact;
                _usage.Add(fact);
            }

            known.Add(row.Row, cost, _pricer.Undated);
        }
    }

    private void AddBill(PricedRow row)
    {
        if (row.Row.NotCounted is Reasons.Duplicate or Reasons.Replay)
        {
            return;
        }

        if (row.Row.OtherService is { } service)
        {
            decimal amount = (row.Row.Stated?.Amount ?? 0) + (row.Row.StatedCredit ?? 0);
            (string, string) key = (service, row.Row.Stated?.Currency ?? "USD");
            _otherServices[key] = _otherServices.GetValueOrDefault(key) + amount;
            _isBilledKnown |= row.Row.Stated?.Currency == "USD";
            return;
        }

        if (row.Row.Error is { } error)
        {
            Count(_billNotRead, error.Message);
        }

        bool isNothing = row.Row is { Stated.Amount: 0, StatedCredit: null } && (row.Row.NotCounted is not null || row.Row.IsFree);
        if (row.Row.Stated is not { } stated || isNothing)
        {
            // A line that was billed has an amount, and so has usage that is the bill, and any line that cannot be read: the sum lacks it.
            bool isMissing = row.Row.Stated is null
                && (row.Row.Error is not null || row.Row.IsBilled || row.Row is { NotCounted: null, IsFree: false });
            _isBilledKnown |= row.Row.IsFree;
            if (isMissing)
            {
                _billWithoutAmount++;
                if (row.Row.Error is null)
                {
                    Count(_billNotRead, row.Row.IsBilled ? "The line has no amount." : "The row states no cost.");
                }

                AddWithoutAmount(row, "without a readable amount");
            }

            return;
        }

        decimal rate = 1;
        if (stated.Currency != "USD" && row.Row.Start is { } at && _rates is not null
            && _rates.TryConvert(stated.Amount, stated.Currency, at.InUtc().Date, out decimal usd, out rate, out _))
        {
            stated = new StatedCost(usd, "USD");
        }

        if (stated.Currency != "USD")
        {
            (decimal amount, long rows) = _otherCurrencies.GetValueOrDefault(stated.Currency);
            _otherCurrencies[stated.Currency] = (amount + stated.Amount + (row.Row.StatedCredit ?? 0), rows + 1);
            AddWithoutAmount(row, $"billed in {stated.Currency}");
            return;
        }

        _isBilledKnown = true;
        if (row.Row.StatedCredit is { } credit)
        {
            (LocalDate?, string) key = (BillFact.DayOf(row.Row), $"{row.Row.Provider}: credits");
            _credits[key] = _credits.GetValueOrDefault(key) + (credit * rate);
        }

        _bills.Add(new BillFact(row, OfferOf(row), stated.Amount + ((row.Row.StatedFee ?? 0) * rate)));
    }

    /// <summary>Adds a line whose amount is not known. Lines of the same key are one fact.</summary>
    private void AddWithoutAmount(PricedRow priced, string why)
    {
        UsageRow row = priced.Row;
        BillFact fact = new(priced, OfferOf(priced), null, why);
        string text = FormattableString.Invariant($"{why}|{fact.Day:uuuuMMdd}|{row.Provider}|{fact.Offer}|{row.ServiceTier}|{row.Context}")
            + $"|{row.Region}|{row.BilledMeter}|{row.IsUngrouped}";
        if (_billsWithoutAmount.TryGetValue(text, out BillFact? known))
        {
            known.Rows++;
            return;
        }

        _billsWithoutAmount[text] = fact;
        _bills.Add(fact);
    }

    private Offer? OfferOf(PricedRow row) => row.Offer ?? (row.Row.Model.Length > 0 ? _pricer.Resolve(row.Row) : null);

    private static void Count(SortedDictionary<string, long> counts, string what)
    {
        string key = counts.Count < 1000 || counts.ContainsKey(what) ? what : "others";
        counts[key] = counts.GetValueOrDefault(key) + 1;
    }
}
