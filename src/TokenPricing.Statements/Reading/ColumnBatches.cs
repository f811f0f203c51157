namespace TokenPricing.Statements;

/// <summary>
/// Prices the batches of a table. Rows of an ordinary call go through a <see cref="BulkPricer"/>; every other row is read as one and priced
/// by itself.
/// </summary>
internal sealed class ColumnBatches
{
    /// <summary>The largest number of rows of a batch, whose columns stay in the processor's cache.</summary>
    private const int Most = 4 * 1024;

    /// <summary>Counts below this limit add up without overflow.</summary>
    private const ulong Large = 1UL << 60;

    /// <summary>The index among the counts of all writes to the cache, before those for five minutes and for an hour.</summary>
    private const int WriteColumn = 3;

    /// <summary>The number of bits of the index of names whose terms are found without a look at all of their characters.</summary>
    private const int KnownBits = 14;

    /// <summary>The index of an offer that does not exist, for rows that a <see cref="BulkPricer"/> does not price.</summary>
    private const int NoPlace = -1;

    // The counts of CallColumns.FromTotals, in its order.
    private static readonly string[] Counted =
        [.. new[] { Meter.Input, Meter.Output, Meter.CacheRead, Meter.CacheWrite, Meter.CacheWrite5m, Meter.CacheWrite1h, Meter.Reasoning }
            .Select(UsageFields.Name)];

    private readonly RowPricer _pricer;
    private readonly ColumnTable _table;
    private readonly OwnRows _own;
    private readonly BatchCells _cells;
    private readonly int _provider;
    private readonly int _model;
    private readonly int _at;
    private readonly int _serviceTier;
    private readonly int _region;
    private readonly int[] _counted;
    private readonly int[] _rare;

    private readonly string?[] _providers = new string?[Most];
    private readonly string?[] _models = new string?[Most];
    private readonly string?[] _tiers = new string?[Most];
    private readonly string?[] _regions = new string?[Most];
    private readonly string?[] _texts = new string?[Most];
    private readonly Instant?[] _times = new Instant?[Most];
    private readonly long?[] _numbers = new long?[Most];
    private readonly RowTerms?[] _terms = new RowTerms?[Most];
    private readonly KnownNames[] _known = new KnownNames[1 << KnownBits];
    private readonly bool[] _isAlone = new bool[Most];
    private readonly int[] _places = new int[Most];
    private readonly long[] _milliseconds = new long[Most];
    private readonly long[][] _counts = [.. Counted.Select(_ => new long[Most])];
    private readonly long[] _pico = new long[Most];
    private readonly Dictionary<int, PricedRow> _alone = [];
    private BulkResult? _result;
    private int _forgotten;

    /// <summary>Checks that a table has this library's own format.</summary>
    /// <exception cref="InvalidDataException">It has another.</exception>
    public ColumnBatches(RowPricer pricer, ColumnTable table, DateTimeZone? zone, bool withDetails)
    {
        (_pricer, _table, _cells) = (pricer, table, new BatchCells(table));
        string[] names = [.. table.Columns.Select(c => c.Name.Trim())];
        if (table.Columns.Any(c => c.Kind == UsageColumnKind.Nested) || !FileSniffer.IsOwnHeader(names, FormatList.Create(withDetails)))
        {
            throw new InvalidDataException(
                $"The columns {string.Join(", ", names)} are not those of this library's own format, which are provider, model and counts "
                + "such as input and output. Rename them, or read the rows of the table with UsageInput.");
        }

        _own = new OwnRows(names, zone, null, withDetails);
        (_provider, _model, _at) = (Column("provider"), Column("model"), Column("at"));
        (_serviceTier, _region) = (Column("service_tier"), Column("data_residency"));
        _counted = [.. Counted.Select(Column)];
        int[] ordinary = [_provider, _model, _at, _serviceTier, _region, Column("id"), .. _counted];
        _rare = [.. Enumerable.Range(0, names.Length).Where(c => OwnRows.IsColumn(names[c]) && !ordinary.Contains(c))];
        foreach (int column in Enumerable.Range(0, names.Length).Where(c => !_own.Reads(c)))
        {
            table.Omit(column);
        }

        int Column(string name) => Array.IndexOf(names, name);
    }

    /// <summary>Gets the number of the first row of the batch, from 1.</summary>
    public long FirstLine { get; private set; } = 1;

    /// <summary>Gets the number of rows of the batch.</summary>
    public int Rows { get; private set; }

    /// <summary>Gets the number of rows without a cost.</summary>
    public int Failed { get; private set; }

    /// <summary>Gets the column of costs.</summary>
    public ReadOnlySpan<long> PicoUsd => _pico.AsSpan(0, Rows);

    private CallColumns Calls => CallColumns.FromTotals(
        _places.AsSpan(0, Rows), _milliseconds.AsSpan(0, Rows),
        Counts(0), Counts(1), Counts(2), Counts(3), Counts(4), Counts(5), Counts(6));

    /// <summary>Reads and prices the batches.</summary>
    public IEnumerable<PricedColumns> Read()
    {
        PricedColumns batch = new(this);
        for (; (Rows = _table.NextBatch(Most)) > 0; FirstLine += Rows)
        {
            Price();
            yield return batch;
        }
    }

    /// <summary>Returns the offer that a row names.</summary>
    public Offer? OfferOf(int row) => _alone.TryGetValue(row, out PricedRow? alone) ? alone.Offer : _terms[row]?.Offer;

    /// <summary>Returns the rows whose costs are not in the column.</summary>
    public IEnumerable<PricedRow> Others()
    {
        foreach (BulkRow row in _result!.Exceptions(Calls))
        {
            if (_alone.TryGetValue(row.Row, out PricedRow? alone))
            {
                if (_pico[row.Row] == BulkPricer.ExceptionMarker)
                {
                    yield return alone;
                }

                continue;
            }

            (UsageRow read, RowTerms terms) = (RowAt(row.Row), _terms[row.Row]!);
            yield return read.Error is { } wrong ? new PricedRow(read, null, null, wrong)
                : row.Cost is { } cost ? new PricedRow(read, terms.Offer, RowCost.Of(cost), null)
                : new PricedRow(read, terms.Offer, null, terms.Error ?? RowError.Of(row.Error!));
        }
    }

    /// <summary>Returns the sum of all costs.</summary>
    public Usd Total()
    {
        Int128 pico = 0;
        int others = 0;
        foreach (long cost in PicoUsd)
        {
            bool isHeld = cost != BulkPricer.ExceptionMarker;
            pico += isHeld ? cost : 0;
            others += isHeld ? 0 : 1;
        }

        Usd total = RowCost.UsdOf(pico);
        return others == Failed ? total : Others().Aggregate(total, (sum, o) => sum + (o.Cost?.Total ?? Usd.Zero));
    }

    private void Price()
    {
        _alone.Clear();
        _isAlone.AsSpan(0, Rows).Clear();
        if (_pricer.ForgetIfFull() is var forgotten && forgotten != _forgotten)
        {
            Array.Clear(_known);
            _forgotten = forgotten;
        }

        ReadNames();
        ReadTimes();
        ReadCounts();
        foreach (int column in _rare)
        {
            ReadRare(column);
        }

        for (int row = 0; row < Rows; row++)
        {
            int place = _places[row];
            if (_isAlone[row] || place < 0 || place >= _pricer.Places)
            {
                _places[row] = NoPlace;
                _isAlone[row] |= _terms[row] is not { Error: not null };
            }
        }

        _result = _pricer.Pricer.Price(Calls, _pico.AsSpan(0, Rows));
        Failed = _result.Failed;
        for (int row = 0; row < Rows; row++)
        {
            if (_isAlone[row])
            {
                PriceAlone(row);
            }
        }
    }

    /// <summary>Prices a row that is not an ordinary call, and holds its cost in the column if that can.</summary>
    private void PriceAlone(int row)
    {
        PricedRow alone = _alone[row] = _pricer.PriceAlone(RowAt(row));
        if (alone.Cost is not { } cost)
        {
            return;
        }

        Failed--;
        if (cost.PicoUsd is { } pico)
        {
            _pico[row] = pico;
        }
    }

    private void ReadNames()
    {
        Texts(_provider, _providers);
        Texts(_model, _models);
        Texts(_serviceTier, _tiers);
        Texts(_region, _regions);
        bool hasNew = false;
        for (int row = 0; row < Rows; row++)
        {
            if (_providers[row] is not { Length: > 0 } provider || _models[row] is not { Length: > 0 } model)
            {
                // Such a row is read for its error.
                (_terms[row], _places[row]) = (null, NoPlace);
                continue;
            }

            ref KnownNames known = ref _known[KnownNames.Slot(provider, model, _tiers[row])];
            if (!known.Are(provider, model, _tiers[row], _regions[row]))
            {
                RowTerms terms = _pricer.TermsOf(provider, model, Filled(_tiers[row]), Filled(_regions[row]));
                known = new KnownNames(provider, model, _tiers[row], _regions[row], terms);
            }

            _terms[row] = known.Terms;
            _places[row] = known.Place;
            hasNew |= known.Place >= _pricer.Places;
        }

        if (hasNew)
        {
            _pricer.GivePlaces(_terms.AsSpan(0, Rows));
        }

        static string? Filled(string? text) => string.IsNullOrEmpty(text) ? null : text;
    }

    private void ReadTimes()
    {
        bool areAllKnown = _at < 0 || _table.Times(_at, _times);
        for (int row = 0; row < Rows; row++)
        {
            if (_terms[row] is not { Error: null } terms)
            {
                _milliseconds[row] = 0;
                continue;
            }

            Instant? at = _at < 0 ? null : _times[row];
            if (at is null && !areAllKnown)
            {
                _isAlone[row] = true;
            }
            else if (terms.UnixMilliseconds(at ?? _pricer.Undated) is { } milliseconds)
            {
                _milliseconds[row] = milliseconds;
            }
            else
            {
                _isAlone[row] = true;
            }
        }
    }

    /// <summary>
    /// Reads the counts. A row that does not report input or output is priced by itself, as is one with a count that is no whole number.
    /// Where all writes to the cache are not reported, they are those of a known time.
    /// </summary>
    private void ReadCounts()
    {
        foreach (int column in (ReadOnlySpan<int>)[0, 1, 2, 4, 5, 6, WriteColumn])
        {
            long[] counts = _counts[column];
            if (_counted[column] < 0)
            {
                counts.AsSpan(0, Rows).Clear();
                continue;
            }

            bool mayBeMissing = _table.Counts(_counted[column], _numbers) && column >= 2;
            ReadOnlySpan<long?> numbers = _numbers.AsSpan(0, Rows);
            for (int row = 0; row < numbers.Length; row++)
            {
                counts[row] = numbers[row].GetValueOrDefault();
            }

            for (int row = 0; row < numbers.Length && !mayBeMissing; row++)
            {
                _isAlone[row] |= numbers[row] is null;
            }
        }

        if (_counted[WriteColumn] >= 0)
        {
            AddUpWrites();
        }
    }

    /// <summary>Adds up the writes for a known time in rows that do not report all writes. Their numbers were read last.</summary>
    private void AddUpWrites()
    {
        (long[] writes, long[] writes5m, long[] writes1h) = (_counts[WriteColumn], _counts[WriteColumn + 1], _counts[WriteColumn + 2]);
        for (int row = 0; row < Rows; row++)
        {
            if (_numbers[row] is null && (writes5m[row] | writes1h[row]) != 0)
            {
                bool isSmall = unchecked((ulong)(writes5m[row] | writes1h[row])) < Large;
                writes[row] = isSmall ? writes5m[row] + writes1h[row] : 0;
                _isAlone[row] |= !isSmall;
            }
        }
    }

    /// <summary>Lets rows with a value in a column that only few tables have be priced by themselves.</summary>
    private void ReadRare(int column)
    {
        Texts(column, _texts);
        for (int row = 0; row < Rows; row++)
        {
            _isAlone[row] |= _texts[row] is { Length: > 0 };
        }
    }

    private void Texts(int column, string?[] texts)
    {
        if (column < 0)
        {
            texts.AsSpan(0, Rows).Clear();
        }
        else
        {
            _table.Texts(column, texts);
        }
    }

    private UsageRow RowAt(int row)
    {
        _cells.Row = row;
        return _own.Row(FirstLine + row, _cells, null);
    }

    /// <summary>Returns a column of counts; nothing if the table has not got it.</summary>
    private ReadOnlySpan<long> Counts(int column) => _counted[column] < 0 ? [] : _counts[column].AsSpan(0, Rows);

    /// <summary>The terms of names. Most rows have one of few names, each of which is one object that many rows share.</summary>
    private readonly struct KnownNames(string provider, string model, string? tier, string? region, RowTerms terms)
    {
        /// <summary>The terms.</summary>
        public RowTerms Terms { get; } = terms;

        /// <summary>The index of the offer among those of the pricer; <see cref="NoPlace"/> for rows that it does not price.</summary>
        public int Place { get; } = terms is { Error: null, IsRegionReplaced: false } ? terms.Place : NoPlace;

        /// <summary>Returns where the terms of names are looked for.</summary>
        public static int Slot(string provider, string model, string? tier)
        {
            ulong hash = unchecked((Hash(model) * 31) + (Hash(provider) * 7) + (uint)(tier?.Length ?? 0));
            return (int)(unchecked(hash * 0x9E37_79B9_7F4A_7C15) >> (64 - KnownBits));
        }

        /// <summary>Returns a number of some characters of a text, which is not empty: the ends, and three between them.</summary>
        private static ulong Hash(string text)
        {
            int third = text.Length / 3;
            ulong ends = ((ulong)text[0] << 48) | ((ulong)text[^1] << 32);
            return unchecked((ends | ((ulong)text[third] << 16) | text[third + third]) + ((ulong)text[text.Length / 2] * 961)
                + (ulong)text.Length);
        }

        /// <summary>Determines whether the names are these objects.</summary>
        public bool Are(string otherProvider, string otherModel, string? otherTier, string? otherRegion) =>
            ReferenceEquals(model, otherModel) && ReferenceEquals(provider, otherProvider)
            && ReferenceEquals(tier, otherTier) && ReferenceEquals(region, otherRegion);
    }

    /// <summary>The cells of a row of the batch.</summary>
    private sealed class BatchCells(ColumnTable table) : RowCells
    {
        public int Row { get; set; }

        public override string? Text(int column) => table.TextAt(column, Row) is { Length: > 0 } text ? text : null;

        public override long? Count(int column) => null;

        public override Instant? Time(int column) => null;
    }
}
