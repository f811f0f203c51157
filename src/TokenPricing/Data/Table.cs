using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing.Data;

/// <summary>What a catalog needs to know of one of its tables to read, write, check, overlay and date its rows.</summary>
/// <param name="file">The name of the table's file, such as <c>rates.csv</c>.</param>
/// <param name="isRequired">Whether every price folder must have the file.</param>
internal abstract class Table(string file, bool isRequired)
{
    /// <summary>The name of the table's file.</summary>
    public string File => file;

    /// <summary>Whether every price folder must have the file.</summary>
    public bool IsRequired => isRequired;

    /// <summary>Whether rows of other tables refer to the table's rows by their ids.</summary>
    public bool IsReferredTo { get; init; }

    /// <summary>Whether <see cref="PriceCatalog.AsKnownOn"/> drops the rows that were recorded later; otherwise a rule of its own decides.</summary>
    public bool IsKnownByDate { get; init; } = true;

    /// <summary>The names of the columns, in the order in which they are written.</summary>
    public abstract IEnumerable<string> Columns { get; }

    /// <summary>Returns the number of rows.</summary>
    public abstract int Count(CatalogRows rows);

    /// <summary>Returns whether both have equal rows in the same order.</summary>
    public abstract bool AreEqual(CatalogRows left, CatalogRows right);

    /// <summary>Returns the days on which the rows were recorded; none for a table without dates.</summary>
    public abstract IEnumerable<LocalDate> RecordedDates(CatalogRows rows);

    /// <summary>Returns <paramref name="rows"/> without the rows of this table that were recorded after a day.</summary>
    public abstract CatalogRows KnownOn(CatalogRows rows, LocalDate date);

    /// <summary>Returns <paramref name="result"/> with this table's rows of <paramref name="over"/> laid over those of <paramref name="under"/>.</summary>
    public abstract CatalogRows Lay(CatalogRows result, CatalogRows under, CatalogRows over);

    /// <summary>Returns the ids of the offers that the rows are about; none for a table that is not about offers.</summary>
    public abstract IEnumerable<OfferId> Offers(CatalogRows rows);

    /// <summary>Returns <paramref name="result"/> with this table's rows of <paramref name="rows"/> that are about certain offers.</summary>
    public abstract CatalogRows About(CatalogRows result, CatalogRows rows, Func<OfferId, bool> isAbout);

    /// <summary>Returns <paramref name="result"/> with this table's rows of <paramref name="rows"/>.</summary>
    public abstract CatalogRows Copy(CatalogRows result, CatalogRows rows);

    /// <summary>Returns <paramref name="result"/> with the rows of a file, and the line of each; <see langword="null"/> where the file as a whole cannot be read.</summary>
    public abstract (CatalogRows Rows, ImmutableArray<long> Lines)? Read(CatalogRows result, byte[] bytes, List<PriceDataError> errors);

    /// <summary>Writes the rows as a file.</summary>
    public abstract void Write(Stream stream, CatalogRows rows);

    /// <summary>Checks each row, and that no two rows contradict each other.</summary>
    public abstract void Check(RowChecker checker, CatalogRows rows);
}

/// <summary>A table whose rows are of type <typeparamref name="T"/>.</summary>
/// <param name="csv">How a row is written in the table's file.</param>
internal sealed class Table<T>(CsvTable<T> csv) : Table(csv.File, csv.Required)
{
    /// <summary>How a row is written in the table's file.</summary>
    public CsvTable<T> Csv => csv;

    /// <summary>The day on which a row was recorded; <see langword="null"/> for a table without dates.</summary>
    public Func<T, LocalDate>? Recorded { get; init; }

    /// <summary>The offer that a row is about; <see langword="null"/> for a table that is not about offers.</summary>
    public Func<T, OfferId>? Offer { get; init; }

    /// <summary>
    /// What a row is about: a row laid over takes the place of the rows about the same subject. <see langword="null"/>: rows never
    /// replace or contradict each other.
    /// </summary>
    public Func<T, RowSubject>? Subject { get; init; }

    /// <summary>The column that an error about a second row on the same subject names.</summary>
    public string SubjectColumn { get; init; } = "id";

    /// <summary>Whether there may be a row for each day on which something was recorded about a subject.</summary>
    public bool HasHistory { get; init; }

    /// <summary>
    /// Makes a copy of a row for another period; rows on the same subject then hold one after the other, and a row laid over takes its
    /// period only. <see langword="null"/> for a table without periods.
    /// </summary>
    public Func<T, Instant?, Instant?, T>? During { get; init; }

    /// <summary>What the rows with periods are called in an error about two that overlap, such as <c>tier</c>.</summary>
    public string PeriodSubject { get; init; } = "";

    /// <summary>Checks one row.</summary>
    public Action<CheckedRow, T> CheckRow { get; init; } = (_, _) => { };

    /// <inheritdoc/>
    public override IEnumerable<string> Columns => csv.Columns;

    /// <inheritdoc/>
    public override int Count(CatalogRows rows) => rows.Of(this).Length;

    /// <inheritdoc/>
    public override bool AreEqual(CatalogRows left, CatalogRows right) => left.Of(this).SequenceEqual(right.Of(this));

    /// <inheritdoc/>
    public override IEnumerable<LocalDate> RecordedDates(CatalogRows rows) => Recorded is null ? [] : rows.Of(this).Select(Recorded);

    /// <inheritdoc/>
    public override CatalogRows KnownOn(CatalogRows rows, LocalDate date) =>
        Recorded is null ? rows : rows.With(this, [.. rows.Of(this).Where(r => Recorded(r) <= date)]);

    /// <inheritdoc/>
    public override CatalogRows Lay(CatalogRows result, CatalogRows under, CatalogRows over)
    {
        (ImmutableArray<T> below, ImmutableArray<T> above) = (under.Of(this), over.Of(this));
        return result.With(this, above.IsEmpty ? below : [.. Left(below, above), .. above]);
    }

    /// <inheritdoc/>
    public override IEnumerable<OfferId> Offers(CatalogRows rows) => Offer is null ? [] : rows.Of(this).Select(Offer);

    /// <inheritdoc/>
    public override CatalogRows About(CatalogRows result, CatalogRows rows, Func<OfferId, bool> isAbout) =>
        Offer is null ? result : result.With(this, [.. rows.Of(this).Where(r => isAbout(Offer(r)))]);

    /// <inheritdoc/>
    public override CatalogRows Copy(CatalogRows result, CatalogRows rows) => result.With(this, rows.Of(this));

    /// <inheritdoc/>
    public override (CatalogRows Rows, ImmutableArray<long> Lines)? Read(CatalogRows result, byte[] bytes, List<PriceDataError> errors) =>
        csv.Read(bytes, errors) is var (rows, lines) ? (result.With(this, rows), lines) : null;

    /// <inheritdoc/>
    public override void Write(Stream stream, CatalogRows rows) => csv.Write(stream, rows.Of(this));

    /// <inheritdoc/>
    public override void Check(RowChecker checker, CatalogRows rows)
    {
        ImmutableArray<T> all = rows.Of(this);
        for (int i = 0; i < all.Length; i++)
        {
            CheckRow(new CheckedRow(checker, File, i), all[i]);
        }

        if (Subject is null)
        {
            return;
        }

        if (During is not null)
        {
            checker.NoOverlaps(File, [.. all.Select(r => (Key(r), (IDatedRow)r!))], PeriodSubject);
        }
        else
        {
            checker.Unique(File, SubjectColumn, [.. all.Select(Key)], i => csv.Cells(all[i]).First(c => c.Column == SubjectColumn).Text);
        }
    }

    private (RowSubject Subject, LocalDate Recorded) Key(T row) =>
        (Subject!(row), (HasHistory || During is not null) && Recorded is not null ? Recorded(row) : default);

    private IEnumerable<T> Left(ImmutableArray<T> below, ImmutableArray<T> above)
    {
        if (Subject is null)
        {
            return below;
        }

        ILookup<RowSubject, T> over = above.ToLookup(Subject);
        return below.SelectMany(row => During is null
            ? over.Contains(Subject(row)) ? [] : [row]
            : over[Subject(row)].Aggregate((IEnumerable<T>)[row], (left, other) => left.SelectMany(piece => Without(piece, other))));
    }

    // The parts of a row's period before and after that of another row.
    private IEnumerable<T> Without(T row, T other)
    {
        (IDatedRow period, IDatedRow taken) = ((IDatedRow)row!, (IDatedRow)other!);
        if (taken.To <= period.From || period.To <= taken.From)
        {
            yield return row;
            yield break;
        }

        if (taken.From is { } from && !(period.From >= from))
        {
            yield return During!(row, period.From, from);
        }

        if (taken.To is { } to && !(period.To <= to))
        {
            yield return During!(row, to, period.To);
        }
    }
}
