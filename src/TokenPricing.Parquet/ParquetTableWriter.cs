using System.Collections.Immutable;
using Parquet;
using Parquet.Schema;

namespace TokenPricing.Parquet;

/// <summary>Writes a table as a Parquet file, such as priced rows or FOCUS rows.</summary>
/// <remarks>
/// <para>
/// Amounts, rates and quantities are <c>DECIMAL(38, 18)</c>, whole numbers are <c>INT64</c>, instants are timestamps in UTC to the
/// microsecond, and texts are <c>STRING</c>. All columns can be null. Pages are compressed with Snappy. <see cref="RowGroupSize"/> rows are
/// in memory at a time.
/// </para>
/// <para>Dispose the writer before you close its stream, which it leaves open: the end of a Parquet file says where everything is.</para>
/// </remarks>
public sealed class ParquetTableWriter : TableWriter
{
    /// <summary>The number of rows in a group: 65,536.</summary>
    public const int RowGroupSize = 65_536;

    private readonly Stream _output;
    private ParquetWriter? _writer;
    private Column[] _columns = [];
    private int _cell;
    private int _rows;

    /// <summary>Creates a file.</summary>
    /// <param name="output">Receives the file.</param>
    public ParquetTableWriter(Stream output)
    {
        ArgumentNullException.ThrowIfNull(output);
        _output = output;
    }

    /// <summary>
    /// The number of amounts that <c>DECIMAL(38, 18)</c> cannot hold exactly: they are rounded to 18 decimal places, or have no value if
    /// they are 10²⁰ or more. 0 for prices per token.
    /// </summary>
    public long Inexact { get; private set; }

    /// <inheritdoc/>
    public override void Begin(ImmutableArray<TableColumn> columns)
    {
        if (_writer is not null)
        {
            throw new InvalidOperationException("The table has begun already.");
        }

        _columns = [.. columns.Select(Column.Of)];
        _writer = ParquetWriter.CreateAsync(
            new ParquetSchema(_columns.Select(c => c.Field)),
            _output,
            new ParquetOptions { CompressionMethod = CompressionMethod.Snappy }).GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public override void AddText(string? value)
    {
        if (value is null)
        {
            _cell++;
        }
        else
        {
            Next<ReadOnlyMemory<char>>().Set(_rows, value.AsMemory());
        }
    }

    /// <inheritdoc/>
    public override void AddCount(long? value) => Add(value);

    /// <inheritdoc/>
    public override void AddAmount(decimal? value)
    {
        if (value is not { } amount)
        {
            _cell++;
            return;
        }

        const decimal Limit = 100_000_000_000_000_000_000m;
        decimal rounded = decimal.Round(amount, 18);
        bool fits = rounded is < Limit and > -Limit;
        Inexact += rounded == amount && fits ? 0 : 1;
        Add(fits ? rounded : (decimal?)null);
    }

    /// <inheritdoc/>
    public override void AddTime(Instant? value) => Add(value?.ToDateTimeUtc());

    /// <inheritdoc/>
    public override void EndRow()
    {
        if (_cell != _columns.Length)
        {
            throw new InvalidOperationException(FormattableString.Invariant($"The row has {_cell} of {_columns.Length} cells."));
        }

        _cell = 0;
        _rows++;
        if (_rows == RowGroupSize)
        {
            Flush();
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (_writer is null)
        {
            return;
        }

        if (_rows > 0)
        {
            Flush();
        }

        _writer.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _writer = null;
    }

    private void Add<T>(T? value)
        where T : struct
    {
        if (value is { } known)
        {
            Next<T>().Set(_rows, known);
        }
        else
        {
            _cell++;
        }
    }

    private Column<T> Next<T>()
        where T : struct => (Column<T>)_columns[_cell++];

    private void Flush()
    {
        using ParquetRowGroupWriter group = _writer!.CreateRowGroup();
        foreach (Column column in _columns)
        {
            column.Write(group, _rows);
        }

        group.CompleteValidate();
        _rows = 0;
    }

    private abstract class Column(DataField column)
    {
        public DataField Field => column;

        public static Column Of(TableColumn described) => described.Kind switch
        {
            TableColumnKind.Count => new Column<long>(new DataField<long>(described.Name, nullable: true)),
            TableColumnKind.Amount => new Column<decimal>(new DecimalDataField(described.Name, 38, 18, isNullable: true)),
            TableColumnKind.Time => new Column<DateTime>(new DateTimeDataField(
                described.Name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, unit: DateTimeTimeUnit.Micros, isNullable: true)),
            _ => new Column<ReadOnlyMemory<char>>(new DataField(described.Name, typeof(string), isNullable: true)),
        };

        public abstract void Write(ParquetRowGroupWriter group, int rows);
    }

    /// <summary>The cells of a column. A column without values, as most meters have none, takes no memory.</summary>
    private sealed class Column<T>(DataField column) : Column(column)
        where T : struct
    {
        private static readonly T?[] Nulls = new T?[RowGroupSize];

        private T?[] _values = Nulls;

        public void Set(int row, T value)
        {
            if (_values == Nulls)
            {
                _values = new T?[RowGroupSize];
            }

            _values[row] = value;
        }

        public override void Write(ParquetRowGroupWriter group, int rows)
        {
            group.WriteAsync(Field, new ReadOnlyMemory<T?>(_values, 0, rows)).GetAwaiter().GetResult();
            if (_values != Nulls)
            {
                Array.Clear(_values);
            }
        }
    }
}
