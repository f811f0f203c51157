namespace TokenPricing.Tests;

/// <summary>
/// A folder in which the commands of a document find the files that it speaks of, as long as a test runs: those that it shows behind
/// <c>&lt;!-- file: NAME --&gt;</c>, the calls that docs/in-the-terminal.md shows, and price folders.
/// </summary>
internal sealed class DocumentFiles : IDisposable
{
    private static readonly string[] PriceFolders = ["my-prices", "prices-of-may", "prices-of-june"];
    private static readonly string[] Endings = [".csv", ".html", ".json", ".jsonl", ".md", ".svg", ".zip"];

    // Where the file of calls is shown that others speak of.
    private static readonly Lazy<string> Calls = new(() => File.ReadAllText(Repository.PathOf("docs/in-the-terminal.md")));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("token-pricing-test-");

    public DocumentFiles(string markdown)
    {
        foreach (DocumentBlock block in DocumentBlock.In(Calls.Value)
            .Concat(DocumentBlock.In(markdown))
            .Where(b => b.Mark.StartsWith("file: ", StringComparison.Ordinal)))
        {
            string path = PathOf(block.Mark["file: ".Length..]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, block.Text);
        }

        foreach (string folder in PriceFolders.Select(PathOf).Where(folder => !Directory.Exists(folder)))
        {
            ReviewedPrices.Catalog.Save(folder);
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    public string PathOf(string file) => Path.GetFullPath(Path.Combine(_folder.FullName, file));

    /// <summary>An argument of a command with the file that it names, if any, in the folder or in the repository.</summary>
    public string Resolved(string argument)
    {
        int named = argument.IndexOf('=', StringComparison.Ordinal) + 1;
        string file = argument[named..];
        bool isHere = file.Length > 0
            && (Path.Exists(PathOf(file)) || file.StartsWith("./", StringComparison.Ordinal) || Endings.Contains(Path.GetExtension(file)));
        return argument[..named] + (isHere
            ? PathOf(file)
            : file.Contains('/', StringComparison.Ordinal) && Path.Exists(Repository.PathOf(file)) ? Repository.PathOf(file) : file);
    }
}
