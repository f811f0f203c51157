namespace TokenPricing.Data;

/// <summary>Reads and writes price folders: one CSV file for each table.</summary>
/// <remarks>Reading reports every error of every file. Writing a catalog and reading it again gives equal rows.</remarks>
internal static class CatalogFolder
{
    /// <summary>In bytes; a file is read into memory as a whole.</summary>
    private const long LargestFile = 256 * 1024 * 1024;

    /// <summary>Reads and checks all tables.</summary>
    /// <param name="files">The names of the files that exist. A file that is not one of the tables is an error.</param>
    /// <param name="open">Returns the bytes of a file; <see langword="null"/> if it does not exist.</param>
    /// <exception cref="PriceDataException">The files have errors; the exception lists each one by file, line and column.</exception>
    public static CatalogRows Read(IReadOnlyCollection<string> files, Func<string, byte[]?> open) =>
        Read(files, open, null, isChecked: true);

    /// <summary>Reads all tables of files that are known to be correct, without checking them.</summary>
    /// <param name="open">Returns the bytes of a file; <see langword="null"/> if it does not exist.</param>
    public static CatalogRows ReadUnchecked(Func<string, byte[]?> open) => Read([], open, null, isChecked: false);

    /// <summary>Reads and checks the tables of a folder.</summary>
    /// <param name="folder">The path of the folder.</param>
    /// <param name="under">
    /// The rows that those of the folder are to be laid over. The folder may then leave out any file, and its rows may refer to these rows.
    /// <see langword="null"/>: the folder stands alone.
    /// </param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="PriceDataException">The files have errors; the exception lists each one by file, line and column.</exception>
    public static CatalogRows Read(string folder, CatalogRows? under = null) =>
        Read(FilesOf(folder), file => Bytes(Path.Combine(folder, file)), under, isChecked: true);

    /// <summary>Returns the file of each table, in the order of <see cref="CatalogTables.All"/>.</summary>
    public static IEnumerable<TableFile> Files(CatalogRows rows) =>
        CatalogTables.All.Select(t => new TableFile(t.File, t.IsRequired || t.Count(rows) > 0, stream => t.Write(stream, rows)));

    /// <summary>Writes all tables that have rows, and those whose files exist already.</summary>
    /// <param name="folder">The path of the folder, which is created if needed.</param>
    /// <param name="rows">The rows.</param>
    /// <remarks>
    /// Each file is complete under a temporary name before the first one takes its final name, so that a failure never leaves a partial
    /// file.
    /// </remarks>
    public static void Write(string folder, CatalogRows rows)
    {
        Directory.CreateDirectory(folder);
        List<(string Temporary, string Final)> written = [];
        try
        {
            foreach (TableFile file in Files(rows))
            {
                string final = Path.Combine(folder, file.Name);
                if (!file.IsNeeded && !File.Exists(final))
                {
                    continue;
                }

                string temporary = $"{final}.{Guid.NewGuid():N}.tmp";
                written.Add((temporary, final));
                using FileStream stream = File.Create(temporary);
                file.Write(stream);
            }

            foreach ((string temporary, string final) in written)
            {
                File.Move(temporary, final, overwrite: true);
            }
        }
        finally
        {
            foreach ((string temporary, _) in written)
            {
                File.Delete(temporary);
            }
        }
    }

    private static string[] FilesOf(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, "*.csv").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)]
        : throw new DirectoryNotFoundException(
            $"The price folder '{folder}' does not exist. Write the path of a folder with files such as rates.csv.");

    private static byte[]? Bytes(string path)
    {
        FileInfo file = new(path);
        if (!file.Exists)
        {
            return null;
        }

        return file.Length <= LargestFile
            ? File.ReadAllBytes(path)
            : throw new PriceDataException(
                [new(file.Name, null, null, null, $"{file.Length} bytes", $"a file of at most {LargestFile} bytes")]);
    }

    /// <summary>Reads all tables. If one cannot be read, references are not checked: those errors would hide the real one.</summary>
    private static CatalogRows Read(IReadOnlyCollection<string> files, Func<string, byte[]?> open, CatalogRows? under, bool isChecked)
    {
        CatalogRows rows = new();
        List<PriceDataError> errors = [];
        Dictionary<string, ImmutableArray<long>> lines = [];
        bool lacksATable = false;
        foreach (Table table in CatalogTables.All)
        {
            if (open(table.File) is not { } bytes)
            {
                if (table.IsRequired && under is null)
                {
                    lacksATable = true;
                    string header = string.Join(',', table.Columns);
                    errors.Add(new PriceDataError(table.File, null, null, null, null, $"a file of this name with the header {header}"));
                }
            }
            else if (table.Read(rows, bytes, errors) is var (more, itsLines))
            {
                rows = more;
                lines[table.File] = itsLines;
            }
            else
            {
                lacksATable = true;
            }
        }

        if (!isChecked)
        {
            return rows;
        }

        string[] known = [.. CatalogTables.All.Select(t => t.File)];
        errors.AddRange(files.Except(known).Select(
            file => new PriceDataError(file, null, null, null, file, $"one of the files {string.Join(", ", known)}")));
        if (!lacksATable)
        {
            HashSet<(string, long?)> badRows = [.. errors.Select(e => (e.File, e.Line))];
            HashSet<(string, long?, string?)> badCells = [.. errors.Select(e => (e.File, e.Line, e.Column))];
            IEnumerable<PriceDataError> found = under is null
                ? rows.Check(Line, IsMisread)
                : CatalogOverlay.Check(under, rows, Line, IsMisread);
            errors.AddRange(found.Where(e => !badCells.Contains((e.File, e.Line, e.Column))));

            bool IsMisread(string file, long line) => badRows.Contains((file, line));
        }

        return errors.Count == 0
            ? rows
            : throw new PriceDataException(errors.OrderBy(e => Array.IndexOf(known, e.File)).ThenBy(e => e.Line ?? 0));

        long? Line(string file, int row) => lines[file][row];
    }
}
