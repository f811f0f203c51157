using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Unicode;

namespace TokenPricing.Statements;

/// <summary>Reads one or several files as one input: each call counts once, even if it is in two files.</summary>
/// <remarks>
/// <para>
/// Read each file with <see cref="Read(Stream, string)"/>, then call <see cref="Complete"/> for the rows that need the whole input,
/// such as sessions whose lines repeat. Each file is recognized by its content. Memory stays constant, except for session logs, whose
/// calls are held until the end.
/// </para>
/// <para>Not thread-safe.</para>
/// </remarks>
public sealed class UsageInput
{
    private const int MostUnrecognized = 200;
    private const int LongestRow = 16 * 1024 * 1024;

    private readonly UsageFileOptions _options;
    private readonly ReadingNotes _notes = new();
    private readonly RecordFormat[] _formats;
    private readonly PrometheusFormat _metrics = new();

    /// <summary>Creates an input.</summary>
    /// <param name="options">How the files are read; <see langword="null"/> to recognize their formats.</param>
    /// <exception cref="ArgumentException">The options name an unknown format.</exception>
    public UsageInput(UsageFileOptions? options = null)
    {
        _options = options ?? new UsageFileOptions();
        _formats = FormatList.Create(_options.WithDetails, _options.DecimalMark, _options.Provider);
        if (_options.Format is { } name && !UsageFile.Formats.Contains(name))
        {
            string near = SimilarNames.Question(SimilarNames.Of(name, UsageFile.Formats));
            throw new ArgumentException(
                $"There is no format '{name}'.{near} The formats are {string.Join(", ", UsageFile.Formats)}.", nameof(options));
        }
    }

    /// <summary>What should be known about the input, such as missing pages and fields that were not read; usually empty.</summary>
    public ImmutableArray<string> Warnings => _notes.Warnings;

    /// <summary>The formats of the files read so far.</summary>
    public ImmutableArray<string> Formats => [.. _notes.Formats];

    /// <summary>
    /// What the columns of the last file with columns of the user's own were taken for; <see langword="null"/> if there was none.
    /// </summary>
    public ColumnMapping? Columns { get; private set; }

    /// <summary>Reads the rows of a file while they are enumerated.</summary>
    /// <param name="stream">The file, also compressed with gzip, or with Zstandard where the options can read it. It stays open.</param>
    /// <param name="name">The name of the file, for messages.</param>
    /// <returns>The rows that do not need the whole input.</returns>
    /// <exception cref="InvalidDataException">The file as a whole cannot be read. The message says what to write.</exception>
    public IEnumerable<UsageRow> Read(Stream stream, string name = "")
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        return Rows(open => Opened(stream, name, open));
    }

    /// <summary>Reads the rows of a table while they are enumerated.</summary>
    /// <param name="table">The table. It stays open.</param>
    /// <param name="name">The name of the table, for messages.</param>
    /// <returns>The rows that do not need the whole input. Their line is the number of the row in the table, from 1.</returns>
    /// <exception cref="InvalidDataException">The table as a whole cannot be read. The message says what to write.</exception>
    public IEnumerable<UsageRow> Read(UsageTable table, string name = "")
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(name);
        return Rows(open => Table(table, name, open));
    }

    /// <summary>Returns the rows that need the whole input. Call it after the last file.</summary>
    public IEnumerable<UsageRow> Complete()
    {
        foreach (RecordFormat format in _formats)
        {
            foreach (UsageRow row in format.EndOfInput(_notes))
            {
                yield return WithDefaults(row);
            }
        }

        foreach (UsageRow row in _metrics.EndOfInput(_notes))
        {
            yield return WithDefaults(row);
        }

        _notes.WarnOfMissingPages();
    }

    /// <summary>Whether rows of this library's own format are recognized: unless another format is named.</summary>
    private bool IsOwnAllowed => _options.Mapping is null && _options.Format is null && _options.Model is null;

    private static string Shown(string file) => file.Length > 0 ? file : "The file";

    private UsageRow WithDefaults(UsageRow row)
    {
        // A row that cannot be read may have an amount, which is billed for a model as any other.
        if (row.NotCounted is not null || row is { Error: not null, Stated: null })
        {
            return row;
        }

        UsageRow whole = row.WithDefaults(_options.Provider, _options.Model, _options.ServiceTier);
        return whole is { IsSelfHosted: true, Provider: "" } ? whole.Without(Reasons.OwnEngine) : whole;
    }

    /// <summary>Returns the rows of a source, which is opened when they are enumerated.</summary>
    /// <param name="source">Opens the source, and adds what must be disposed when its rows have been read.</param>
    private IEnumerable<UsageRow> Rows(Func<Stack<IDisposable>, IEnumerable<UsageRow>> source)
    {
        Stack<IDisposable> open = [];
        _notes.NextFile();
        try
        {
            foreach (UsageRow row in source(open))
            {
                yield return WithDefaults(row);
            }
        }
        finally
        {
            while (open.TryPop(out IDisposable? last))
            {
                last.Dispose();
            }
        }
    }

    private IEnumerable<UsageRow> Opened(Stream stream, string name, Stack<IDisposable> open)
    {
        long? start = stream.CanSeek ? stream.Position : null;
        HeadStream file = new(stream);
        if (start is { } position && _options.Parquet is not null && FileSniffer.IsParquet(file.Head))
        {
            // A Parquet file is read from its end: what cannot be positioned would have to be copied first.
            stream.Position = position;
            return Parquet(stream, name, open);
        }

        ReadOnlyStream? unzipped = file.Head switch
        {
            [0x1F, 0x8B, ..] => new GzipReader(file),
            [0x28, 0xB5, 0x2F, 0xFD, ..] => new ZstandardReader(Zstandard(file, name)),
            _ => null,
        };
        if (unzipped is null)
        {
            return Plain(file, name, open);
        }

        open.Push(unzipped);
        return Plain(new HeadStream(unzipped), name, open);
    }

    private Stream Zstandard(Stream file, string name) => _options.Zstandard?.Invoke(file) ?? throw new InvalidDataException(
        $"{Shown(name)} is compressed with Zstandard: decompress it with zstd -d, or give UsageFileOptions.Zstandard a package that reads "
        + "it.");

    private IEnumerable<UsageRow> Plain(HeadStream file, string name, Stack<IDisposable> open)
    {
        switch (FileSniffer.KindOf(file.Head, file.IsWhole))
        {
            case FileKind.Empty:
                throw new InvalidDataException($"{Shown(name)} is empty: expected a header and rows, or JSON.");
            case FileKind.Parquet:
                return Parquet(file, name, open);
            case FileKind.Workbook:
                throw new InvalidDataException($"{Shown(name)} is an Excel workbook: save the sheet as CSV UTF-8.");
            case FileKind.Pdf:
                throw new InvalidDataException($"{Shown(name)} is a PDF: download the report as CSV or JSON.");
            case FileKind.Page:
                throw new InvalidDataException(
                    $"{Shown(name)} is a web page, such as that of a login, or XML: download the report again, as CSV or JSON.");
            case FileKind.Zip:
                throw new InvalidDataException($"{Shown(name)} is a zip archive: unpack it first, or compress single files with gzip.");
            case FileKind.Utf16:
                throw new InvalidDataException($"{Shown(name)} is UTF-16: save it as UTF-8.");
            case FileKind.Binary:
                throw new InvalidDataException(
                    $"{Shown(name)} is not text: expected CSV, JSON, JSON Lines or Prometheus text, or one of them with gzip.");
            case FileKind.JsonLines when IsOwnAllowed && FileSniffer.AreOwnRows(file.Head, _formats) == true:
                _notes.Format("rows");
                return OwnFile(new JsonRowFile(file, Stream.Null, _options.Zone, name), name, open);
            case FileKind.JsonLines:
                return JsonLines(file, name);
            case FileKind.Json when IsOwnAllowed && FileSniffer.IsOwnDocument(file.Head, _formats):
                _notes.Format("rows");
                return OwnFile(new JsonRowFile(new JsonLinesStream(file), Stream.Null, _options.Zone, name), name, open);
            case FileKind.Json:
                return JsonDocuments(file, name);
            case FileKind.Metrics:
                _metrics.Read(file, name, _notes);
                return [];
            default:
                return Csv(file, name, open);
        }
    }

    private IEnumerable<UsageRow> OwnFile(RowFile rows, string name, Stack<IDisposable> open)
    {
        open.Push(rows);
        bool hasRows = false;
        foreach (UsageRow row in rows.Read())
        {
            hasRows = true;
            yield return row;
        }

        if (!hasRows)
        {
            _notes.Warn($"{Shown(name)} has a header and no rows");
        }
    }

    private IEnumerable<UsageRow> JsonLines(Stream file, string name)
    {
        Utf8Lines lines = new(file);
        RecordReading reading = new(this, name);
        while (lines.TryRead(out ReadOnlyMemory<byte> line))
        {
            if (line.Span.IndexOfAnyExcept(" \t"u8) < 0)
            {
                continue;
            }

            foreach (UsageRow row in reading.Next(line, lines.Number))
            {
                yield return row;
            }
        }

        foreach (UsageRow row in reading.End())
        {
            yield return row;
        }
    }

    private IEnumerable<UsageRow> JsonDocuments(Stream file, string name)
    {
        JsonValues values = new(file);
        RecordReading reading = new(this, name);
        while (values.TryRead(out ReadOnlyMemory<byte> value))
        {
            foreach (UsageRow row in reading.Next(value, values.Line))
            {
                yield return row;
            }
        }

        foreach (UsageRow row in reading.End())
        {
            yield return row;
        }
    }

    private IEnumerable<UsageRow> Csv(HeadStream file, string name, Stack<IDisposable> open)
    {
        char separator = _options.Mapping?.Separator ?? FileSniffer.SeparatorOf(file.Head);
        if (separator == ',' && IsOwnAllowed && FileSniffer.IsOwnHeader(file.Head, _formats))
        {
            _notes.Format("rows");
            return OwnFile(new CsvRowFile(file, null, _options.Zone, name, _options.WithDetails), name, open);
        }

        CsvRows rows = new(file, name, separator, LongestRow);
        open.Push(rows);
        return Records(rows.Columns, rows.Read(), name, separator);
    }

    private IEnumerable<UsageRow> Parquet(Stream file, string name, Stack<IDisposable> open)
    {
        UsageTable table = _options.Parquet?.Invoke(file) ?? throw new InvalidDataException(
            $"{Shown(name)} is a Parquet file: read it with the package TokenPricing.Parquet, by "
            + "UsageFileOptions.Parquet = ParquetTable.Open, or export it as CSV or JSON Lines.");
        open.Push(table);
        return Table(table, name, open);
    }

    /// <summary>Reads a table: nested columns as JSON, others as the cells of a CSV file.</summary>
    private IEnumerable<UsageRow> Table(UsageTable table, string name, Stack<IDisposable> open)
    {
        if (table.Columns.Any(c => c.Kind == UsageColumnKind.Nested))
        {
            return Nested(table, name, open);
        }

        string[] names = [.. table.Columns.Select(c => c.Name.Trim())];
        if (IsOwnAllowed && FileSniffer.IsOwnHeader(names, _formats))
        {
            _notes.Format("rows");
            return OwnTable(table, new OwnRows(names, _options.Zone, name, _options.WithDetails));
        }

        CsvColumns columns = new(names);
        return Records(
            columns,
            table.Rows().Select((cells, i) =>
                (new CsvRecord(name, i + 1L, columns, Filled(cells)), (RowError?)null)),
            name,
            null);

        // A cell without a value is what an empty cell of a CSV file is.
        static string[] Filled(string?[] cells)
        {
            foreach (ref string? cell in cells.AsSpan())
            {
                cell ??= "";
            }

            return cells!;
        }
    }

    private static IEnumerable<UsageRow> OwnTable(UsageTable table, OwnRows rows)
    {
        for (int i = 0; i < table.Columns.Count; i++)
        {
            if (!rows.Reads(i))
            {
                table.Omit(i);
            }
        }

        TableCells cells = new(table);
        for (long line = 1; table.Next(); line++)
        {
            yield return rows.Row(line, cells, null);
        }
    }

    private IEnumerable<UsageRow> Nested(UsageTable table, string name, Stack<IDisposable> open)
    {
        TableJsonStream lines = new(table);
        open.Push(lines);
        HeadStream file = new(lines);
        return file.Head.IsEmpty ? [] : Plain(file, name, open);
    }

    /// <summary>Reads records under a header, whose format the header tells.</summary>
    private IEnumerable<UsageRow> Records(
        CsvColumns columns, IEnumerable<(CsvRecord Record, RowError? Error)> records, string name, char? separator)
    {
        CsvRecord header = new(name, 1, columns, []);
        RecordFormat? found = Known(header);
        RecordFormat format = found ?? Mapped(columns.Names, name, separator);
        _notes.Format(format.Name);
        format.Begin(name);
        bool hasRecords = false;
        bool hasRows = false;
        foreach ((CsvRecord record, RowError? error) in records)
        {
            hasRecords = true;
            foreach (UsageRow row in error is null ? Guarded(format, record) : [SafeRow.Failed(record, error)])
            {
                hasRows = true;
                yield return row;
            }
        }

        foreach (UsageRow row in format.EndOfFile(_notes))
        {
            hasRows = true;
            yield return row;
        }

        if (!hasRecords)
        {
            _notes.Warn($"{Shown(name)} has a header and no rows");
        }
        else if (!hasRows && _options.Format is not null && !format.Recognizes(header))
        {
            throw NotOfFormat(name, columns.Names);
        }

        if (found is not null)
        {
            NoteUnread(format.Name, columns.Unread);
        }
    }

    private void NoteUnread(string format, IEnumerable<string> columns)
    {
        string[] unread = [.. columns.Where(c => c.Length > 0)];
        foreach (string column in unread.Where(UnknownCounts.LooksCounted))
        {
            _notes.Warn(UnknownCounts.Unread(format, column));
        }

        if (unread.Length > 0)
        {
            _notes.Warn(FormattableString.Invariant(
                $"{format}: {unread.Length} columns not read: {string.Join(", ", unread.Take(12))}{(unread.Length > 12 ? ", …" : "")}"));
        }
    }

    /// <summary>Returns the format of a record, by name or by its fields; <see langword="null"/> if it is not known.</summary>
    private RecordFormat? Known(SourceRecord record) => _options.Mapping is not null ? null
        : _options.Format is { } name ? Array.Find(_formats, f => f.Name == name)
        : Array.Find(_formats, f => f.Recognizes(record));

    private InvalidDataException NotOfFormat(string name, IReadOnlyList<string> fields) => new(
        $"{Shown(name)} has nothing of the format {_options.Format}: it has {FileSniffer.Fields(fields)}. Leave out --input-format, so "
        + "that its content tells the format.");

    /// <summary>Returns a reader for columns of the user's own.</summary>
    private MappedFormat Mapped(IReadOnlyList<string> names, string file, char? separator)
    {
        ColumnMapping mapping = _options.Mapping ?? ColumnMapping.Guess(names, needsModel: _options.Model is null)
            ?? throw new InvalidDataException(FileSniffer.Unknown(Shown(file), names, separator));
        Columns = mapping = mapping.For(separator, _options);
        return new MappedFormat(mapping, _options.Zone, mapping.IsGuess && separator is null ? Guess : null);

        ColumnMapping? Guess(IReadOnlyList<string> known) =>
            ColumnMapping.Guess(known, needsModel: _options.Model is null) is { } again ? Columns = again.For(null, _options) : null;
    }

    /// <summary>Returns the rows of a record; what is wrong with it becomes the error of a row.</summary>
    private IEnumerable<UsageRow> Guarded(RecordFormat format, SourceRecord record)
    {
        using IEnumerator<UsageRow> rows = format.Read(record, _notes).GetEnumerator();
        while (true)
        {
            UsageRow row;
            try
            {
                if (!rows.MoveNext())
                {
                    yield break;
                }

                row = rows.Current;
            }
            catch (RowException e)
            {
                row = SafeRow.Failed(record, e.Error);
            }
            catch (Exception e) when (e is PricingException or OverflowException)
            {
                row = SafeRow.Failed(record, RowError.Of(e));
            }
            catch (InvalidOperationException)
            {
                row = SafeRow.Failed(record, new RowError(RowError.InvalidJson, "A field of the record has a value of the wrong kind."));
            }

            yield return row;
            if (row.Error is not null && row.Format is null)
            {
                yield break;
            }
        }
    }

    /// <summary>Reads JSON records, whose format is that of the first one that is recognized.</summary>
    private sealed class RecordReading(UsageInput input, string name)
    {
        private readonly List<(JsonElement Root, long Line)> _unrecognized = [];
        private readonly JsonLine _line = new();
        private RecordFormat? _format;

        /// <summary>
        /// Returns the rows of a record and of those before it whose format was not known, or none while it is not. They must be enumerated
        /// before the next: its bytes are not copied.
        /// </summary>
        public IEnumerable<UsageRow> Next(ReadOnlyMemory<byte> utf8, long line)
        {
            if (!Utf8.IsValid(utf8.Span))
            {
                return Failed(line, new RowError(RowError.InvalidJson, "The line is not UTF-8: save the file as UTF-8."));
            }

            try
            {
                _line.Read(utf8);
            }
            catch (JsonException e)
            {
                return Failed(line, RowError.NotJson(e));
            }

            if (_format is null && !TryFind(new JsonRecord(name, line, _line.Document)))
            {
                _unrecognized.Add((_line.Document, line));
                return _unrecognized.Count <= MostUnrecognized ? [] : throw Unknown();
            }

            JsonLineRecord record = new(name, line, _line, _line.Root);
            return _unrecognized.Count == 0 ? input.Guarded(_format!, record) : Recognized(record);
        }

        private UsageRow[] Failed(long line, RowError error) => [new UsageRow(line) { File = name, Error = error }];

        public IEnumerable<UsageRow> End()
        {
            if (_format is null)
            {
                if (_unrecognized.Count > 0)
                {
                    throw Unknown();
                }

                yield break;
            }

            foreach (UsageRow row in _format.EndOfFile(input._notes))
            {
                yield return row;
            }
        }

        private IEnumerable<UsageRow> Recognized(JsonLineRecord record)
        {
            (JsonElement Root, long Line)[] before = [.. _unrecognized];
            _unrecognized.Clear();
            foreach ((JsonElement root, long line) in before)
            {
                foreach (UsageRow row in input.Guarded(_format!, new JsonRecord(name, line, root)))
                {
                    yield return row;
                }
            }

            foreach (UsageRow row in input.Guarded(_format!, record))
            {
                yield return row;
            }
        }

        private bool TryFind(JsonRecord record)
        {
            try
            {
                _format = input.Known(record)
                    ?? (input._options.Mapping is not null
                        || ColumnMapping.Guess(record.Names, needsModel: input._options.Model is null) is not null
                        ? input.Mapped([.. record.Names], name, null)
                        : null);
            }
            catch (InvalidOperationException)
            {
                // System.Text.Json throws this exception for half of a surrogate pair: the record says nothing about the format.
                return false;
            }

            if (_format is not null)
            {
                input._notes.Format(_format.Name);
                _format.Begin(name);
            }

            return _format is not null;
        }

        private InvalidDataException Unknown() => new(
            _unrecognized is [{ Root.ValueKind: JsonValueKind.Object } only] && JsonFields.Find(only.Root, "error") is { } error
                ? $"{Shown(name)} is the answer of a request that failed: "
                    + $"{SourceText.Shown(JsonFields.Text(only.Root, "error.message") ?? error.GetRawText())}. Request the report again."
                : FileSniffer.Unknown(Shown(name), NamesOf(_unrecognized), null));

        private string[] NamesOf(List<(JsonElement Root, long Line)> records)
        {
            try
            {
                return [.. records.SelectMany(u => new JsonRecord(name, u.Line, u.Root).Names).Distinct().Take(20)];
            }
            catch (InvalidOperationException)
            {
                return [];
            }
        }
    }
}
