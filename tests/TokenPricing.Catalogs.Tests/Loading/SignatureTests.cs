using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Xunit;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Prices that must be signed: by whom, and that not a byte of them is another one.</summary>
public sealed class SignatureTests : IDisposable
{
    private const string List = "[{\"id\":\"acme\",\"models\":[{\"id\":\"m\",\"prices\":{\"input_mtok\":0.15}}]}]";

    private static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly CatalogLoadOptions Signed = new() { PublicKey = Key.ExportSubjectPublicKeyInfoPem(), Recorded = new LocalDate(2026, 4, 24) };
    private static readonly PriceCatalog Prices = new(TestCatalog.Facts([.. TestCatalog.Offer("gpt", "openai", 0.15m, 0.6m), .. TestCatalog.Offer("m", "acme", 1, 2)]));
    private static readonly byte[] Zip = ZipOf(Prices, Key);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("token-pricing-test-");
    private readonly HttpClient _client = new();

    public void Dispose()
    {
        _client.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task LoadAsync_SignedZip_IsReadWithItsKeyAndWithout()
    {
        Assert.Equal(Prices.Rows, (await LoadAsync(Zip, Signed)).Rows);
        Assert.Equal(Prices.Rows, (await LoadAsync(Zip, new CatalogLoadOptions())).Rows);
    }

    [Property(MaxTest = 500)]
    public static async Task LoadAsync_SignedZipWithAChangedByte_IsRefusedOrTheSame(int place, byte change)
    {
        byte[] changed = [.. Zip];
        changed[(place & int.MaxValue) % changed.Length] ^= (byte)(change | 1);

        Exception? error = await Record.ExceptionAsync(async () => Assert.Equal(Prices.Rows, (await LoadAsync(changed, Signed)).Rows));

        Assert.True(error is null or CatalogSignatureException or PriceDataException, error?.ToString());
    }

    [Theory]
    [InlineData("unsigned", "is not signed: SHA256SUMS is missing")]
    [InlineData("without its signature", "is not signed: SHA256SUMS.sig is missing")]
    [InlineData("by another key", "SHA256SUMS was changed, or another key signed it")]
    [InlineData("a price changed", "rates.csv of The stream was changed: it has another SHA-256 than in SHA256SUMS")]
    [InlineData("a price and the list changed", "SHA256SUMS was changed, or another key signed it")]
    [InlineData("a file more", "aliases.csv of The stream is not among the files of SHA256SUMS")]
    [InlineData("a file less", "sources.csv of The stream was signed and is missing")]
    [InlineData("the signature of other prices", "rates.csv of The stream was changed: it has another SHA-256 than in SHA256SUMS")]
    public async Task LoadAsync_ZipThatIsNotWhatWasSigned_IsRefused(string lie, string reason)
    {
        using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] zip = lie switch
        {
            "unsigned" => ZipOf(Prices, null),
            "without its signature" => Changed(Zip, f => f.Remove("SHA256SUMS.sig")),
            "by another key" => ZipOf(Prices, other),
            "a price changed" => Changed(Zip, f => f["rates.csv"] = f["rates.csv"].Replace("0.15", "0.14", StringComparison.Ordinal)),
            "a price and the list changed" => Changed(Zip, f =>
            {
                f["rates.csv"] = f["rates.csv"].Replace("0.15", "0.14", StringComparison.Ordinal);
                f["SHA256SUMS"] = string.Concat(f.Where(e => e.Key.EndsWith(".csv", StringComparison.Ordinal)).OrderBy(e => e.Key, StringComparer.Ordinal).Select(e =>
                    $"{Convert.ToHexStringLower(SHA256.HashData(Bytes(e.Value)))}  {e.Key}\n"));
            }),
            "a file more" => Changed(Zip, f => f["aliases.csv"] = "name,model,provider,source,recorded\n"),
            "a file less" => Changed(Zip, f => f.Remove("sources.csv")),
            _ => Changed(Zip, f => f["rates.csv"] = Files(ZipOf(new PriceCatalog(TestCatalog.Facts(TestCatalog.Offer("gpt", "openai", 1, 2))), Key))["rates.csv"]),
        };

        CatalogSignatureException refused = await Assert.ThrowsAsync<CatalogSignatureException>(() => LoadAsync(zip, Signed));
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LoadAsync_StreamOfAList_CannotBeSigned() => Assert.Contains(
        "of a stream, only a ZIP can",
        (await Assert.ThrowsAsync<CatalogSignatureException>(() => LoadAsync(Encoding.UTF8.GetBytes(List), Signed))).Message,
        StringComparison.Ordinal);

    [Fact]
    public async Task LoadAsync_FolderAndFile_AreVerifiedByTheListBesideThem()
    {
        Prices.Save(_folder.FullName);
        await File.WriteAllTextAsync(PathOf("list.json"), List);
        await SignAsync(Directory.GetFiles(_folder.FullName));

        Assert.Equal(Prices.Rows, (await LoadAsync(new Uri(_folder.FullName))).Rows);
        Assert.Single((await LoadAsync(new Uri(PathOf("list.json")))).Offers);

        await File.AppendAllTextAsync(PathOf("list.json"), " ");
        await File.AppendAllTextAsync(PathOf("rates.csv"), "\n");
        await Assert.ThrowsAsync<CatalogSignatureException>(() => LoadAsync(new Uri(_folder.FullName)));
        await Assert.ThrowsAsync<CatalogSignatureException>(() => LoadAsync(new Uri(PathOf("list.json"))));
        File.Delete(PathOf("SHA256SUMS.sig"));
        await Assert.ThrowsAsync<CatalogSignatureException>(() => LoadAsync(new Uri(PathOf("list.json"))));
    }

    [Fact]
    public async Task RefreshAsync_OfAServer_RefusesWhatIsNotSignedAndTakesWhatIs()
    {
        byte[] list = Encoding.UTF8.GetBytes($"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(List)))}  prices\n");
        byte[] signature = Key.SignData(list, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        await using LoopbackServer server = new(Answers.Ok(List));
        FakeTimeProvider time = new(Instant.FromUtc(2026, 5, 1, 0, 0).ToDateTimeOffset());
        PriceCatalog first = new(TestCatalog.Facts(TestCatalog.Offer("m", "acme", 0.2m, 1)));
        CatalogRefresher refresher = new(server.Address, _client, time, first, new CatalogRefresherOptions { Loading = Signed });

        CatalogRefresh refused = await refresher.RefreshAsync();
        Assert.Equal((CatalogRefreshOutcome.Refused, first, null), (refused.Outcome, refresher.Current, refresher.Doubted));
        Assert.IsType<CatalogSignatureException>(refused.Error);

        server.Answer = (head, stream, cancellation) => Answers.Ok(
            head.StartsWith("GET /SHA256SUMS.sig ", StringComparison.Ordinal) ? signature
            : head.StartsWith("GET /SHA256SUMS ", StringComparison.Ordinal) ? list
            : Encoding.UTF8.GetBytes(List))(head, stream, cancellation);
        Assert.Equal(CatalogRefreshOutcome.Updated, (await refresher.RefreshAsync()).Outcome);

        list[3] ^= 1;
        server.Answer = (head, stream, cancellation) => Answers.Ok(
            head.Contains("SUMS.sig ", StringComparison.Ordinal) ? signature : head.Contains("SUMS ", StringComparison.Ordinal) ? list : Encoding.UTF8.GetBytes(List + " "))(
            head, stream, cancellation);
        Assert.Equal(CatalogRefreshOutcome.Refused, (await refresher.RefreshAsync()).Outcome);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----")]
    [InlineData("private")]
    public void PublicKey_ThatIsNone_IsAnError(string key) => Assert.Throws<ArgumentException>(
        () => new CatalogLoadOptions { PublicKey = key == "private" ? Key.ExportPkcs8PrivateKeyPem() : key });

    [Fact]
    public async Task LoadAsync_ZipWithTwoHundredThousandEntries_IsRefusedBeforeOneIsRead()
    {
        using MemoryStream stream = new();
        using (ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (int i = 0; i < 200_000; i++)
            {
                zip.CreateEntry($"{i}.csv", CompressionLevel.NoCompression);
            }
        }

        PriceDataException refused = await Assert.ThrowsAsync<PriceDataException>(() => LoadAsync(stream.ToArray(), new CatalogLoadOptions()));
        Assert.Contains("'200,000 entries' found, expected at most 1,000 entries", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task PriceHttpHandler_Redirected_TakesKeysToTheSameServerAlone(bool isOther)
    {
        await using LoopbackServer other = new(Answers.Ok(Zip));
        await using LoopbackServer server = new();
        server.Answer = (head, stream, cancellation) => (head.StartsWith("GET /prices ", StringComparison.Ordinal)
            ? Answers.Status("302 Found", isOther ? $"Location: {other.Address}" : "Location: /moved")
            : Answers.Ok(Zip))(head, stream, cancellation);
        using HttpClient client = new(new PriceHttpHandler());
        client.DefaultRequestHeaders.Add("X-Api-Key", "secret");
        client.DefaultRequestHeaders.Add("Authorization", "Bearer secret");
        client.DefaultRequestHeaders.Add("User-Agent", "prices");

        PriceCatalog prices = await PriceCatalog.LoadAsync(server.Address, client);

        Assert.Equal(Prices.Rows, prices.Rows);
        string last = (isOther ? other : server).Requests.Last();
        Assert.Equal(!isOther, last.Contains("secret", StringComparison.Ordinal));
        Assert.Contains("User-Agent: prices", last, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://example.org/prices")]
    [InlineData("/prices")]
    public async Task PriceHttpHandler_RedirectedForeverOrElsewhere_Stops(string location)
    {
        await using LoopbackServer server = new(Answers.Status("302 Found", $"Location: {location}"));
        using HttpClient client = new(new PriceHttpHandler());

        await Assert.ThrowsAsync<HttpRequestException>(() => PriceCatalog.LoadAsync(server.Address, client));
        Assert.InRange(server.Requests.Count, 1, 6);
    }

    private static async Task<PriceCatalog> LoadAsync(byte[] bytes, CatalogLoadOptions options)
    {
        await using MemoryStream stream = new(bytes);
        return await PriceCatalog.LoadAsync(stream, options);
    }

    private static byte[] ZipOf(PriceCatalog prices, ECDsa? key)
    {
        using MemoryStream stream = new();
        if (key is null)
        {
            prices.SaveZip(stream);
        }
        else
        {
            prices.SaveZip(stream, key);
        }

        return stream.ToArray();
    }

    private static Dictionary<string, string> Files(byte[] zip)
    {
        using MemoryStream stream = new(zip);
        using ZipArchive archive = new(stream);
        return archive.Entries.ToDictionary(e => e.FullName, e =>
        {
            using StreamReader reader = new(e.Open(), Encoding.Latin1);
            return reader.ReadToEnd();
        });
    }

    private static byte[] Changed(byte[] zip, Action<Dictionary<string, string>> change)
    {
        Dictionary<string, string> files = Files(zip);
        change(files);
        using MemoryStream stream = new();
        using (ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, string text) in files)
            {
                using Stream entry = archive.CreateEntry(name).Open();
                entry.Write(Bytes(text));
            }
        }

        return stream.ToArray();
    }

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    private Task<PriceCatalog> LoadAsync(Uri address) => PriceCatalog.LoadAsync(address, _client, Signed);

    private string PathOf(string file) => Path.Combine(_folder.FullName, file);

    private async Task SignAsync(string[] files)
    {
        string list = string.Concat(files.Select(f => $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(f)))}  {Path.GetFileName(f)}\n"));
        await File.WriteAllTextAsync(PathOf("SHA256SUMS"), list);
        await File.WriteAllBytesAsync(PathOf("SHA256SUMS.sig"), Key.SignData(Encoding.UTF8.GetBytes(list), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
    }
}
