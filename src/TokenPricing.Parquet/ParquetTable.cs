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
public sealed class ParquetTable : UsageTable
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
        while (_left == 0)
        {
            if (_group == _reader.RowGroupCount)
            {
                return false;
            }

            _left = Read(_group++);
        }

        _left--;
        foreach (ParquetColumn column in _read)
        {
            column.Next();
        }

        return true;
    }

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
}
