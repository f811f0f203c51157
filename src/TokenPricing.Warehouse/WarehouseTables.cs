using System.Security.Cryptography;

namespace TokenPricing.Warehouse;

/// <summary>
/// The tables from which an engine prices calls with the SQL of <see cref="WarehouseSql"/>: names, rates, and what they were made of.
/// </summary>
/// <remarks>
/// <para>The tables belong together: the version, a hash of all rows, is in each of them, and rows of two versions do not find each other.
/// The same prices, names and options make the same bytes.</para>
/// <para>Immutable and safe for use by several threads at once. Equality is by reference; compare <see cref="Version"/>.</para>
/// </remarks>
/// <example>
/// <code>
/// WarehouseTables tables = WarehouseTables.Of(PriceCatalog.BuiltIn, [new CallName("openai", "gpt-4o")]);
/// tables.Save("prices");
/// </code>
/// </example>
public sealed class WarehouseTables
{
    /// <summary>The file of the names.</summary>
    public const string NamesFile = EngineTable.OfNames + ".csv";

    /// <summary>The file of the rates.</summary>
    public const string RatesFile = EngineTable.OfRates + ".csv";

    /// <summary>The file of what the tables were made of.</summary>
    public const string MetaFile = EngineTable.OfMeta + ".csv";

    /// <summary>The column of the version in the first two.</summary>
    internal const string VersionColumn = "rates_version";

    /// <summary>The columns of <see cref="MetaFile"/>.</summary>
    internal static readonly string[] MetaColumns =
        [VersionColumn, "hash", "library", "recorded_through", "windows_from", "windows_to", "names", "terms", "rates"];

    /// <summary>Returns the columns of <see cref="RatesFile"/>.</summary>
    internal static string[] RateColumns(ImmutableArray<Meter> meters) =>
        [.. BucketRow.Columns(meters), BucketRow.MetersColumn, VersionColumn];

    private WarehouseTables(
        ImmutableArray<NameRow> names, ImmutableArray<BucketRow> rates, ImmutableArray<Meter> meters, ImmutableArray<string> source)
    {
        (Names, Rates, Meters, Source) = (names, rates, meters, source);
        Hash = HashOf(names, rates, meters);

        // The version is a number of 60 bits, since a number is joined faster than a text.
        Version = long.Parse(Hash.AsSpan(0, 15), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    /// <summary>Gets the names, in their order.</summary>
    public ImmutableArray<NameRow> Names { get; }

    /// <summary>Gets the rates, by terms, time and input.</summary>
    public ImmutableArray<BucketRow> Rates { get; }

    /// <summary>Gets the further meters that the rates have: <see cref="WarehouseOptions.Meters"/>.</summary>
    public ImmutableArray<Meter> Meters { get; }

    /// <summary>Gets the three tables as columns and rows.</summary>
    public ImmutableArray<EngineTable> Tables
    {
        get
        {
            string version = CsvTable.Text(Version);
            string meters = CsvTable.Text(FurtherMeters.MaskOf(Meters));
            return
            [
                new(EngineTable.OfNames, [.. NameRow.Columns, VersionColumn], Names.Select(n => n.Cells.Append(version))),
                new(EngineTable.OfRates, RateColumns(Meters), Rates.Select(r => r.Cells.Append(meters).Append(version))),
                new(
                    EngineTable.OfMeta,
                    MetaColumns,
                    [
                        [
                            version, Hash, .. Source, CsvTable.Text(Names.Length),
                            CsvTable.Text(Rates.Select(r => r.TermsId).Distinct().Count()), CsvTable.Text(Rates.Length),
                        ],
                    ]),
            ];
        }
    }

    /// <summary>Gets the hash of all rows: SHA-256 in hexadecimal digits.</summary>
    public string Hash { get; }

    /// <summary>Gets the version that the tables and every priced row have: the first 60 bits of the hash.</summary>
    public long Version { get; }

    /// <summary>Gets the version of the library, the newest day of the prices, and the days of the windows, as texts.</summary>
    internal ImmutableArray<string> Source { get; }

    /// <summary>Makes the tables.</summary>
    /// <param name="prices">The prices.</param>
    /// <param name="names">
    /// The distinct names of the log, in any order; one that occurs twice counts once. One of several lines, of which one is <c>\.</c>, is
    /// left out, since loaders take that line for the end of the file: its calls are <see cref="CallStatus.UnresolvedName"/>.
    /// </param>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    public static WarehouseTables Of(PriceCatalog prices, IEnumerable<CallName> names, WarehouseOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(prices);
        ArgumentNullException.ThrowIfNull(names);
        WarehouseOptions effective = options ?? new WarehouseOptions();
        (CallName Name, CallTerms Terms)[] resolved =
            [.. CallName.Distinct(names).Where(n => !n.HasEndMark).Select(name => (name, CallTerms.Of(prices, name, effective)))];
        CallTerms[] terms = [.. resolved.Select(r => r.Terms).DistinctBy(t => t.Key).OrderBy(t => t.Key, TermsOrder.Instance)];
        Dictionary<(string, string, string, int), int> ids = terms.Index().ToDictionary(t => t.Item.Key, t => t.Index + 1);
        RateTiling tiling = new(effective);
        foreach (CallTerms each in terms)
        {
            tiling.Add(each);
        }

        return new WarehouseTables(
            [.. resolved.Select(r => tiling.NameOf(r.Name, ids[r.Terms.Key]))],
            tiling.Rows.ToImmutable(),
            effective.Meters,
            [
                LibraryVersion,
                prices.RecordedThrough is { } day ? day.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture) : "",
                effective.From.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture),
                effective.To.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture),
            ]);
    }

    /// <summary>Reads the tables from a folder, and checks that they are whole and belong together.</summary>
    /// <param name="folder">The folder, as <see cref="Save"/> writes it.</param>
    /// <exception cref="InvalidDataException">A file is damaged, or the files are of several versions.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static WarehouseTables Load(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        CsvTable.Record[] names = Read(folder, NamesFile, [.. NameRow.Columns, VersionColumn]);
        CsvTable.Record[] rates = Read(folder, RatesFile, [.. RateColumns([])]);
        ImmutableArray<Meter> meters = BucketRow.MetersOf(rates.Length == 0 ? [] : rates[0].Columns);
        CsvTable.Record[] metas = Read(folder, MetaFile, [.. MetaColumns]);
        if (metas is not [{ } meta])
        {
            throw new InvalidDataException(
                FormattableString.Invariant($"{Path.Combine(folder, MetaFile)} has {metas.Length} rows: expected one."));
        }

        WarehouseTables tables = new(
            [.. names.Select(NameRow.Of)],
            [.. rates.Select(r => BucketRow.Of(r, meters))],
            meters,
            [meta["library"], meta["recorded_through"], meta["windows_from"], meta["windows_to"]]);
        long version = meta.Number(VersionColumn);
        long mask = FurtherMeters.MaskOf(meters);
        if (tables.Version != version
            || names.Concat(rates).Any(r => r.Number(VersionColumn) != version)
            || rates.Any(r => r.Number(BucketRow.MetersColumn) != mask))
        {
            throw new InvalidDataException(
                $"The tables in '{folder}' are damaged or of several versions: their rows do not have the version of {MetaFile}. "
                + "Make them again.");
        }

        return tables;
    }

    /// <summary>Writes the three files as CSV to a folder, which is created if it does not exist.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public void Save(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        Directory.CreateDirectory(folder);
        foreach (EngineTable table in Tables)
        {
            using FileStream stream = File.Create(Path.Combine(folder, table.Name + ".csv"));
            CsvTable.Write(stream, table.Columns, table.Rows.Select(row => row.AsEnumerable()));
        }
    }

    /// <summary>Returns which names have other prices in later tables, and when.</summary>
    /// <param name="later">The later tables.</param>
    /// <returns>
    /// The times at which calls must be priced again, by name; those of a name that is new, and of one that is gone, are all times.
    /// </returns>
    public ImmutableArray<RateChange> ChangesTo(WarehouseTables later)
    {
        ArgumentNullException.ThrowIfNull(later);
        return [.. RateChange.Between(this, later)];
    }

    private static string LibraryVersion => typeof(PriceCatalog).Assembly.GetName().Version?.ToString(3) ?? "";

    private static CsvTable.Record[] Read(string folder, string file, ImmutableArray<string> columns)
    {
        string path = Path.Combine(folder, file);
        using FileStream stream = File.OpenRead(path);
        return [.. CsvTable.Read(stream, path, columns, isOwn: true)];
    }

    private static string HashOf(ImmutableArray<NameRow> names, ImmutableArray<BucketRow> rates, ImmutableArray<Meter> meters)
    {
        using MemoryStream bytes = new();
        CsvTable.Write(bytes, NameRow.Columns, names.Select(n => n.Cells));
        CsvTable.Write(bytes, BucketRow.Columns(meters), rates.Select(r => r.Cells));
        return Convert.ToHexStringLower(SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
    }

    /// <summary>The order of terms: by the code units of their texts, so that it is the same everywhere.</summary>
    private sealed class TermsOrder : IComparer<(string Offer, string Tier, string Region, int Status)>
    {
        public static readonly TermsOrder Instance = new();

        public int Compare(
            (string Offer, string Tier, string Region, int Status) x, (string Offer, string Tier, string Region, int Status) y)
        {
            int order = x.Status.CompareTo(y.Status);
            order = order != 0 ? order : string.CompareOrdinal(x.Offer, y.Offer);
            order = order != 0 ? order : string.CompareOrdinal(x.Tier, y.Tier);
            return order != 0 ? order : string.CompareOrdinal(x.Region, y.Region);
        }
    }
}
