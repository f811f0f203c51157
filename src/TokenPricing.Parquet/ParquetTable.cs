using Parquet;

namespace TokenPricing.Parquet;

/// <summary>A Parquet file of usage or of a bill. One group of its rows is in memory at a time.</summary>
/// <remarks>
/// <para>
/// Give <see cref="Open"/> to <see cref="UsageFileOptions.Parquet"/>, and Parquet files are read where CSV and JSON Lines are. Numbers,
/// decimals, texts, dates, timestamps of any unit, lists, maps and structures are read, from pages without compression or compressed by
/// Snappy, gzip, Zstandard, Brotli or LZ4.
/// </para>
/// <para>
/// A timestamp that is not adjusted to UTC has no zone: the format of the file has one, or the user names it. Nanoseconds are cut to 100. A
/// floating-point number that is not a number is a missing value, as in files of tools that have no other word for it.
/// </para>
/// <para>Not thread-safe.</para>
/// </remarks>
public sealed class ParquetTable : ColumnTable
{
    /// <summary>The most memory that a group of rows may take, in bytes: 2 GiB.</summary>
    public const long MaxRowGroupBytes = 2L * 1024 * 1024 * 1024;

    private readonly ParquetStream _file;
    private readonly Stream? _copy;
    private readonly ParquetReader _reader;
    private readonly ParquetColumn[] _columns;
    private readonly List<ParquetColumn> _read;
    private int _group;
    private long _left;
    private int _batch;

    private ParquetTable(ParquetStream file, Stream? copy, ParquetReader reader)
    {
        (_file, _copy, _reader) = (file, copy, reader);
        _columns = [.. reader.Schema.Fields.Select(f => new ParquetColumn(f))];
        _read = [.. _columns];
        Columns = [.. _columns.Select(c => new UsageColumn(c.Name, c.Kind))];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<UsageColumn> Columns { get; }

    /// <summary>Opens a file and reads its schema.</summary>
    /// <param name="stream">
    /// The file, which stays open. A stream without positions is copied to a temporary file first: a Parquet file is read from its end.
    /// </param>
    /// <exception cref="InvalidDataException">The file is no Parquet file, or its end is missing or damaged.</exception>
    public static ParquetTable Open(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Stream? copy = stream.CanSeek ? null : CopyOf(stream);
        try
        {
            ParquetStream file = new(copy ?? stream);
            ParquetFooter.Check(file);
            return Damage.Guard(() => new ParquetTable(file, copy, Opened(file)));
        }
        catch
        {
            copy?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override void Omit(int column) => _read.Remove(_columns[column]);

    /// <inheritdoc/>
    public override bool Next() => Damage.Guard(this, static t => t.Advance());

    /// <inheritdoc/>
    public override string? Text(int column) => Damage.Guard(_columns[column], static c => c.Text);

    /// <inheritdoc/>
    public override long? Count(int column) => Damage.Guard(_columns[column], static c => c.Count);

    /// <inheritdoc/>
    public override Instant? Time(int column) => Damage.Guard(_columns[column], static c => c.Time);

    /// <inheritdoc/>
    public override int NextBatch(int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        return Damage.Guard((Table: this, Most: most), static b => b.Table.Advance(b.Most));
    }

    /// <inheritdoc/>
    public override bool Counts(int column, Span<long?> counts) =>
        Damage.Guard(new Cells<long?>(InBatch(column), counts[.._batch]), static c => c.Leaf.Counts(c.Values));

    /// <inheritdoc/>
    public override bool Times(int column, Span<Instant?> times) =>
        Damage.Guard(new Cells<Instant?>(InBatch(column), times[.._batch]), static c => c.Leaf.Times(c.Values));

    /// <inheritdoc/>
    public override void Texts(int column, Span<string?> texts) =>
        Damage.Guard(new Cells<string?>(InBatch(column), texts[.._batch]), static c => c.Leaf.Texts(c.Values));

    /// <inheritdoc/>
    public override string? TextAt(int column, int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, _batch);
        return Damage.Guard((Leaf: InBatch(column), Row: row), static c => c.Leaf.TextAt(c.Row));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _copy?.Dispose();
    }

    private static ParquetReader Opened(ParquetStream file) =>
        ParquetReader.CreateAsync(file, new ParquetOptions { UseBigDecimal = true }, leaveStreamOpen: true).GetAwaiter().GetResult();

    private static FileStream CopyOf(Stream stream)
    {
        FileStream copy = new(
            Path.GetTempFileName(),
            new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose });
        try
        {
            stream.CopyTo(copy);
            copy.Position = 0;
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    /// <summary>Goes to the next row, of the next group where one ends.</summary>
    private bool Advance()
    {
        if (!HasRows())
        {
            return false;
        }

        _left--;
        foreach (ParquetColumn column in _read)
        {
            column.Next();
        }

        return true;
    }

    /// <summary>Goes past the last batch, and returns the number of rows of the next.</summary>
    private int Advance(int most)
    {
        foreach (ParquetColumn column in _read)
        {
            column.Skip(_batch);
        }

        _batch = 0;
        if (HasRows())
        {
            _batch = (int)Math.Min(most, _left);
            _left -= _batch;
        }

        return _batch;
    }

    /// <summary>Reads the next group that has rows if the last has ended; returns <see langword="false"/> if there is none.</summary>
    private bool HasRows()
    {
        while (_left == 0)
        {
            if (_group == _reader.RowGroupCount)
            {
                return false;
            }

            _left = Read(_group++);
        }

        return true;
    }

    /// <summary>Returns the values of a column at the batch. A nested column has none that a batch could have.</summary>
    private ParquetLeaf InBatch(int column) => _columns[column].Kind != UsageColumnKind.Nested
        ? _columns[column].Leaves[0]
        : throw new InvalidDataException(
            $"The column '{_columns[column].Name}' of the Parquet file is nested, and is read by rows only: read the rows, or omit it.");

    /// <summary>Reads a group of rows, and returns how many they are.</summary>
    private long Read(int group)
    {
        using ParquetRowGroupReader rows = _reader.OpenRowGroupReader(group);
        ParquetLeaf[] leaves = [.. _read.SelectMany(c => c.Leaves)];
        ParquetPages.Check(_file, rows, leaves);
        foreach (ParquetLeaf leaf in leaves)
        {
            leaf.Read(rows);
        }

        foreach (ParquetColumn column in _read)
        {
            column.Begin();
        }

        return rows.RowCount;
    }

    /// <summary>The cells of a column at the batch, and what reads them.</summary>
    private readonly ref struct Cells<T>(ParquetLeaf leaf, Span<T> values)
    {
        public ParquetLeaf Leaf { get; } = leaf;

        public Span<T> Values { get; } = values;
    }
}
