using FsCheck.Xunit;
using Xunit;

namespace TokenPricing.Tests;

public sealed class RoundTripLaws : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("token-pricing-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Property(MaxTest = 300, Arbitrary = [typeof(FactsGenerators)])]
    public void Save_ThenLoad_GivesTheSameFacts(CatalogRows facts)
    {
        PriceCatalog before = new(facts);
        before.Save(_folder.FullName);
        PriceCatalog after = PriceCatalog.Load(_folder.FullName);

        Assert.Equal(facts, after.Rows);
        Assert.Equal(before.RecordedThrough, after.RecordedThrough);
    }
}
