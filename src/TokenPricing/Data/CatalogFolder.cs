using System.Collections.Immutable;

namespace TokenPricing.Data;

/// <summary>A price folder: one CSV file a table, read with everything wrong in it reported, and written back so that it reads the same.</summary>
internal static class CatalogFolder
{
    private const long LargestFile = 256 * 1024 * 1024;

    /// <summary>Reads all tables; <paramref name="open"/> gives a file's bytes, or <see langword="null"/> where there is none.</summary>
    public static CatalogRows Read(IReadOnlyCollection<string> files, Func<string, byte[]?> open)
    {
        Reader reader = new(files, open);
        CatalogRows facts = Read(reader);
        reader.ThrowIfWrong(facts);
        return facts;
    }

    /// <summary>As <see cref="Read(IReadOnlyCollection{string}, Func{string, byte[]})"/>, of tables that are known to be right.</summary>
    public static CatalogRows ReadUnchecked(Func<string, byte[]?> open) => Read(new Reader([], open));

    /// <inheritdoc cref="Read(IReadOnlyCollection{string}, Func{string, byte[]})"/>
    public static CatalogRows Read(string folder) => Read(FilesOf(folder), file => Bytes(Path.Combine(folder, file)));

    /// <summary>Reads the tables of a folder that are to be laid over others: any of them, whose rows may refer to those below.</summary>
    public static CatalogRows ReadOver(string folder, CatalogRows under)
    {
        Reader reader = new(FilesOf(folder), file => Bytes(Path.Combine(folder, file)), under);
        CatalogRows facts = Read(reader);
        reader.ThrowIfWrong(facts);
        return facts;
    }

    /// <summary>A file for each table, with what writes its rows.</summary>
    public static IReadOnlyList<TableFile> Files(CatalogRows facts) =>
    [
        TableFile.Of(CatalogTables.Sources, facts.Sources),
        TableFile.Of(CatalogTables.Providers, facts.Providers),
        TableFile.Of(CatalogTables.Models, facts.Models),
        TableFile.Of(CatalogTables.Aliases, facts.Aliases),
        TableFile.Of(CatalogTables.Capabilities, facts.Capabilities),
        TableFile.Of(CatalogTables.Offers, facts.Offers),
        TableFile.Of(CatalogTables.Rates, facts.Rates),
        TableFile.Of(CatalogTables.Disputes, facts.Disputes),
        TableFile.Of(CatalogTables.TierMultiples, facts.TierMultiples),
        TableFile.Of(CatalogTables.RegionalUplifts, facts.RegionalUplifts),
        TableFile.Of(CatalogTables.ProviderCounts, facts.ProviderCounts),
        TableFile.Of(CatalogTables.PanelVotes, facts.PanelVotes),
        TableFile.Of(CatalogTables.CommunityVotes, facts.CommunityVotes),
        TableFile.Of(CatalogTables.Subscriptions, facts.Subscriptions),
        TableFile.Of(CatalogTables.Benchmarks, facts.Benchmarks),
    ];

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

    private static CatalogRows Read(Reader reader) => new()
    {
        Sources = reader.Read(CatalogTables.Sources),
        Providers = reader.Read(CatalogTables.Providers),
        Models = reader.Read(CatalogTables.Models),
        Aliases = reader.Read(CatalogTables.Aliases),
        Capabilities = reader.Read(CatalogTables.Capabilities),
        Offers = reader.Read(CatalogTables.Offers),
        Rates = reader.Read(CatalogTables.Rates),
        Disputes = reader.Read(CatalogTables.Disputes),
        TierMultiples = reader.Read(CatalogTables.TierMultiples),
        RegionalUplifts = reader.Read(CatalogTables.RegionalUplifts),
        ProviderCounts = reader.Read(CatalogTables.ProviderCounts),
        PanelVotes = reader.Read(CatalogTables.PanelVotes),
        CommunityVotes = reader.Read(CatalogTables.CommunityVotes),
        Subscriptions = reader.Read(CatalogTables.Subscriptions),
        Benchmarks = reader.Read(CatalogTables.Benchmarks),
    };

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

    private sealed class Reader(IReadOnlyCollection<string> files, Func<string, byte[]?> open, CatalogRows? under = null)
    {
        private readonly List<PriceDataError> _errors = [];
        private readonly Dictionary<string, ImmutableArray<long>> _lines = [];
        private readonly List<string> _known = [];
        private bool _lacksATable;

        public ImmutableArray<T> Read<T>(CsvTable<T> table)
        {
            _known.Add(table.File);
            if (open(table.File) is not { } bytes)
            {
                if (table.Required && under is null)
                {
                    _lacksATable = true;
                    _errors.Add(new PriceDataError(table.File, null, null, null, null, $"a file of this name with the header {string.Join(',', table.Columns)}"));
                }

                return [];
            }

            if (table.Read(bytes, _errors) is not ({ } facts, { } lines))
            {
                _lacksATable = true;
                return [];
            }

            _lines[table.File] = lines;
            return facts;
        }

        public void ThrowIfWrong(CatalogRows facts)
        {
            foreach (string unknown in files.Except(_known))
            {
                _errors.Add(new PriceDataError(unknown, null, null, null, unknown, $"one of the files {string.Join(", ", _known)}"));
            }

            // A table that could not be read makes every reference to it wrong; those errors would hide the real one.
            if (!_lacksATable)
            {
                HashSet<(string, long?)> badRows = [.. _errors.Select(e => (e.File, e.Line))];
                HashSet<(string, long?, string?)> badCells = [.. _errors.Select(e => (e.File, e.Line, e.Column))];
                IEnumerable<PriceDataError> more = under is null ? RowChecker.Check(facts, Line, IsDoubtful) : CatalogOverlay.Check(under, facts, Line, IsDoubtful);
                _errors.AddRange(more.Where(e => !badCells.Contains((e.File, e.Line, e.Column))));

                bool IsDoubtful(string file, long line) => badRows.Contains((file, line));
            }

            if (_errors.Count > 0)
            {
                throw new PriceDataException(_errors
                    .OrderBy(e => _known.IndexOf(e.File))
                    .ThenBy(e => e.Line ?? 0));
            }
        }

        private long? Line(string file, int row) => _lines[file][row];
    }
}
