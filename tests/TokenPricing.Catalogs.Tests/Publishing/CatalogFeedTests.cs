using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>A catalog as files for everybody: the same each time, continued and never rewritten, and refused where a byte was changed.</summary>
public sealed class CatalogFeedTests : IDisposable
{
    private static readonly LocalDate July = new(2026, 7, 1);
    private static readonly LocalDate August = new(2026, 8, 1);
    private static readonly PriceCatalog First = Lists.Merge(Lists.ModelsDev(July, ("acme/alpha", "\"input\": 1, \"output\": 2"), ("acme/beta", "\"input\": 3, \"output\": 6")));
    private static readonly PriceCatalog Second = First.UpdateWith(Lists.ModelsDev(August, ("acme/alpha", "\"input\": 0.5, \"output\": 2"), ("acme/beta", "\"input\": 3, \"output\": 6"))).Catalog;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("token-pricing-test-");
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static TheoryData<string> Files => [.. FeedFiles.All, "SHA256SUMS", "SHA256SUMS.sig"];

    private string PublicKey => _key.ExportSubjectPublicKeyInfoPem();

    private string Feed => Path.Combine(_folder.FullName, "feed");

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _key.Dispose();
    }

    [Fact]
    public async Task Publish_TheSameTwice_ChangesNoByteNotEvenOfTheSignature()
    {
        FeedPublication first = CatalogFeed.Publish(Second, Feed, _key);
        Dictionary<string, byte[]> files = Contents(Feed);
        FeedPublication again = CatalogFeed.Publish(Second, Feed, _key);

        Assert.True(first.IsChanged);
        Assert.Equal((false, 0, 0, first.Fingerprint), (again.IsChanged, again.Stated, again.Withdrawn, again.Fingerprint));
        Assert.Equal(files, Contents(Feed));

        // In another folder all but the signature is the same.
        string other = Path.Combine(_folder.FullName, "other");
        using HttpClient client = new();
        CatalogFeed.Publish(await PriceCatalog.LoadAsync(new Uri(Feed), client), other, _key);
        Assert.Equal(files.Where(f => f.Key != "SHA256SUMS.sig"), Contents(other).Where(f => f.Key != "SHA256SUMS.sig"));
        Assert.Equal([.. FeedFiles.All.Append("SHA256SUMS").Append("SHA256SUMS.sig").Order(StringComparer.Ordinal)], files.Keys);
    }

    [Fact]
    public void Publish_NewerPrices_AddsToTheHistoryAndRewritesNothing()
    {
        CatalogFeed.Publish(First, Feed);
        byte[] before = File.ReadAllBytes(Path.Combine(Feed, "history.jsonl"));

        FeedPublication second = CatalogFeed.Publish(Second, Feed);

        byte[] after = File.ReadAllBytes(Path.Combine(Feed, "history.jsonl"));
        Assert.Equal((1, 0), (second.Stated, second.Withdrawn));
        Assert.Equal(before, after[..before.Length]);
        string line = Encoding.UTF8.GetString(after[before.Length..]);
        Assert.Equal(
            """{"published":"2026-08-01","event":"stated","rate":{"provider":"acme","model":"alpha","meter":"input","usd":0.5,"per":1000000,"from":"2026-08-01T00:00:00Z","source":"models.dev","recorded":"2026-08-01"}}""" + "\n",
            line);

        // What a rebuilt catalog no longer states is withdrawn, and can be stated again.
        PriceCatalog rebuilt = new(Second.Rows with { Rates = [.. Second.Rows.Rates.Where(r => r.Model != "beta")] });
        Assert.Equal((0, 2), Counts(CatalogFeed.Publish(rebuilt, Feed)));
        Assert.Equal((2, 0), Counts(CatalogFeed.Publish(Second, Feed)));
        Assert.Equal((0, 0), Counts(CatalogFeed.Publish(Second, Feed)));
        Assert.Equal(after, File.ReadAllBytes(Path.Combine(Feed, "history.jsonl"))[..after.Length]);

        static (int, int) Counts(FeedPublication published) => (published.Stated, published.Withdrawn);
    }

    [Fact]
    public void Publish_OlderPricesOrNone_IsRefused()
    {
        CatalogFeed.Publish(Second, Feed);
        Assert.Contains("The feed has prices of 2026-08-01, but those of the catalog end on 2026-07-01", Assert.Throws<ArgumentException>(() => CatalogFeed.Publish(First, Feed)).Message, StringComparison.Ordinal);
        Assert.Contains("The catalog is empty", Assert.Throws<ArgumentException>(() => CatalogFeed.Publish(new PriceCatalog(new CatalogRows()), Path.Combine(_folder.FullName, "empty"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Verify_AnyByteOfAnyFile_IsRefusedByVerifyingPublishingAndLoading(string file)
    {
        CatalogFeed.Publish(Second, Feed, _key);
        string path = Path.Combine(Feed, file);
        byte[] bytes = File.ReadAllBytes(path);
        CatalogFeed.Verify(Feed, PublicKey);
        foreach (int at in Enumerable.Range(0, 9).Select(i => i * (bytes.Length - 1) / 8).Distinct())
        {
            byte[] changed = [.. bytes];
            changed[at] ^= 0x01;
            File.WriteAllBytes(path, changed);

            Assert.Throws<CatalogSignatureException>(() => CatalogFeed.Verify(Feed, PublicKey));
            Assert.Throws<CatalogSignatureException>(() => CatalogFeed.Publish(Second, Feed, _key));
            Assert.Throws<CatalogSignatureException>(() => Load(PublicKey));
        }

        File.Delete(path);
        Assert.Throws<CatalogSignatureException>(() => CatalogFeed.Verify(Feed, PublicKey));
        Assert.Throws<CatalogSignatureException>(() => CatalogFeed.Publish(Second, Feed, _key));
        File.WriteAllBytes(path, bytes);
        CatalogFeed.Verify(Feed, PublicKey);
        Assert.Equal(Second.Rows, Load(PublicKey).Rows);
    }

    [Theory]
    [InlineData("prices.zip")]
    [InlineData("SHA256SUMS")]
    [InlineData("SHA256SUMS.sig")]
    public async Task RefreshAsync_FeedOfAServer_IsVerifiedAndAChangedByteRefused(string file)
    {
        CatalogFeed.Publish(Second, Feed, _key);
        await using LoopbackServer server = new();
        server.Answer = (head, stream, cancellation) => Answers.Ok(File.ReadAllBytes(Path.Combine(Feed, head.Split(' ')[1].TrimStart('/'))))(head, stream, cancellation);
        using HttpClient client = new();
        CatalogRefresherOptions options = new() { Loading = new CatalogLoadOptions { PublicKey = PublicKey }, LargestAgeInDays = 36_500, LargestShrink = Percentage.FromPercent(100) };
        CatalogRefresher refresher = new(new Uri(server.Address, "prices.zip"), client, TimeProvider.System, First, options);

        Assert.Equal(CatalogRefreshOutcome.Updated, (await refresher.RefreshAsync()).Outcome);
        Assert.Equal(Second.Rows, refresher.Current.Rows);

        string path = Path.Combine(Feed, file);
        byte[] bytes = File.ReadAllBytes(path);
        foreach (int at in Enumerable.Range(0, 20).Select(i => i * (bytes.Length - 1) / 19).Distinct())
        {
            byte[] changed = [.. bytes];
            changed[at] ^= 0x10;
            File.WriteAllBytes(path, changed);
            CatalogRefresh refused = await refresher.RefreshAsync();
            Assert.True(refused.Outcome is CatalogRefreshOutcome.Refused or CatalogRefreshOutcome.Failed, $"{file} at {at}: {refused}");
            Assert.Equal(Second.Rows, refresher.Current.Rows);
        }
    }

    [Fact]
    public void Publish_SignedFeedWithoutItsKey_IsRefused()
    {
        CatalogFeed.Publish(First, Feed, _key);
        using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Assert.Contains("is signed. Give the key", Assert.Throws<CatalogSignatureException>(() => CatalogFeed.Publish(Second, Feed)).Message, StringComparison.Ordinal);
        Assert.Contains("another key signed it", Assert.Throws<CatalogSignatureException>(() => CatalogFeed.Publish(Second, Feed, other)).Message, StringComparison.Ordinal);
        Assert.Throws<CatalogSignatureException>(() => CatalogFeed.Verify(Feed, other.ExportSubjectPublicKeyInfoPem()));
        using ECDsa small = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Throws<ArgumentException>(() => CatalogFeed.Verify(Feed, small.ExportPkcs8PrivateKeyPem()));
    }

    [Fact]
    public void Publish_AfterAnInterruption_CompletesOrForgetsWhatWasBegun()
    {
        CatalogFeed.Publish(First, Feed, _key);
        Dictionary<string, byte[]> first = Contents(Feed);
        string other = Path.Combine(_folder.FullName, "other");
        CatalogFeed.Publish(First, other, _key);
        CatalogFeed.Publish(Second, other, _key);
        Dictionary<string, byte[]> second = Contents(other);

        // Killed while writing: the feed is as it was. Killed while moving: the next run goes on.
        Directory.CreateDirectory(Path.Combine(Feed, ".incomplete"));
        File.WriteAllText(Path.Combine(Feed, ".incomplete", "latest.json"), "half");
        CatalogFeed.Verify(Feed, PublicKey);
        CatalogFeed.Publish(First, Feed, _key);
        Assert.Equal(first, Contents(Feed));
        Assert.False(Directory.Exists(Path.Combine(Feed, ".incomplete")));

        DirectoryInfo complete = Directory.CreateDirectory(Path.Combine(Feed, ".complete"));
        foreach ((string name, byte[] bytes) in second.Where(f => !f.Value.SequenceEqual(first[f.Key])))
        {
            File.WriteAllBytes(name == "latest.json" ? Path.Combine(Feed, name) : Path.Combine(complete.FullName, name), bytes);
        }

        Assert.Throws<CatalogSignatureException>(() => CatalogFeed.Verify(Feed, PublicKey));
        FeedPublication published = CatalogFeed.Publish(Second, Feed, _key);
        Assert.Equal((0, false), (published.Stated, published.IsChanged));
        Assert.Equal(second, Contents(Feed));
    }

    [Fact]
    public void Publish_FilesThatAreNoneOfTheFeeds_Stay()
    {
        Directory.CreateDirectory(Feed);
        File.WriteAllText(Path.Combine(Feed, "index.html"), "mine");
        CatalogFeed.Publish(First, Feed);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(Feed, "index.html")));

        string other = Path.Combine(_folder.FullName, "other");
        Directory.CreateDirectory(other);
        File.WriteAllText(Path.Combine(other, "latest.json"), "mine");
        Assert.Contains("latest.json, but no SHA256SUMS", Assert.Throws<CatalogSignatureException>(() => CatalogFeed.Publish(First, other)).Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(other, "latest.json")));
    }

    [Fact]
    public void Publish_CellsOfStrangers_AreNotRunByASpreadsheet()
    {
        PriceCatalog hostile = Lists.Merge(Lists.ModelsDev(July, ("acme/=cmd|x", "\"input\": 1, \"output\": 2")), Lists.Genai(July.PlusDays(1), ("acme/=cmd|x", "\"input_mtok\": 1.5, \"output_mtok\": 2")));
        CatalogFeed.Publish(hostile, Feed);
        foreach (string file in new[] { "latest.csv", "disputes.csv" })
        {
            string table = File.ReadAllText(Path.Combine(Feed, file));
            Assert.Contains("cmd|x", table, StringComparison.Ordinal);
            Assert.DoesNotContain(",=cmd", table, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Publish_PricesThatTheOtherShapesCannotSay_AreListedAsLeftOut()
    {
        RateRow input = Second.Rows.Rates.First(r => r is { Model: "beta", Meter.Id: "input" });
        PriceCatalog special = new(Second.Rows with
        {
            Rates =
            [
                .. Second.Rows.Rates,
                input with { Meter = Meter.Parse("audio-seconds"), Rate = new Rate(0.01m, 1), Minimum = 10, RoundedUpTo = 60 },
                input with { Condition = new RateCondition { Window = new DailyWindow(new LocalTime(1, 0), new LocalTime(4, 30)) } },
                input with { Condition = new RateCondition { ServiceTier = ServiceTier.Batch } },
                input with { Condition = new RateCondition { Context = new ContextTier(272_000, includesThreshold: true) } },
            ],
        });
        CatalogFeed.Publish(special, Feed);

        string[] leftOut = File.ReadAllLines(Path.Combine(Feed, "left_out.csv"));
        Assert.Contains("models.dev.json,acme,beta,audio-seconds,,the shape has no key for this meter", leftOut);
        Assert.Contains("litellm.json,acme,beta,audio-seconds,,the shape has no minimum and no rounding", leftOut);
        Assert.Contains("models.dev.json,acme,beta,input,01:00-04:30 UTC,the shape has no hours of the day", leftOut);
        Assert.Contains("models.dev.json,acme,beta,input,batch,no request names the batch tier", leftOut);
        Assert.Contains(leftOut, l => l.StartsWith("litellm.json,acme,beta,input,\"total input >= 272,000\",\"not left out:", StringComparison.Ordinal));
        Assert.Contains("\"minimum\":10,\"roundedUpTo\":60", File.ReadAllText(Path.Combine(Feed, "latest.json")), StringComparison.Ordinal);
        Assert.Contains("\"size\":271999", File.ReadAllText(Path.Combine(Feed, "models.dev.json")), StringComparison.Ordinal);
        Assert.Contains("\"input_cost_per_token_batches\":0.000003", File.ReadAllText(Path.Combine(Feed, "litellm.json")), StringComparison.Ordinal);
        Assert.Empty(Violations("latest", File.ReadAllText(Path.Combine(Feed, "latest.json"))));
        Assert.Empty(File.ReadLines(Path.Combine(Feed, "history.jsonl")).SelectMany(l => Violations("history", l)));
    }

    [Fact]
    public void Publish_BuiltInPrices_FitsItsSchemasAndReadsTheSameInBothShapes()
    {
        PriceCatalog prices = PriceCatalog.BuiltIn;
        CatalogFeed.Publish(prices, Feed);
        foreach (string shape in new[] { "latest", "models.dev", "litellm" })
        {
            Assert.Empty(Violations(shape, File.ReadAllText(Path.Combine(Feed, $"{shape}.json"))).Take(5));
        }

        Assert.Empty(File.ReadLines(Path.Combine(Feed, "history.jsonl")).Take(2_000).SelectMany(l => Violations("history", l)).Take(5));
        HashSet<(string File, string Provider, string Model)> leftOut = [.. LeftOutRows()];
        AssertSame(prices, "models.dev.json", PriceListFormat.ModelsDev, leftOut, atLeast: 9_000);
        AssertSame(prices, "litellm.json", PriceListFormat.LiteLlm, leftOut, atLeast: 9_000);
    }

    private static void AssertSame(PriceCatalog expected, PriceCatalog actual, string file, HashSet<(string File, string Provider, string Model)> leftOut, int atLeast)
    {
        Instant at = expected.PricesAsOf;
        int compared = 0;
        foreach (Offer offer in expected.Offers.Where(o => o.StatusAt(at) is OfferStatus.Paid or OfferStatus.Free))
        {
            string name = file == "litellm.json" ? actual.Rows.Offers.Select(o => o.Model).FirstOrDefault() is null ? "" : offer.Model.Id.Value : offer.Model.Id.Value;
            RateCard card = offer.RateCardAt(at);
            if (!actual.TryGetOffer(offer.Provider.Id.Value, name, out Offer? read) || !read.TryGetRateCard(at, out RateCard? theirs))
            {
                continue;
            }

            if (read.Model.Id != offer.Model.Id && !read.Model.Id.Value.EndsWith($"/{offer.Model.Id}", StringComparison.OrdinalIgnoreCase))
            {
                continue; // A name that the smaller list understands otherwise.
            }

            compared++;
            bool isSame = card.RateOf(Meter.Input) == theirs.RateOf(Meter.Input) && card.RateOf(Meter.Output) == theirs.RateOf(Meter.Output);
            Assert.True(isSame || leftOut.Contains((file, offer.Provider.Id.Value, offer.Model.Id.Value)), $"{file}: {offer} {theirs.RateOf(Meter.Input)} {theirs.RateOf(Meter.Output)}");
        }

        Assert.True(compared >= atLeast, $"{file}: {compared} compared");
    }

    private void AssertSame(PriceCatalog prices, string file, PriceListFormat format, HashSet<(string, string, string)> leftOut, int atLeast)
    {
        using FileStream stream = File.OpenRead(Path.Combine(Feed, file));
        AssertSame(prices, new PriceCatalog(PriceImport.Read(stream, prices.RecordedThrough!.Value, format).Facts), file, leftOut, atLeast);
    }

    private IEnumerable<(string, string, string)> LeftOutRows() =>
        File.ReadLines(Path.Combine(Feed, "left_out.csv")).Skip(1).Select(l => l.Split(',')).Select(c => (c[0], c[1].TrimStart('\''), c[2].TrimStart('\'')));

    private PriceCatalog Load(string? publicKey) =>
        PriceCatalog.LoadAsync(new Uri(Feed), new HttpClient(), new CatalogLoadOptions { PublicKey = publicKey }).GetAwaiter().GetResult();

    private static Dictionary<string, byte[]> Contents(string folder) =>
        Directory.EnumerateFiles(folder).OrderBy(f => f, StringComparer.Ordinal).ToDictionary(f => Path.GetFileName(f), File.ReadAllBytes);

    /// <summary>What in a document does not fit a schema; the words of JSON Schema that the feed's schemas use are known, and no others.</summary>
    private static IEnumerable<string> Violations(string shape, string json)
    {
        using JsonDocument schema = JsonDocument.Parse(FeedFiles.Schema($"{shape}.schema.json"));
        using JsonDocument document = JsonDocument.Parse(json);
        return [.. SchemaCheck.Violations(schema.RootElement, schema.RootElement, document.RootElement, "$")];
    }
}
