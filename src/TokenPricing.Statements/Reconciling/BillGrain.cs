namespace TokenPricing.Statements;

/// <summary>Which of tier, band and region usage and bill have both, by provider, and which fees the bill has without a model.</summary>
internal sealed class BillGrain
{
    private readonly HashSet<string> _withTier = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _withContext = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _withRegion = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _withoutSpeed = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _byMonth = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<(string Provider, string Meter)> _fees = [];
    private readonly HashSet<(string Provider, LocalDate? Day)> _whole = [];

    /// <summary>Returns the grain of two sides.</summary>
    public static BillGrain Of(IReadOnlyCollection<UsageFact> usage, IReadOnlyCollection<BillFact> bills)
    {
        BillGrain grain = new();
        foreach (BillFact whole in bills.Where(b => b.IsUngrouped))
        {
            grain._whole.Add((whole.Row.Provider.ToLowerInvariant(), whole.Day));
        }

        foreach (BillFact fee in bills.Where(b => b.IsFee))
        {
            grain._fees.Add((fee.Row.Provider, fee.Row.BilledMeter!.Value.Id));
        }

        foreach (IGrouping<string, BillFact> provider in bills
            .Where(b => b.Offer is not null)
            .GroupBy(b => b.Offer!.Provider.Id.Value, StringComparer.OrdinalIgnoreCase))
        {
            UsageFact[] used = [.. usage.Where(u => u.Offer.Provider.Id.Value == provider.Key)];
            string[] formats = [.. provider.Select(b => b.Row.Format ?? "").Distinct()];

            grain._withTier.Add(provider.Key);
            Add(grain._withContext, provider.Key, used.Length > 0 && used.All(u => u.Context is not null)
                && provider.Where(b => b.Row.BilledMeter?.IsTokens == true).All(b => b.Row.Context is not null));
            Add(grain._withRegion, provider.Key, provider.Any(b => b.Row.Region is not null) || !used.Any(u => u.Region is not null));
            Add(grain._withoutSpeed, provider.Key, formats.Contains("anthropic-cost"));
            Add(grain._byMonth, provider.Key, provider.Any(b => b.Row.During is { HasStart: true, HasEnd: true } p
                && p.Duration > Duration.FromDays(1)));
        }

        return grain;
    }

    /// <summary>Returns whether the bill has a fee without a model.</summary>
    public bool HasFee(string provider, Meter meter) => _fees.Contains((provider, meter.Id));

    /// <summary>Returns whether the bill has one amount for all models of a provider on a day.</summary>
    public bool IsWhole(LocalDate? day, string provider) => _whole.Contains((provider.ToLowerInvariant(), day));

    /// <summary>Returns the key of all models of a provider on a day.</summary>
    public BillKey WholeKey(LocalDate? day, string provider) => new(Day(provider, day), provider, "", null, null, null, null);

    /// <summary>Returns the key of a fee.</summary>
    public BillKey FeeKey(LocalDate? day, string provider, Meter meter) =>
        IsWhole(day, provider) ? WholeKey(day, provider) : new(Day(provider, day), provider, "", null, null, null, meter.Id);

    /// <summary>Returns the key of a usage or a line of a bill.</summary>
    public BillKey KeyOf(LocalDate? day, Offer offer, string? tier, ContextBand? context, string? region)
    {
        string provider = offer.Provider.Id.Value;
        if (IsWhole(day, provider))
        {
            return WholeKey(day, provider);
        }

        string? word = Tiers.Named(tier);
        return new BillKey(
            Day(provider, day),
            provider,
            (offer.Model.Base ?? offer.Model).Id.Value,
            _withTier.Contains(provider) && !(word == "fast" && _withoutSpeed.Contains(provider)) ? word : null,
            _withContext.Contains(provider) ? context : null,
            _withRegion.Contains(provider) ? region : null,
            null);
    }

    private LocalDate? Day(string provider, LocalDate? day) => _byMonth.Contains(provider) ? day?.With(DateAdjusters.StartOfMonth) : day;

    private static void Add(HashSet<string> set, string provider, bool isIn)
    {
        if (isIn)
        {
            set.Add(provider);
        }
    }
}
