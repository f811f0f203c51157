namespace TokenPricing.Tests;

/// <summary>A folder of its own for each test of a service, with a few prices in it that its settings are laid over.</summary>
internal sealed class ServicePrices : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("token-pricing-test-");

    public ServicePrices() => Catalog.Save(Folder);

    public static PriceCatalog Catalog { get; } = new(TestCatalog.Facts([.. TestCatalog.Offer("o4-mini", "openai", 1, 4), .. TestCatalog.Offer("mixtral-8x7b", "mistral", 0.15m, 0.45m)]));

    /// <summary>The path of the prices.</summary>
    public string Folder => PathOf("prices");

    public string PathOf(string name) => Path.Combine(_folder.FullName, name).Replace('\\', '/');

    public void Dispose() => _folder.Delete(recursive: true);
}
