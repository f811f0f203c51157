namespace TokenPricing.Statements;

/// <summary>What is used and billed of one model on one day, while the rows are read.</summary>
internal sealed class BillCell(BillKey key)
{
    private readonly SortedSet<string> _descriptions = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, MeterCell> _meters = new(StringComparer.Ordinal);

    public BillKey Key => key;

    public Offer? Offer { get; set; }

    public Instant At { get; set; } = Instant.MaxValue;

    public decimal Computed { get; set; }

    public decimal Low { get; set; }

    public decimal High { get; set; }

    public decimal Billed { get; set; }

    /// <summary>Half of the last digit of each billed line.</summary>
    public decimal Rounding { get; set; }

    public bool IsUsed { get; set; }

    public bool IsBilled { get; set; }

    /// <summary>Whether every billed line has a meter of its own.</summary>
    public bool HasMeters { get; set; } = true;

    /// <summary>Whether a billed line is about requests beyond the context threshold.</summary>
    public bool HasLong { get; set; }

    /// <summary>The billed quantities at the list prices of their bands; <see langword="null"/> if a line has no quantity.</summary>
    public decimal? ListOfBilled { get; set; } = 0;

    /// <summary>The list price that the bill itself states; <see langword="null"/> if a line has none.</summary>
    public decimal? StatedList { get; set; } = 0;

    public string? Tier { get; set; }

    /// <summary>What is billed: the words of the bill if all of its lines have the same, otherwise the model.</summary>
    public string What => _descriptions.Count == 1 ? _descriptions.Min! : Name;

    /// <summary>The model, or what stands for it where the bill has none.</summary>
    public string Name => key.Fee is { } fee ? $"({fee.Replace('-', ' ')})" : key.Model.Length > 0 ? key.Model : "(all models)";

    /// <summary>Adds the words of a line.</summary>
    public void Describe(string? words)
    {
        if (_descriptions.Count < 2)
        {
            _descriptions.Add(words ?? Name);
        }
    }

    public IEnumerable<MeterCell> Meters => _meters.Values;

    public MeterCell Of(Meter meter)
    {
        if (!_meters.TryGetValue(meter.Id, out MeterCell? cell))
        {
            _meters[meter.Id] = cell = new MeterCell(meter);
        }

        return cell;
    }

    /// <summary>One meter of a cell.</summary>
    public sealed class MeterCell(Meter meter)
    {
        public Meter Meter => meter;

        public decimal Used { get; set; }

        public decimal Computed { get; set; }

        public decimal List { get; set; }

        public decimal Billed { get; set; }

        public decimal? BilledQuantity { get; set; }

        public bool IsBilled { get; set; }

        public decimal Rounding { get; set; }
    }
}
