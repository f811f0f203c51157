namespace TokenPricing.Data;

/// <summary>Describes one table of a catalog: everything needed to read, write, check, overlay and date its rows.</summary>
/// <param name="file">The name of the table's file, such as <c>rates.csv</c>.</param>
/// <param name="isRequired">Whether every price folder must have the file.</param>
/// <remarks>
/// Code for all tables loops over <see cref="CatalogTables.All"/>: to add a table, add its description there. Two descriptions are equal if
/// their files are: two threads that use a table first at once make two of one table.
/// </remarks>
internal abstract class Table(string file, bool isRequired)
{
    /// <summary>The name of the table's file.</summary>
    public string File => file;

    /// <summary>Whether every price folder must have the file.</summary>
    public bool IsRequired => isRequired;

    /// <summary>Whether rows of other tables refer to the rows of this one by their ids.</summary>
    public bool IsReferredTo { get; init; }

    /// <summary>
    /// Whether <see cref="PriceCatalog.AsKnownOn"/> drops the rows that were recorded later. Otherwise that method has a rule of its own
    /// for the table.
    /// </summary>
    public bool IsKnownByDate { get; init; } = true;

    /// <summary>The names of the columns, in the order in which they are written.</summary>
    public abstract IEnumerable<string> Columns { get; }

    /// <summary>Returns the number of rows of this table.</summary>
    public abstract int Count(CatalogRows rows);

    /// <summary>Returns whether both have equal rows of this table, in the same order.</summary>
    public abstract bool AreEqual(CatalogRows left, CatalogRows right);

    /// <summary>Returns the day on which each row was recorded; empty for a table without dates.</summary>
    public abstract IEnumerable<LocalDate> RecordedDates(CatalogRows rows);

    /// <summary>Returns a copy without the rows of this table that were recorded after a day.</summary>
    public abstract CatalogRows KnownOn(CatalogRows rows, LocalDate date);

    /// <summary>Lays the rows of this table in one catalog over those in another.</summary>
    /// <param name="result">The rows that the table is added to.</param>
    /// <param name="under">The catalog below.</param>
    /// <param name="over">The catalog whose rows replace those about the same subject.</param>
    /// <returns><paramref name="result"/> with the rows of this table.</returns>
    public abstract CatalogRows Lay(CatalogRows result, CatalogRows under, CatalogRows over);

    /// <summary>Returns the offer that each row is about; empty for a table that is not about offers.</summary>
    public abstract IEnumerable<OfferId> Offers(CatalogRows rows);

    /// <summary>Copies the rows of this table that are about certain offers.</summary>
    /// <param name="result">The rows that the table is added to.</param>
    /// <param name="rows">The catalog to copy from.</param>
    /// <param name="isAbout">Returns whether the rows of an offer are to be copied.</param>
    /// <returns><paramref name="result"/> with the rows of this table.</returns>
    public abstract CatalogRows About(CatalogRows result, CatalogRows rows, Func<OfferId, bool> isAbout);

    /// <summary>Copies all rows of this table from one catalog to another; returns <paramref name="result"/> with them.</summary>
    public abstract CatalogRows Copy(CatalogRows result, CatalogRows rows);

    /// <summary>Reads the rows of the table's file.</summary>
    /// <param name="result">The rows that the table is added to.</param>
    /// <param name="bytes">The content of the file, in UTF-8.</param>
    /// <param name="errors">Takes an error for everything that is wrong.</param>
    /// <returns>
    /// <paramref name="result"/> with the rows, and the line of each; <see langword="null"/> if the file as a whole cannot be read.
    /// </returns>
    public abstract (CatalogRows Rows, ImmutableArray<long> Lines)? Read(CatalogRows result, byte[] bytes, List<PriceDataError> errors);

    /// <summary>Writes the rows to the stream of the table's file.</summary>
    public abstract void Write(Stream stream, CatalogRows rows);

    /// <summary>Checks each row by itself, and that no two rows contradict each other.</summary>
    public abstract void Check(RowChecker checker, CatalogRows rows);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Table other && other.File == File;

    /// <inheritdoc/>
    public override int GetHashCode() => File.GetHashCode(StringComparison.Ordinal);
}

/// <summary>Describes a table whose rows are of type <typeparamref name="T"/>.</summary>
/// <typeparam name="T">The type of the rows.</typeparam>
/// <param name="csv">The table's file: its name, its columns, and how a line becomes a row.</param>
internal sealed class Table<T>(CsvTable<T> csv) : Table(csv.File, csv.Required)
{
    /// <summary>The table's file.</summary>
    public CsvTable<T> Csv => csv;

    /// <summary>Returns the day on which a row was recorded; <see langword="null"/> for a table without dates.</summary>
    public Func<T, LocalDate>? Recorded { get; init; }

    /// <summary>Returns the offer that a row is about; <see langword="null"/> for a table that is not about offers.</summary>
    public Func<T, OfferId>? Offer { get; init; }

    /// <summary>
    /// Returns what a row is about. A row that is laid over a catalog replaces the rows about the same subject. <see langword="null"/>:
    /// rows never replace or contradict each other.
    /// </summary>
    public Func<T, RowSubject>? Subject { get; init; }

    /// <summary>The column that an error about a second row on the same subject names; <c>id</c> by default.</summary>
    public string SubjectColumn { get; init; } = "id";

    /// <summary>Whether a subject may have a row for each day on which something was recorded; otherwise it has one row.</summary>
    public bool HasHistory { get; init; }

    /// <summary>Returns a copy of a row for another period; <see langword="null"/> for a table without periods.</summary>
    /// <remarks>
    /// In a table with periods, rows about the same subject follow each other in time, and a row that is laid over replaces them during its
    /// own period only.
    /// </remarks>
    public Func<T, Instant?, Instant?, T>? During { get; init; }

    /// <summary>What the subject is called in an error about two periods that overlap, such as <c>tier</c>.</summary>
    public string PeriodSubject { get; init; } = "";

    /// <summary>Checks one row by itself; no checks by default.</summary>
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

    /// <summary>Returns what must be unique: the subject, and the day recorded if the table keeps history.</summary>
    private (RowSubject Subject, LocalDate Recorded) Key(T row) =>
        (Subject!(row), (HasHistory || During is not null) && Recorded is not null ? Recorded(row) : default);

    /// <summary>Returns what remains of the rows below when those above replace them.</summary>
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

    /// <summary>Returns the row for the parts of its period before and after that of another row.</summary>
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
