using System.Collections.Immutable;

namespace TokenPricing.Data;

/// <summary>A price folder: one CSV file a table, read with everything wrong in it reported, and written back so that it reads the same.</summary>
internal static class CatalogFolder
{
    private const long LargestFile = 256 * 1024 * 1024;

    /// <summary>Reads all tables.</summary>
    /// <param name="files">The names of the files that there are.</param>
    /// <param name="open">Returns the bytes of a file, or <see langword="null"/> where there is none.</param>
    /// <exception cref="PriceDataException">The files are wrong; the exception lists every error by file, line and column.</exception>
    public static CatalogRows Read(IReadOnlyCollection<string> files, Func<string, byte[]?> open) => Read(files, open, null, isChecked: true);

    /// <summary>Reads all tables of files that are known to be right.</summary>
    /// <param name="open">Returns the bytes of a file, or <see langword="null"/> where there is none.</param>
    public static CatalogRows ReadUnchecked(Func<string, byte[]?> open) => Read([], open, null, isChecked: false);

    /// <summary>Reads the tables of a folder.</summary>
    /// <param name="folder">The path of the folder.</param>
    /// <param name="under">Rows that those of the folder are to be laid over and may refer to; then every file is optional. <see langword="null"/>: none.</param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="PriceDataException">The files are wrong; the exception lists every error by file, line and column.</exception>
    public static CatalogRows Read(string folder, CatalogRows? under = null) =>
        Read(FilesOf(folder), file => Bytes(Path.Combine(folder, file)), under, isChecked: true);

    /// <summary>Returns a file for each table, with what writes its rows.</summary>
    public static IEnumerable<TableFile> Files(CatalogRows rows) =>
        CatalogTables.All.Select(t => new TableFile(t.File, t.IsRequired || t.Count(rows) > 0, stream => t.Write(stream, rows)));

    /// <summary>
    /// Writes all tables that have rows, and those whose files are there already. Every file is complete under another name before
    /// the first takes its own, so that a failure leaves no half-written one.
    /// </summary>
    public static void Write(string folder, CatalogRows facts)
    {
        Directory.CreateDirectory(folder);
        List<(string Temporary, string Final)> written = [];
        try
        {
            foreach (TableFile file in Files(facts))
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
        : throw new DirectoryNotFoundException($"There is no price folder '{folder}'.");

    private static byte[]? Bytes(string path)
    {
        FileInfo file = new(path);
        if (!file.Exists)
        {
            return null;
        }

        return file.Length <= LargestFile
            ? File.ReadAllBytes(path)
            : throw new PriceDataException([new(file.Name, null, null, null, $"{file.Length} bytes", $"a file of at most {LargestFile} bytes")]);
    }

    // Reads all tables. A table that cannot be read makes every reference to it wrong; those errors would hide the real one.
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
                    errors.Add(new PriceDataError(table.File, null, null, null, null, $"a file of this name with the header {string.Join(',', table.Columns)}"));
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
        errors.AddRange(files.Except(known).Select(file => new PriceDataError(file, null, null, null, file, $"one of the files {string.Join(", ", known)}")));
        if (!lacksATable)
        {
            HashSet<(string, long?)> badRows = [.. errors.Select(e => (e.File, e.Line))];
            HashSet<(string, long?, string?)> badCells = [.. errors.Select(e => (e.File, e.Line, e.Column))];
            IEnumerable<PriceDataError> found = under is null ? rows.Check(Line, IsMisread) : CatalogOverlay.Check(under, rows, Line, IsMisread);
            errors.AddRange(found.Where(e => !badCells.Contains((e.File, e.Line, e.Column))));

            bool IsMisread(string file, long line) => badRows.Contains((file, line));
        }

        return errors.Count == 0
            ? rows
            : throw new PriceDataException(errors.OrderBy(e => Array.IndexOf(known, e.File)).ThenBy(e => e.Line ?? 0));

        long? Line(string file, int row) => lines[file][row];
    }
}
