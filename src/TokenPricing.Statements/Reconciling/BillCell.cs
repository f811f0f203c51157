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

    /// <summary>The lines of the bill that name no meter.</summary>
    public BilledLines Whole { get; } = new();

    public decimal Billed => Whole.Amount + Meters.Sum(m => m.Lines.Amount);

    /// <summary>Half of the last digit of each billed line.</summary>
    public decimal Rounding => Whole.Rounding + Meters.Sum(m => m.Lines.Rounding);

    public bool IsUsed { get; set; }

    /// <summary>Whether the bill has lines of it, with an amount or without.</summary>
    public bool IsBilled => HasAmount || WithoutAmount > 0;

    /// <summary>Whether an amount of the bill is known in US dollars.</summary>
    public bool HasAmount => Whole.Count > 0 || Meters.Any(m => m.Lines.Count > 0);

    /// <summary>The number of billed lines whose amount is not known in US dollars.</summary>
    public long WithoutAmount => Whole.WithoutAmount + Meters.Sum(m => m.Lines.WithoutAmount);

    /// <summary>Whether every billed line has a meter of its own.</summary>
    public bool HasMeters => Whole.Count == 0 && Whole.WithoutAmount == 0;

    /// <summary>Whether a billed line says how long its requests were.</summary>
    public bool HasContext { get; set; }

    /// <summary>The billed quantities at the list prices of their bands; <see langword="null"/> if a line has no quantity.</summary>
    public decimal? ListOfBilled => Meters.Aggregate(Whole.ListOfBilled, (sum, m) => sum + m.Lines.ListOfBilled);

    /// <summary>The list price that the bill itself states; <see langword="null"/> if a line has none.</summary>
    public decimal? StatedList => Meters.Aggregate(Whole.StatedList, (sum, m) => sum + m.Lines.StatedList);

    public string? Tier { get; set; }

    public string? Region { get; set; }

    /// <summary>What is billed: the words of the bill if all of its lines have the same, otherwise the model.</summary>
    public string What => _descriptions.Count == 1 ? _descriptions.Min! : Name;

    /// <summary>The model, or what stands for it where the bill has none.</summary>
    public string Name => key.Fee is { } fee ? $"({fee.Replace('-', ' ')})" : key.Model.Length > 0 ? key.Model : "(all models)";

    public IReadOnlyCollection<MeterCell> Meters => _meters.Values;

    /// <summary>The meters whose billed amounts are known.</summary>
    public IEnumerable<MeterCell> Known => _meters.Values.Where(m => m.Lines.WithoutAmount == 0);

    /// <summary>The terms of the bill where no line names a meter, and they are other than those of the usage.</summary>
    public BillKey? BilledAs { get; private set; }

    /// <summary>Adds the words of a line.</summary>
    public void Describe(string? words)
    {
        if (_descriptions.Count < 2)
        {
            _descriptions.Add(words ?? Name);
        }
    }

    public MeterCell Of(Meter meter)
    {
        if (!_meters.TryGetValue(meter.Id, out MeterCell? cell))
        {
            _meters[meter.Id] = cell = new MeterCell(meter);
        }

        return cell;
    }

    public MeterCell? Find(Meter meter) => _meters.GetValueOrDefault(meter.Id);

    /// <summary>Takes all lines of a cell that names no meters.</summary>
    public void TakeWhole(BillCell other)
    {
        BilledAs = other.Key;
        Whole.Take(other.Whole, null);
        foreach (MeterCell meter in other.Meters)
        {
            Whole.Take(meter.Lines, null);
        }
    }

    /// <summary>One meter of a cell.</summary>
    public sealed class MeterCell(Meter meter)
    {
        public Meter Meter => meter;

        public decimal Used { get; set; }

        public decimal Computed { get; set; }

        public decimal List { get; set; }

        public BilledLines Lines { get; } = new();

        public bool IsBilled => Lines.Count > 0;

        /// <summary>What was billed by other terms than those of the usage.</summary>
        public List<(BillKey Terms, decimal? Quantity, decimal Amount)> Moved { get; } = [];

        /// <summary>Takes a quantity of the lines of another cell, all of them if it is <see langword="null"/>.</summary>
        public void Take(BillKey terms, BilledLines lines, decimal? quantity)
        {
            (decimal? billed, decimal amount, long count) = (Lines.Quantity, Lines.Amount, Lines.Count);
            Lines.Take(lines, quantity);
            if (Lines.Count > count)
            {
                Moved.Add((terms, Lines.Quantity - (count == 0 ? 0 : billed), Lines.Amount - amount));
            }
        }
    }

    /// <summary>The sum of lines of a bill.</summary>
    public sealed class BilledLines
    {
        private readonly SortedDictionary<string, long> _without = new(StringComparer.Ordinal);

        /// <summary>The number of lines with an amount in US dollars.</summary>
        public long Count { get; private set; }

        public decimal Amount { get; private set; }

        /// <summary>The billed quantity; <see langword="null"/> if there is no line, or one does not say it.</summary>
        public decimal? Quantity { get; private set; }

        public decimal Rounding { get; private set; }

        public decimal? StatedList { get; private set; } = 0;

        public decimal? ListOfBilled { get; private set; } = 0;

        /// <summary>The number of lines whose amount is not known in US dollars.</summary>
        public long WithoutAmount => _without.Values.Sum();

        /// <summary>Why amounts are not known, such as <c>billed in EUR</c>, and the number of lines.</summary>
        public IEnumerable<KeyValuePair<string, long>> Reasons => _without;

        public void Add(decimal amount, decimal? quantity, decimal step, decimal? statedList, decimal? list)
        {
            Quantity = Count == 0 ? quantity : Quantity + quantity;
            Count++;
            Amount += amount;
            Rounding += step / 2;
            StatedList += statedList;
            ListOfBilled += list;
        }

        public void AddWithoutAmount(string why, long rows) => _without[why] = _without.GetValueOrDefault(why) + rows;

        /// <summary>Takes a part of other lines, all of them if the quantity is <see langword="null"/> or theirs.</summary>
        public void Take(BilledLines other, decimal? quantity)
        {
            if (other.Count > 0)
            {
                bool isAll = quantity is null || quantity == other.Quantity;
                decimal share = isAll ? 1 : quantity!.Value / other.Quantity!.Value;
                decimal amount = isAll ? other.Amount : decimal.Round(other.Amount * share, 20);
                decimal? stated = isAll ? other.StatedList : other.StatedList * share;
                decimal? list = isAll ? other.ListOfBilled : other.ListOfBilled * share;
                decimal? taken = isAll ? other.Quantity : quantity;
                Quantity = Count == 0 ? taken : Quantity + taken;
                Count += isAll ? other.Count : 1;
                Amount += amount;
                Rounding += other.Rounding;
                StatedList += stated;
                ListOfBilled += list;
                other.Count = isAll ? 0 : other.Count;
                other.Amount -= amount;
                other.Quantity = isAll ? null : other.Quantity - taken;
                other.Rounding = isAll ? 0 : other.Rounding;
                other.StatedList = isAll ? 0 : other.StatedList - stated;
                other.ListOfBilled = isAll ? 0 : other.ListOfBilled - list;
            }

            if (quantity is null)
            {
                foreach ((string why, long lines) in other._without)
                {
                    _without[why] = _without.GetValueOrDefault(why) + lines;
                }

                other._without.Clear();
            }
        }
    }
}
