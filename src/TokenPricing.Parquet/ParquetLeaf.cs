using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace TokenPricing.Parquet;

/// <summary>The values of a column of a group of rows, read one after the other.</summary>
internal abstract class ParquetLeaf(DataField column)
{
    /// <summary>The column in the schema.</summary>
    public DataField Field => column;

    /// <summary>Whether a row can have several values, or none.</summary>
    public bool IsRepeated => column.MaxRepetitionLevel > 0;

    /// <summary>The memory that a value takes with its levels, in bytes.</summary>
    public abstract int BytesPerValue { get; }

    /// <summary>Whether the values are numbers, or true and false.</summary>
    public bool IsLiteral { get; init; }

    /// <summary>How many levels the value that is next defines; all of them if it is not null.</summary>
    public abstract int Definition { get; }

    /// <summary>Which of the lists around the value that is next goes on; 0 for a new row.</summary>
    public abstract int Repetition { get; }

    /// <summary>Whether there is a next value.</summary>
    public abstract bool HasNext { get; }

    /// <summary>Returns the reader of a column.</summary>
    /// <exception cref="InvalidDataException">Its type is not read.</exception>
    public static ParquetLeaf Of(DataField field)
    {
        Type type = field.ClrType;
        return type == typeof(ReadOnlyMemory<char>) ? new ParquetTextLeaf(field)
            : type == typeof(ReadOnlyMemory<byte>) ? new ParquetLeaf<ReadOnlyMemory<byte>>(field, Bytes)
            : type == typeof(int) ? Whole<int>(field)
            : type == typeof(long) ? Whole<long>(field)
            : type == typeof(bool) ? new ParquetLeaf<bool>(field, v => v ? "true" : "false") { IsLiteral = true }
            : type == typeof(double) ? new ParquetLeaf<double>(field, v => Floating(v)) { IsLiteral = true, AsCount = WholeOf }
            : type == typeof(float) ? new ParquetLeaf<float>(field, v => Floating(v)) { IsLiteral = true }
            : type == typeof(BigDecimal) ? new ParquetLeaf<BigDecimal>(field, Decimal) { IsLiteral = true }
            : type == typeof(DateTime) ? Times(field)
            : type == typeof(byte) ? Whole<byte>(field)
            : type == typeof(sbyte) ? Whole<sbyte>(field)
            : type == typeof(short) ? Whole<short>(field)
            : type == typeof(ushort) ? Whole<ushort>(field)
            : type == typeof(uint) ? Whole<uint>(field)
            : type == typeof(ulong) ? new ParquetLeaf<ulong>(field, v => v.ToString(CultureInfo.InvariantCulture)) { IsLiteral = true }
            : type == typeof(Guid) ? new ParquetLeaf<Guid>(field, v => v.ToString())
            : type == typeof(DateOnly) ? new ParquetLeaf<DateOnly>(field, v => v.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
            : type == typeof(TimeOnly) ? new ParquetLeaf<TimeOnly>(field, v => v.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture))
            : type == typeof(TimeSpan) ? new ParquetLeaf<TimeSpan>(field, v => v.ToString("c", CultureInfo.InvariantCulture))
            : type == typeof(Half) ? new ParquetLeaf<Half>(field, v => Floating((double)v)) { IsLiteral = true }
            : type == typeof(global::Parquet.File.Values.Primitives.Interval)
                ? new ParquetLeaf<global::Parquet.File.Values.Primitives.Interval>(field, v => v.ToString())
            : throw new InvalidDataException(
                $"The column '{field.Path}' of the Parquet file has the type {type.Name}, which is not read: leave the column out.");
    }

    /// <summary>Reads the values of a group of rows.</summary>
    public abstract void Read(ParquetRowGroupReader rows);

    /// <summary>Returns the next value without going past it; <see langword="null"/> if it is missing.</summary>
    public abstract string? Text();

    /// <summary>Returns the next value as a whole number; <see langword="null"/> if it is missing or none.</summary>
    public abstract long? Count();

    /// <summary>Returns the next value as an instant; <see langword="null"/> if it is missing or none.</summary>
    public abstract Instant? Time();

    /// <summary>Goes past the next value.</summary>
    public abstract void Advance();

    /// <summary>Goes past some values of a column that is not repeated.</summary>
    public abstract void Skip(int rows);

    /// <summary>Returns the next values as <see cref="ColumnTable.Counts"/> does, without going past them.</summary>
    public abstract bool Counts(Span<long?> counts);

    /// <summary>Returns the next values as <see cref="ColumnTable.Times"/> does, without going past them.</summary>
    public abstract bool Times(Span<Instant?> times);

    /// <summary>Returns the next values as texts, without going past them.</summary>
    /// <returns><see langword="true"/>: every value has a text.</returns>
    public abstract bool Texts(Span<string?> texts);

    /// <summary>Returns the value that comes some values after the next, as text, without going past any.</summary>
    public abstract string? TextAt(int row);

    /// <summary>Writes the next value as JSON without going past it.</summary>
    public void Write(Utf8JsonWriter json)
    {
        if (Text() is not { } text)
        {
            json.WriteNullValue();
        }
        else if (IsLiteral)
        {
            json.WriteRawValue(text, skipInputValidation: true);
        }
        else
        {
            json.WriteStringValue(text);
        }
    }

    private static ParquetLeaf<T> Whole<T>(DataField field)
        where T : struct, IBinaryInteger<T> =>
        new(field, v => v.ToString(null, CultureInfo.InvariantCulture)) { IsLiteral = true, AsCount = v => long.CreateChecked(v) };

    /// <summary>
    /// Returns a number that is whole: programs that have no other word for a missing count write counts in floating point.
    /// </summary>
    private static long? WholeOf(double value) =>
        double.IsInteger(value) && Math.Abs(value) < 1_000_000_000_000_000 ? (long)value : null;

    /// <summary>Returns a number with the fewest digits that mean it; <see langword="null"/> for one that is not a number.</summary>
    private static string? Floating<T>(T value)
        where T : struct, IFloatingPoint<T> => T.IsNaN(value) ? null : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Decimal(BigDecimal value)
    {
        BigInteger magnitude = BigInteger.Abs(value.UnscaledValue);
        string digits = magnitude.ToString(CultureInfo.InvariantCulture).PadLeft(value.Scale + 1, '0');
        string fraction = digits[^value.Scale..].TrimEnd('0');
        string sign = value.UnscaledValue.Sign < 0 ? "-" : "";
        return fraction.Length == 0 ? sign + digits[..^value.Scale] : $"{sign}{digits[..^value.Scale]}.{fraction}";
    }

    private static ParquetLeaf<DateTime> Times(DataField field)
    {
        DateTimeDataField? times = field as DateTimeDataField;
        if (times is { DateTimeFormat: DateTimeFormat.Date })
        {
            return new ParquetLeaf<DateTime>(field, v => v.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }

        return times is { IsAdjustedToUTC: false }
            ? new ParquetLeaf<DateTime>(field, v => v.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture))
            : new ParquetLeaf<DateTime>(field, v => v.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture))
            {
                AsTime = v => Instant.FromDateTimeUtc(DateTime.SpecifyKind(v, DateTimeKind.Utc)),
            };
    }

    /// <summary>Returns bytes as the text that they are, or in hexadecimal digits.</summary>
    private static string Bytes(ReadOnlyMemory<byte> value) => Utf8.IsValid(value.Span)
        ? Encoding.UTF8.GetString(value.Span)
        : "0x" + Convert.ToHexString(value.Span);
}

/// <summary>The values of a column of one type.</summary>
internal class ParquetLeaf<T>(DataField column, Func<T, string?> format) : ParquetLeaf(column)
    where T : struct
{
    private T[] _values = [];
    private int[] _definitions = [];
    private int[] _repetitions = [];
    private int _count;
    private int _next;

    private readonly int _whole = column.MaxDefinitionLevel;

    // How far the single texts of a batch have been read.
    private int _seenRows;
    private int _seenValues;

    /// <summary>Returns a value as a whole number; <see langword="null"/> if the column has none.</summary>
    public Func<T, long?>? AsCount { get; init; }

    /// <summary>Returns a value as an instant; <see langword="null"/> if the column has none.</summary>
    public Func<T, Instant>? AsTime { get; init; }

    /// <summary>The values of the group that are not null, followed by room for as many as are.</summary>
    protected Span<T> Values => _values.AsSpan(0, _count);

    /// <summary>The index of the next value, if it <see cref="IsDefined"/>.</summary>
    protected int NextValue { get; private set; }

    /// <summary>Whether the next value is not null.</summary>
    protected bool IsDefined => Definition == Field.MaxDefinitionLevel;

    public override int BytesPerValue =>
        System.Runtime.CompilerServices.Unsafe.SizeOf<T>()
        + (Field.MaxDefinitionLevel > 0 ? sizeof(int) : 0)
        + (Field.MaxRepetitionLevel > 0 ? sizeof(int) : 0);

    public override bool HasNext => _next < _count;

    public override int Definition => !HasNext ? throw Ended() : Field.MaxDefinitionLevel == 0 ? 0 : _definitions[_next];

    public override int Repetition => !HasNext ? throw Ended() : Field.MaxRepetitionLevel == 0 ? 0 : _repetitions[_next];

    public override void Read(ParquetRowGroupReader rows)
    {
        _count = checked((int)rows.GetMetadata(Field)!.MetaData!.NumValues);
        (_next, NextValue, _seenRows, _seenValues) = (0, 0, 0, 0);
        Resize(ref _values, _count);
        Memory<int>? definitions = null;
        Memory<int>? repetitions = null;
        if (Field.MaxDefinitionLevel > 0)
        {
            Resize(ref _definitions, _count);
            definitions = _definitions.AsMemory(0, _count);
        }

        if (Field.MaxRepetitionLevel > 0)
        {
            Resize(ref _repetitions, _count);
            repetitions = _repetitions.AsMemory(0, _count);
        }

        rows.ReadRawAsync<T>(Field, _values.AsMemory(0, _count), definitions, repetitions).AsTask().GetAwaiter().GetResult();
    }

    public override string? Text() => IsDefined ? TextOf(NextValue) : null;

    public override long? Count() => AsCount is { } count && IsDefined ? count(_values[NextValue]) : null;

    public override Instant? Time() => AsTime is { } time && IsDefined ? time(_values[NextValue]) : null;

    public override void Advance()
    {
        NextValue += IsDefined ? 1 : 0;
        _next++;
    }

    public override void Skip(int rows)
    {
        NextValue += Defined(rows);
        _next += rows;
        (_seenRows, _seenValues) = (0, 0);
    }

    public override bool Counts(Span<long?> counts)
    {
        ReadOnlySpan<T> values = Values[NextValue..];
        ReadOnlySpan<int> levels = Levels(counts.Length);
        bool areAllKnown = true;
        int value = 0;
        for (int row = 0; row < counts.Length; row++)
        {
            long? count = null;
            if (IsDefinedAt(levels, row))
            {
                T given = values[value++];
                count = typeof(T) == typeof(long) ? (long)(object)given : AsCount?.Invoke(given);
                areAllKnown &= count is not null;
            }

            counts[row] = count;
        }

        return areAllKnown;
    }

    public override bool Times(Span<Instant?> times)
    {
        ReadOnlySpan<T> values = Values[NextValue..];
        ReadOnlySpan<int> levels = Levels(times.Length);
        bool areAllKnown = true;
        int value = 0;
        for (int row = 0; row < times.Length; row++)
        {
            times[row] = null;
            if (IsDefinedAt(levels, row))
            {
                T given = values[value++];
                times[row] = AsTime?.Invoke(given);
                areAllKnown &= times[row] is not null;
            }
        }

        return areAllKnown;
    }

    public override bool Texts(Span<string?> texts)
    {
        ReadOnlySpan<int> levels = Levels(texts.Length);
        int value = NextValue;
        for (int row = 0; row < texts.Length; row++)
        {
            texts[row] = IsDefinedAt(levels, row) ? TextOf(value++) : null;
        }

        return true;
    }

    public override string? TextAt(int row)
    {
        if (row < _seenRows)
        {
            (_seenRows, _seenValues) = (0, 0);
        }

        ReadOnlySpan<int> levels = Levels(row + 1);
        for (; _seenRows < row; _seenRows++)
        {
            _seenValues += IsDefinedAt(levels, _seenRows) ? 1 : 0;
        }

        return IsDefinedAt(levels, row) ? TextOf(NextValue + _seenValues) : null;
    }

    /// <summary>Returns a value of the group as text.</summary>
    protected virtual string? TextOf(int value) => format(_values[value]);

    /// <summary>Keeps an array between groups, which are usually of the same size.</summary>
    protected static void Resize<TItem>(ref TItem[] array, int count)
    {
        if (array.Length < count)
        {
            array = new TItem[count];
        }
        else
        {
            Array.Clear(array);
        }
    }

    /// <summary>Returns how many of the next values are not null.</summary>
    private int Defined(int rows) => Levels(rows) is { IsEmpty: false } levels ? levels.Count(Field.MaxDefinitionLevel) : rows;

    /// <summary>Returns how many levels each of the next values defines; nothing if none can be null.</summary>
    /// <exception cref="InvalidDataException">There are not so many values.</exception>
    private ReadOnlySpan<int> Levels(int rows) => _next + rows > _count ? throw Ended()
        : Field.MaxDefinitionLevel == 0 ? []
        : _definitions.AsSpan(_next, rows);

    private bool IsDefinedAt(ReadOnlySpan<int> levels, int row) => levels.IsEmpty || levels[row] == _whole;

    private InvalidDataException Ended() => new($"The Parquet file is damaged: the column '{Field.Path}' ends before its rows.");
}
