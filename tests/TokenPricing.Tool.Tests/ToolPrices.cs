namespace TokenPricing.Tests;

/// <summary>A folder with prices, and place for files beside them, as long as a test runs.</summary>
internal sealed class ToolPrices : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("token-pricing-test-");

    public ToolPrices(params RateRow[] rates)
    {
        Folder = _folder.CreateSubdirectory("prices").FullName;
        Files = _folder.CreateSubdirectory("files");
        new PriceCatalog(TestCatalog.Facts(rates)).Save(Folder);
    }

    public string Folder { get; }

    public DirectoryInfo Files { get; }

    public void Dispose() => _folder.Delete(recursive: true);

    public string PathOf(string file) => Path.Combine(Files.FullName, file);

    public string Put(string file, string content)
    {
        File.WriteAllText(PathOf(file), content);
        return PathOf(file);
    }
}
