using System.IO.Enumeration;

namespace TokenPricing.Tool;

/// <summary>The files that a command line names: single files, folders, patterns and standard input.</summary>
internal static class InputFiles
{
    /// <summary>The name of standard input.</summary>
    public const string StandardInput = "-";

    private static readonly string[] Endings =
        [".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".prom", ".txt", ".gz", ".zst", ".parquet"];

    /// <summary>Returns the files, each once, those of a folder or a pattern in the order of their paths.</summary>
    /// <exception cref="ToolException">A name has no files.</exception>
    public static IReadOnlyList<string> Of(IEnumerable<string> names)
    {
        List<string> files = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (string name in names)
        {
            foreach (string file in Expand(name))
            {
                if (seen.Add(file == StandardInput ? file : Path.GetFullPath(file)))
                {
                    files.Add(file);
                }
            }
        }

        return files;
    }

    /// <summary>Returns whether a name stands for any number of files.</summary>
    public static bool IsMany(string name) =>
        name != StandardInput && (Directory.Exists(name) || (!File.Exists(name) && HasWildcard(name)));

    /// <summary>Opens a file or standard input.</summary>
    public static Stream Open(string file) => file == StandardInput ? Console.OpenStandardInput() : File.OpenRead(file);

    /// <summary>Reads the rows of files as one input, and then those that need the whole input.</summary>
    public static IEnumerable<UsageRow> Rows(IEnumerable<string> names, UsageInput input)
    {
        IReadOnlyList<string> files = Of(names);
        foreach (string file in files)
        {
            using Stream stream = Open(file);
            foreach (UsageRow row in input.Read(stream, files.Count == 1 ? Path.GetFileName(file) : file))
            {
                yield return row;
            }
        }

        foreach (UsageRow row in input.Complete())
        {
            yield return row;
        }
    }

    private static bool HasWildcard(string name) => name.AsSpan().IndexOfAny('*', '?') >= 0;

    private static string[] Expand(string name)
    {
        if (name == StandardInput || File.Exists(name) || (!Directory.Exists(name) && !HasWildcard(name)))
        {
            return [name];
        }

        string[] files = Directory.Exists(name) ? InFolder(name) : Matching(name);
        return files.Length > 0
            ? files
            : throw new ToolException(Directory.Exists(name)
                ? $"The folder '{name}' has no file with one of the endings {string.Join(", ", Endings)}."
                : $"No file matches '{name}'.");
    }

    private static string[] InFolder(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(f => Endings.Contains(Path.GetExtension(f).ToLowerInvariant()))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Returns the files of a pattern such as <c>logs/**/*.jsonl</c>, in which ** is any number of folders.</summary>
    private static string[] Matching(string pattern)
    {
        string[] parts = pattern.Split('/', '\\');
        string[] fixedParts = [.. parts.TakeWhile(p => !HasWildcard(p))];
        string root = string.Join('/', fixedParts);
        string start = root.Length > 0 ? root : pattern.StartsWith('/') ? "/" : ".";
        string[] rest = parts[fixedParts.Length..];
        return Directory.Exists(start)
            ? [.. Below(start, rest, isNamed: root.Length > 0 || pattern.StartsWith('/')).Distinct().Order(StringComparer.Ordinal)]
            : [];
    }

    private static IEnumerable<string> Below(string folder, string[] parts, bool isNamed)
    {
        if (parts.Length == 1)
        {
            return Directory.EnumerateFiles(folder)
                .Where(f => FileSystemName.MatchesSimpleExpression(parts[0], Path.GetFileName(f), ignoreCase: false))
                .Select(f => isNamed ? f : Path.GetRelativePath(".", f));
        }

        IEnumerable<string> folders = Directory.EnumerateDirectories(folder);
        return parts[0] == "**"
            ? Below(folder, parts[1..], isNamed).Concat(folders.SelectMany(f => Below(f, parts, isNamed)))
            : folders
                .Where(f => FileSystemName.MatchesSimpleExpression(parts[0], Path.GetFileName(f), ignoreCase: false))
                .SelectMany(f => Below(f, parts[1..], isNamed));
    }
}
