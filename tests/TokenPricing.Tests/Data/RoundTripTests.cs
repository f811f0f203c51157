using FsCheck.Xunit;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

public sealed class RoundTripTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("token-pricing-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Property(MaxTest = 200, Arbitrary = [typeof(FactsGenerators)])]
    public bool AsKnownOn_TheNewestDay_IsEverything_AndNoDayKnowsWhatCameLater(CatalogRows facts, byte place)
    {
        PriceCatalog all = new(facts);
        LocalDate[] days = [.. CatalogTables.All.SelectMany(t => t.RecordedDates(facts)).Order()];
        LocalDate day = days[place * days.Length / 256];
        PriceCatalog half = all.AsKnownOn(day);
        return all.AsKnownOn(days[^1]).Rows == facts
            && CatalogTables.All.Where(t => t.File is not ("models.csv" or "aliases.csv")).All(t =>
                t.RecordedDates(half.Rows).SequenceEqual(t.RecordedDates(facts).Where(d => d <= day)))
            && half.Rows.Rates.All(r => facts.Rates.Contains(r) && half.TryGetOffer(r.Provider, r.Model, out _));
    }

    [Fact]
    public void Save_OfTheBuiltInPrices_GivesTheirFilesToTheByte()
    {
        PriceCatalog.BuiltIn.Save(_folder.FullName);

        string original = Repository.PathOf("pricing-data/market");
        string[] files = [.. Directory.EnumerateFiles(original, "*.csv").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
        Assert.Equal(files, _folder.EnumerateFiles().Select(f => f.Name).Order(StringComparer.Ordinal));
        Assert.All(files, f => Assert.Equal(File.ReadAllText(Path.Combine(original, f)), File.ReadAllText(Path.Combine(_folder.FullName, f))));
    }

    [Fact]
    public void Save_OverAFolderWithMoreTables_EmptiesThem()
    {
        ReviewedPrices.Catalog.Save(_folder.FullName);
        PriceCatalog fewer = new(ReviewedPrices.Catalog.Rows with { PanelVotes = [] });

        fewer.Save(_folder.FullName);

        Assert.Equal(fewer.Rows, PriceCatalog.Load(_folder.FullName).Rows);
    }

    [Fact]
    public void Save_WhereAFileCannotBeReplaced_LeavesNoHalfWrittenFile()
    {
        ReviewedPrices.Catalog.Save(_folder.FullName);
        string blocked = Path.Combine(_folder.FullName, "models.csv");
        File.Delete(blocked);
        Directory.CreateDirectory(Path.Combine(blocked, "in-the-way"));

        Assert.ThrowsAny<Exception>(() => ReviewedPrices.Catalog.Save(_folder.FullName));

        Assert.DoesNotContain(_folder.EnumerateFiles(), f => f.Name.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public void Load_WithByteOrderMarkAndWindowsLineEnds_ReadsTheSame()
    {
        ReviewedPrices.Catalog.Save(_folder.FullName);
        foreach (FileInfo file in _folder.EnumerateFiles())
        {
            string text = File.ReadAllText(file.FullName).Replace("\n", "\r\n", StringComparison.Ordinal);
            File.WriteAllText(file.FullName, text, new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        }

        Assert.Equal(ReviewedPrices.Catalog.Rows, PriceCatalog.Load(_folder.FullName).Rows);
    }
}
