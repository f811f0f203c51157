using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Xunit;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

public sealed class CatalogLoadTests : IDisposable
{
    private const string GenaiPrices = """[{"id":"acme","models":[{"id":"m","prices":{"input_mtok":0.15,"new_mtok":1}}]}]""";

    private static readonly LocalDate Day = new(2026, 8, 21);
    private static readonly byte[] Reviewed = Zip(ReviewedPrices.Catalog);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("token-pricing-test-");
    private readonly HttpClient _client = new();

    public void Dispose()
    {
        _client.Dispose();
        _folder.Delete(recursive: true);
    }

    [Property(MaxTest = 200, Arbitrary = [typeof(FactsGenerators)])]
    public static async Task SaveZip_ThenLoad_GivesTheSameFactsFromTheSameBytes(CatalogRows facts)
    {
        byte[] zip = Zip(new PriceCatalog(facts));
        PriceCatalog after = await LoadAsync(zip);

        Assert.Equal(facts, after.Rows);
        Assert.Equal(zip, Zip(after));
    }

    [Fact]
    public async Task SaveZip_OfPrices_HasTheFilesThatSaveWrites()
    {
        ReviewedPrices.Catalog.Save(_folder.FullName);
        await using MemoryStream stream = new(Reviewed);
        using ZipArchive zip = new(stream);

        Assert.Equal(_folder.EnumerateFiles().Select(f => f.Name).Order(StringComparer.Ordinal), zip.Entries.Select(e => e.FullName).Order(StringComparer.Ordinal));
        Assert.All(zip.Entries, e =>
        {
            using StreamReader text = new(e.Open());
            Assert.Equal(File.ReadAllText(Path.Combine(_folder.FullName, e.FullName)), text.ReadToEnd());
        });
    }

    [Fact]
    public async Task LoadAsync_Folder_IsLoad()
    {
        ReviewedPrices.Catalog.Save(_folder.FullName);

        Assert.Equal(ReviewedPrices.Catalog.Rows, (await PriceCatalog.LoadAsync(_folder.FullName)).Rows);
        await Assert.ThrowsAsync<DirectoryNotFoundException>(() => PriceCatalog.LoadAsync(_folder.FullName + "-not"));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PriceCatalog.LoadAsync(_folder.FullName, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task LoadAsync_Stream_IsReadByTheByteAndLeftOpen()
    {
        await using TrickleStream stream = new(Reviewed);

        Assert.Equal(ReviewedPrices.Catalog.Rows, (await PriceCatalog.LoadAsync(stream)).Rows);
        Assert.True(stream.CanRead);
    }

    [Fact]
    public async Task LoadAsync_ZipWithOtherFilesAndFolders_ReadsTheFilesAtTheTop()
    {
        byte[] zip = With(Reviewed, ("README.md", "text"), ("old/rates.csv", "text"), ("old\\rates.csv", "text"), ("../../rates.csv", "text"), ("old/", ""));

        Assert.Equal(ReviewedPrices.Catalog.Rows, (await LoadAsync(zip)).Rows);
    }

    [Fact]
    public async Task LoadAsync_ZipWithAFileThatIsNoTable_NamesIt() =>
        Assert.Contains(await ErrorsAsync(With(Reviewed, ("price.csv", "a"))), e => e is { File: "price.csv", Value: "price.csv" });

    [Fact]
    public async Task LoadAsync_ZipWithAFileTwice_NamesIt() =>
        Assert.Equal("The stream: 'rates.csv' found, expected each file once", Assert.Single(await ErrorsAsync(With(Reviewed, ("rates.csv", "a")))).ToString());

    [Fact]
    public async Task LoadAsync_ZipWithoutItsFiles_NamesWhatIsMissing() =>
        Assert.Contains(await ErrorsAsync(With(null, ("folder/rates.csv", "a"))), e => e is { File: "rates.csv", Value: null });

    [Fact]
    public async Task LoadAsync_ZipBomb_StopsAtTheBound()
    {
        byte[] bomb = With(null, CompressionLevel.SmallestSize, ("rates.csv", new string('0', 20_000_000)));
        Assert.InRange(bomb.Length, 0, 100_000);

        PriceDataError error = Assert.Single(await ErrorsAsync(bomb, new CatalogLoadOptions { MaximumBytes = 1_000_000 }));

        Assert.Equal(("rates.csv", "more than 1,000,000 bytes", "files that unpack to at most 1,000,000 bytes together"), (error.File, error.Value, error.Expected));
    }

    [Fact]
    public async Task LoadAsync_ZipBombThatLiesAboutItsLength_StopsAtTheBound()
    {
        byte[] bomb = With(null, ("rates.csv", new string('0', 5_000_000)));
        byte[] length = BitConverter.GetBytes(5_000_000);
        for (int at = bomb.AsSpan().IndexOf(length); at >= 0; at = bomb.AsSpan().IndexOf(length))
        {
            BitConverter.GetBytes(7).CopyTo(bomb, at);
        }

        Assert.Single(await ErrorsAsync(bomb, new CatalogLoadOptions { MaximumBytes = 100_000 }));
    }

    [Fact]
    public async Task LoadAsync_ManyFilesThatTogetherAreTooLarge_StopsAtTheBound() => Assert.Equal(
        "b.csv",
        Assert.Single(await ErrorsAsync(With(null, ("a.csv", new string('a', 700)), ("b.csv", new string('b', 700))), new CatalogLoadOptions { MaximumBytes = 1_000 })).File);

    [Fact]
    public async Task LoadAsync_MoreBytesThanAllowed_SaysHowManyAreAllowed()
    {
        CatalogLoadOptions exact = new() { MaximumBytes = GenaiPrices.Length, Recorded = Day };

        Assert.Single((await LoadAsync(Encoding.UTF8.GetBytes(GenaiPrices), exact)).Models);
        PriceDataError error = Assert.Single(await ErrorsAsync(Encoding.UTF8.GetBytes(GenaiPrices), exact with { MaximumBytes = GenaiPrices.Length - 1 }));
        Assert.Equal($"The stream: 'more than {GenaiPrices.Length - 1} bytes' found, expected no more than that", error.ToString());
    }

    [Fact]
    public async Task LoadAsync_ZipWithAChangedDigit_IsFoundByItsChecksum()
    {
        byte[] zip = With(null, CompressionLevel.NoCompression, ("rates.csv", "m,p,input,0.15"));
        zip[zip.AsSpan().IndexOf("0.15"u8)] = (byte)'9';

        Assert.Contains("damaged in transit", Assert.Single(await ErrorsAsync(zip)).Expected, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LoadAsync_ZipBrokenOffAnywhere_IsRefused()
    {
        for (int length = 0; length < Reviewed.Length; length += 1 + (Reviewed.Length / 300))
        {
            Assert.NotEmpty(await ErrorsAsync(Reviewed[..length]));
        }
    }

    /// <summary>A table may get lost with its name; no row ever changes.</summary>
    [Property]
    public static async Task LoadAsync_ZipWithADamagedByte_IsRefusedOrHasNothingElseThanWasWritten(DoNotSize<uint> place, byte value)
    {
        byte[] zip = [.. Reviewed];
        zip[place.Item % zip.Length] = value;
        try
        {
            CatalogRows facts = (await LoadAsync(zip)).Rows;
            Assert.True(facts.Rates.SequenceEqual(ReviewedPrices.Catalog.Rows.Rates));
            Assert.Subset(ReviewedPrices.Catalog.Rows.PanelVotes.ToHashSet(), facts.PanelVotes.ToHashSet());
        }
        catch (PriceDataException e)
        {
            Assert.NotEmpty(e.Errors);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \r\n")]
    [InlineData("<!DOCTYPE html><html><body>Sign in</body></html>")]
    [InlineData("model,provider,meter,usd\n")]
    [InlineData("\u001f\u008b\b")]
    [InlineData("PK")]
    [InlineData("P")]
    [InlineData("{")]
    [InlineData("[]]")]
    [InlineData("{\"error\":\"too many requests\"}")]
    public async Task LoadAsync_WhatIsNoCatalog_IsRefused(string content) =>
        Assert.NotEmpty(await ErrorsAsync(Encoding.Latin1.GetBytes(content), new CatalogLoadOptions { Recorded = Day }));

    [Fact]
    public async Task LoadAsync_HtmlPage_ShowsHowItBegins()
    {
        string message = Assert.Single(await ErrorsAsync("<!DOCTYPE html><html>Sign in</html>"u8.ToArray())).ToString();

        Assert.Equal("The stream: '<!DOCTYPE html><html>Sign in</html>' found, expected a ZIP of price files, or a price list in JSON", message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\ufeff")]
    [InlineData(" \r\n\t")]
    public async Task LoadAsync_AnotherProjectsList_IsImportedForTheDayGiven(string before)
    {
        List<ImportSkip> skipped = [];

        PriceCatalog prices = await LoadAsync(Encoding.UTF8.GetBytes(before + GenaiPrices), new CatalogLoadOptions { Recorded = Day, OnSkipped = skipped.Add });

        Assert.Equal(Day, prices.RecordedThrough);
        Assert.Equal("acme/m: prices.new_mtok", Assert.Single(skipped).Place);
    }

    [Fact]
    public async Task LoadAsync_AnotherProjectsListWithoutADay_AsksForIt() =>
        Assert.Contains("CatalogLoadOptions.Recorded", Assert.Single(await ErrorsAsync(Encoding.UTF8.GetBytes(GenaiPrices))).Expected, StringComparison.Ordinal);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task LoadAsync_StreamThatStalls_EndsInTime(bool heedsItsToken)
    {
        await using StalledStream stream = new(heedsItsToken);

        TimeoutException error = await Assert.ThrowsAsync<TimeoutException>(
            () => PriceCatalog.LoadAsync(stream, new CatalogLoadOptions { Timeout = Duration.FromMilliseconds(50) }));

        Assert.Equal("The stream took longer than 0.05 seconds.", error.Message);
    }

    [Fact]
    public async Task LoadAsync_Cancelled_SaysSoAndNotThatTimeIsUp()
    {
        await using StalledStream stream = new(heedsItsToken: true);
        using CancellationTokenSource stop = new();
        Task loading = PriceCatalog.LoadAsync(stream, cancellation: stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loading);
    }

    [Fact]
    public async Task LoadAsync_FileAddress_ReadsFolderZipOrList()
    {
        string folder = Path.Combine(_folder.FullName, "prices");
        ReviewedPrices.Catalog.Save(folder);
        string zip = Put("prices.zip", Reviewed);
        string json = Put("prices.json", Encoding.UTF8.GetBytes(GenaiPrices));
        File.SetLastWriteTimeUtc(json, Instant.FromUtc(2026, 3, 1, 12, 0).ToDateTimeUtc());

        Assert.Equal(ReviewedPrices.Catalog.Rows, (await PriceCatalog.LoadAsync(new Uri(folder), _client)).Rows);
        Assert.Equal(ReviewedPrices.Catalog.Rows, (await PriceCatalog.LoadAsync(new Uri(zip), _client)).Rows);
        Assert.Equal(new LocalDate(2026, 3, 1), (await PriceCatalog.LoadAsync(new Uri(json), _client)).RecordedThrough);
        await Assert.ThrowsAsync<FileNotFoundException>(() => PriceCatalog.LoadAsync(new Uri(zip + "-not"), _client));

        string Put(string name, byte[] content)
        {
            string path = Path.Combine(_folder.FullName, name);
            File.WriteAllBytes(path, content);
            return path;
        }
    }

    [Theory]
    [InlineData("prices.zip")]
    [InlineData("ftp://127.0.0.1/prices.zip")]
    [InlineData("data:text/plain,a")]
    public async Task LoadAsync_OtherAddress_IsAWrongArgument(string address) => Assert.Equal(
        "address", (await Assert.ThrowsAsync<ArgumentException>(() => PriceCatalog.LoadAsync(new Uri(address, UriKind.RelativeOrAbsolute), _client))).ParamName);

    [Fact]
    public async Task LoadAsync_Server_GivesTheCatalog()
    {
        await using LoopbackServer server = new(Answers.Ok(Reviewed));

        Assert.Equal(ReviewedPrices.Catalog.Rows, (await PriceCatalog.LoadAsync(server.Address, _client)).Rows);
        Assert.DoesNotContain("If-None-Match", Assert.Single(server.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LoadAsync_ListFromAServer_IsOfTheDayOnWhichItChanged()
    {
        await using LoopbackServer server = new(Answers.Ok(GenaiPrices, "Last-Modified: Sun, 01 Mar 2026 23:30:00 GMT"));

        Assert.Equal(new LocalDate(2026, 3, 1), (await PriceCatalog.LoadAsync(server.Address, _client)).RecordedThrough);
        Assert.Equal(Day, (await PriceCatalog.LoadAsync(server.Address, _client, new CatalogLoadOptions { Recorded = Day })).RecordedThrough);
        server.Answer = Answers.Ok(GenaiPrices);
        await Assert.ThrowsAsync<PriceDataException>(() => PriceCatalog.LoadAsync(server.Address, _client));
    }

    [Theory]
    [InlineData("304 Not Modified", 304)]
    [InlineData("206 Partial Content", 206)]
    [InlineData("404 Not Found", 404)]
    public async Task LoadAsync_OtherStatusThan200_IsAnErrorThatTellsNoSecrets(string status, int code)
    {
        await using LoopbackServer server = new(Answers.Status(status));
        Uri secret = new UriBuilder(server.Address) { UserName = "me", Password = "hidden", Query = "key=hidden" }.Uri;

        HttpRequestException error = await Assert.ThrowsAsync<HttpRequestException>(() => PriceCatalog.LoadAsync(secret, _client));

        Assert.Equal(code, (int?)error.StatusCode);
        Assert.Equal($"{server.Address} answered with status {code} instead of 200.", error.Message);
        Assert.Contains("key=hidden", Assert.Single(server.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LoadAsync_ClientWithAShorterLimit_IsATimeoutToo()
    {
        await using LoopbackServer server = new(Answers.Silence);
        using HttpClient hasty = new() { Timeout = TimeSpan.FromMilliseconds(50) };

        TimeoutException error = await Assert.ThrowsAsync<TimeoutException>(() => PriceCatalog.LoadAsync(server.Address, hasty));

        Assert.Contains("HttpClient.Timeout", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_OutOfTheirRange_AreRefused()
    {
        CatalogLoadOptions options = new();

        Assert.Throws<ArgumentOutOfRangeException>(() => options with { MaximumBytes = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => options with { MaximumBytes = (1L << 30) + 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => options with { Timeout = Duration.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => options with { Timeout = Duration.FromDays(2) });
    }

    private static byte[] Zip(PriceCatalog prices)
    {
        using MemoryStream stream = new();
        prices.SaveZip(stream);
        return stream.ToArray();
    }

    private static byte[] With(byte[]? zip, params (string Name, string Content)[] files) => With(zip, CompressionLevel.Fastest, files);

    private static byte[] With(byte[]? zip, CompressionLevel level, params (string Name, string Content)[] files)
    {
        using MemoryStream stream = new();
        stream.Write(zip);
        using (ZipArchive archive = new(stream, zip is null ? ZipArchiveMode.Create : ZipArchiveMode.Update, leaveOpen: true))
        {
            foreach ((string name, string content) in files)
            {
                using Stream entry = archive.CreateEntry(name, level).Open();
                entry.Write(Encoding.UTF8.GetBytes(content));
            }
        }

        return stream.ToArray();
    }

    private static async Task<PriceCatalog> LoadAsync(byte[] bytes, CatalogLoadOptions? options = null)
    {
        using MemoryStream stream = new(bytes);
        return await PriceCatalog.LoadAsync(stream, options);
    }

    private static async Task<IReadOnlyList<PriceDataError>> ErrorsAsync(byte[] bytes, CatalogLoadOptions? options = null) =>
        (await Assert.ThrowsAsync<PriceDataException>(() => LoadAsync(bytes, options))).Errors;

    /// <summary>Gives a byte at a time, and cannot seek.</summary>
    private sealed class TrickleStream(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => base.ReadAsync(buffer[..1], cancellationToken);
    }

    private sealed class StalledStream(bool heedsItsToken) : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, heedsItsToken ? cancellationToken : CancellationToken.None);
            return 0;
        }
    }
}
