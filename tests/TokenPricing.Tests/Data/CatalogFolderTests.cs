using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Folders of price files on disk, alone and laid over a catalog, and which rows replace which.</summary>
public sealed class CatalogFolderTests : IDisposable
{
    private const string RateHeader = "model,provider,meter,usd,per,from,to,source,recorded";

    private static readonly LocalDate Day = TestCatalog.Day;
    private static readonly CatalogRows Below = TestCatalog.Facts([.. TestCatalog.Offer("m", "p", 1, 2), .. TestCatalog.Offer("other", "q", 3, 4)]);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("token-pricing-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Load_NoFolder_SaysWhatToWrite()
    {
        string nowhere = Path.Combine(_folder.FullName, "nowhere");

        Assert.Equal(
            $"The price folder '{nowhere}' does not exist. Write the path of a folder with files such as rates.csv.",
            Assert.Throws<DirectoryNotFoundException>(() => PriceCatalog.Load(nowhere)).Message);
    }

    [Fact]
    public void Load_AFileTooLargeForMemory_IsNamed()
    {
        using (FileStream file = File.Create(Path.Combine(_folder.FullName, "sources.csv")))
        {
            file.SetLength((256 * 1024 * 1024) + 1);
        }

        Assert.Equal(
            "sources.csv: '268435457 bytes' found, expected a file of at most 268435456 bytes",
            Assert.Single(Assert.Throws<PriceDataException>(() => PriceCatalog.Load(_folder.FullName)).Errors).ToString());
    }

    [Fact]
    public void Save_ToANewFolder_WritesTheTablesThatHaveRows_AndEmptiesThoseThatExist()
    {
        string folder = Path.Combine(_folder.FullName, "new");
        string[] required = ["models.csv", "providers.csv", "rates.csv", "sources.csv"];
        CatalogRows more = Below with { Benchmarks = [new("m", "b", 1, null, TestCatalog.Source, Day)] };

        new PriceCatalog(Below).Save(folder);
        Assert.Equal(required, Names());
        new PriceCatalog(more).Save(folder);
        Assert.Equal(["benchmarks.csv", .. required], Names());
        Assert.Equal(more, PriceCatalog.Load(folder).Rows);
        new PriceCatalog(Below).Save(folder);
        Assert.Equal(["benchmarks.csv", .. required], Names());
        Assert.Equal("model,benchmark,score,unit,source,recorded\n", File.ReadAllText(Path.Combine(folder, "benchmarks.csv")));

        IEnumerable<string> Names() => Directory.EnumerateFiles(folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void WithFolder_FewTables_AreLaidOver_AndMayReferToWhatIsBelow()
    {
        Put("rates.csv", $"{RateHeader}\nm,p,input,9,1000000,,,test,2026-04-25\n");
        Put("notes.txt", "No table.");

        PriceCatalog prices = new PriceCatalog(Below).WithFolder(_folder.FullName);

        Assert.Equal(
            ["m output 2", "other input 3", "other output 4", "m input 9"],
            prices.Rows.Rates.Select(r => $"{r.Model} {r.Meter} {DecimalText.Format(r.Rate.Usd)}"));
        Assert.Equal(Below with { Rates = [] }, prices.Rows with { Rates = [] });
    }

    [Fact]
    public void WithFolder_WrongRows_AreNamedByTheirOwnLines()
    {
        AssertErrors("rates.csv", $"{RateHeader}\nm,p,input,1,1,,,test,2026-04-24\nmm,p,input,1,1,,,test,2026-04-24\n", "rates.csv, line 3, column model: 'mm' found, expected the id of a row of models.csv. Did you mean 'm'?");
        AssertErrors("rates.csv", $"{RateHeader}\nm,p,input,1,1,,,test,2026-04-24\nm,p,input,2,1,,,test,2026-04-24\n", "rates.csv, line 3, column from: nothing found, expected a period that does not overlap that of line 2 (the same meter on the same condition, recorded the same day)");
        AssertErrors("rates.csv", $"{RateHeader}\nm,p,input,x,1,,,zzzz,2026-04-24\n", "rates.csv, line 2, column usd: 'x' found, expected a number such as 0.15, without thousands separators or currency signs, of at most 28 digits", "rates.csv, line 2, column source: 'zzzz' found, expected the id of a row of sources.csv.");
        AssertErrors("tier_multiples.csv", "model,provider,service_tier,multiple,from,to,source,recorded\nm,p,batch,0.5,,,test,2026-04-24\nm,q,batch,0.5,,,test,2026-04-24\n", "tier_multiples.csv, line 3, column model: 'm' found, expected an offer that has rates to multiply");
    }

    [Fact]
    public void With_WrongRows_AreNamedByTheirOwnPlaces()
    {
        RateRow rate = TestCatalog.Rate("m", "p", Meter.Input, 1);

        Assert.Equal(
            ["rates.csv, row 1, column source: 'zzzz' found, expected the id of a row of sources.csv."],
            Errors(new CatalogRows { Rates = [rate, rate with { Meter = Meter.Output, Source = "zzzz" }] }));
        Assert.Equal(
            ["rates.csv, row 1, column from: nothing found, expected a period that does not overlap that of row 0 (the same meter on the same condition, recorded the same day)"],
            Errors(new CatalogRows { Rates = [rate, rate] }));

        static IEnumerable<string> Errors(CatalogRows over) => Assert.Throws<PriceDataException>(() => new PriceCatalog(Below).With(over)).Errors.Select(e => e.ToString());
    }

    /// <summary>In tables with periods a row replaces its own time only; in others it replaces the row about the same subject.</summary>
    [Theory]
    [InlineData(null, null, "9 -")]
    [InlineData(2, 3, "1 1-2 3-5, 9 2-3")]
    [InlineData(1, 5, "9 1-5")]
    [InlineData(0, 6, "9 0-6")]
    [InlineData(0, 1, "1 1-5, 9 0-1")]
    [InlineData(5, 6, "1 1-5, 9 5-6")]
    [InlineData(0, 2, "1 2-5, 9 0-2")]
    [InlineData(4, 6, "1 1-4, 9 4-6")]
    [InlineData(1, 3, "1 3-5, 9 1-3")]
    [InlineData(3, 5, "1 1-3, 9 3-5")]
    [InlineData(null, 2, "1 2-5, 9 -2")]
    [InlineData(2, null, "1 1-2, 9 2-")]
    public void Lay_ARowWithAPeriod_LeavesWhatIsBeforeAndAfter(int? from, int? to, string left)
    {
        TierMultipleRow below = new("m", "p", ServiceTier.Batch, 1, TestCatalog.Source, Day, At(1), At(5));

        CatalogRows laid = CatalogOverlay.Lay(
            new CatalogRows { TierMultiples = [below] }, new CatalogRows { TierMultiples = [below with { Model = "M", Multiple = 9, From = At(from), To = At(to), Recorded = Day.PlusDays(-9) }] });

        Assert.Equal(left, string.Join(", ", laid.TierMultiples.GroupBy(m => m.Multiple).Select(g => $"{g.Key} {string.Join(' ', g.Select(m => $"{Of(m.From)}-{Of(m.To)}"))}")));

        static Instant? At(int? day) => day is { } known ? Instant.FromUtc(2026, 1, 1, 0, 0) + Duration.FromDays(known) : null;

        static double? Of(Instant? at) => at is { } known ? (known - Instant.FromUtc(2026, 1, 1, 0, 0)).TotalDays : null;
    }

    [Fact]
    public void Lay_RowsWithoutPeriods_ReplaceThoseAboutTheSameSubject()
    {
        StatedProviderCount count = new("m", 1, "s", Day);
        PanelVote vote = new("m", "r", true, false, "s", Day);
        DisputedRateRow dispute = new("m", "p", Meter.Input, Rate.PerMillion(1), "why", "s", Day);
        CatalogRows under = new() { ProviderCounts = [count, count with { Model = "n" }], PanelVotes = [vote, vote with { Reviewer = "t" }], Disputes = [dispute] };

        CatalogRows laid = CatalogOverlay.Lay(under, new CatalogRows
        {
            ProviderCounts = [count with { Model = "M", Providers = 2, Recorded = Day.PlusDays(1) }],
            PanelVotes = [vote with { Reviewer = "R", Ships = false }],
            Disputes = [dispute],
        });

        Assert.Equal(["n 1", "M 2"], laid.ProviderCounts.Select(c => $"{c.Model} {c.Providers}"));
        Assert.Equal(["t True", "R False"], laid.PanelVotes.Select(v => $"{v.Reviewer} {v.Ships}"));
        Assert.Equal(2, laid.Disputes.Length);
    }

    [Fact]
    public void OfferIn_AnOffer_HasItsRows_ItsProviderAndItsModel()
    {
        CatalogRows rows = Below with
        {
            Offers = [new("other", "p", TestCatalog.Source, Day)],
            TierMultiples = [new("m", "p", ServiceTier.Batch, 1, TestCatalog.Source, Day), new("other", "q", ServiceTier.Batch, 1, TestCatalog.Source, Day)],
            Benchmarks = [new("m", "b", 1, null, TestCatalog.Source, Day)],
        };

        Assert.Equal(
            new CatalogRows { Sources = rows.Sources, Providers = [rows.Providers[0]], Models = [rows.Models[0]], Rates = [.. rows.Rates[..2]], TierMultiples = [rows.TierMultiples[0]] },
            CatalogOverlay.OfferIn(rows, new OfferId("P", "M")));
        Assert.Equal(
            new CatalogRows { Sources = rows.Sources, Providers = [rows.Providers[0]], Models = [rows.Models[1]], Offers = rows.Offers },
            CatalogOverlay.OfferIn(rows, new OfferId("p", "other")));
        Assert.Null(CatalogOverlay.OfferIn(rows, new OfferId("q", "m")));
    }

    [Fact]
    public void KnownOn_TheDayOfARow_HasIt()
    {
        CatalogRows rows = new()
        {
            Sources = [new("s", "S")],
            ProviderCounts = [new("m", 1, "s", Day), new("m", 2, "s", Day.PlusDays(1))],
            Rates = [TestCatalog.Rate("m", "p", Meter.Input, 1)],
        };

        Assert.Equal([1], CatalogTables.ProviderCounts.KnownOn(rows, Day).ProviderCounts.Select(c => c.Providers));
        Assert.Equal([1, 2], CatalogTables.ProviderCounts.KnownOn(rows, Day.PlusDays(1)).ProviderCounts.Select(c => c.Providers));
        Assert.Empty(CatalogTables.ProviderCounts.KnownOn(rows, Day.PlusDays(-1)).ProviderCounts);
        Assert.Equal(rows, CatalogTables.Sources.KnownOn(rows, Day.PlusDays(-1)));
        Assert.Empty(CatalogTables.Sources.RecordedDates(rows));
        Assert.Equal([new OfferId("p", "m")], CatalogTables.All.SelectMany(t => t.Offers(rows)));
    }

    private void AssertErrors(string file, string text, params string[] errors)
    {
        Put(file, text);
        Assert.Equal(errors, Assert.Throws<PriceDataException>(() => new PriceCatalog(Below).WithFolder(_folder.FullName)).Errors.Select(e => e.ToString()));
        File.Delete(Path.Combine(_folder.FullName, file));
    }

    private void Put(string file, string text) => File.WriteAllText(Path.Combine(_folder.FullName, file), text);
}
