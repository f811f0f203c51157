using Xunit;

namespace TokenPricing.Tests;

/// <summary>A feed is published, verified and read by commands alone.</summary>
public sealed class FeedCommandTests : IDisposable
{
    private readonly ToolPrices _files = new([.. TestCatalog.Offer("alpha", "acme", 1, 2)]);

    private string Feed => _files.PathOf("feed");

    private string Key => _files.PathOf("key.pem");

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Publish_SignedFeed_IsVerifiedAndReadByUpdate()
    {
        Assert.Equal(0, ToolRun.Of("catalog", "keygen", Key).Code);
        (int code, string output, string error) = ToolRun.Of("catalog", "publish", Feed, "--key", Key, "--prices", _files.Folder);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("14 files, signed, prices through 2026-04-24; history: 2 stated, 0 withdrawn", output, StringComparison.Ordinal);
        Assert.Contains("nothing changed", ToolRun.Of("catalog", "publish", Feed, "--key", Key, "--prices", _files.Folder).Output, StringComparison.Ordinal);
        Assert.Equal((0, $"{Feed}: every file is as it was published.{Environment.NewLine}", ""), ToolRun.Of("catalog", "verify", Feed, "--public-key", Key + ".pub"));
        Assert.Contains("the signature was not verified", ToolRun.Of("catalog", "verify", Feed).Output, StringComparison.Ordinal);

        string data = _files.PathOf("data");
        Assert.Equal(0, ToolRun.On(new ToolRun.Clock(2026, 5, 3), data, "update", "--feed", Feed, "--public-key", Key + ".pub", "--prices", Other()).Code);

        File.AppendAllText(Path.Combine(Feed, "latest.csv"), "x");
        (int changed, _, string why) = ToolRun.On(new ToolRun.Clock(2026, 5, 3), data, "update", "--feed", Feed, "--public-key", Key + ".pub", "--prices", Other());
        Assert.Equal(1, changed);
        Assert.Contains("latest.csv of ", why, StringComparison.Ordinal);
        Assert.Contains("The prices stay as they are.", why, StringComparison.Ordinal);
        Assert.Equal(1, ToolRun.Of("catalog", "verify", Feed).Code);
        Assert.Equal(1, ToolRun.Of("catalog", "publish", Feed, "--key", Key, "--prices", _files.Folder).Code);
    }

    [Fact]
    public void KeyGen_Twice_ReplacesNoKey()
    {
        Assert.Equal(0, ToolRun.Of("catalog", "keygen", Key).Code);
        string key = File.ReadAllText(Key);
        (int code, _, string error) = ToolRun.Of("catalog", "keygen", Key);

        Assert.Equal((1, $"'{Key}' is there already, and a key is never replaced.{Environment.NewLine}", key), (code, error, File.ReadAllText(Key)));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Key));
        }
    }

    [Fact]
    public void Publish_WithWhatIsNoKey_SaysWhatAKeyIs()
    {
        ToolRun.Of("catalog", "keygen", Key);
        string none = _files.Put("none.pem", "none");
        foreach (string file in new[] { none, Key + ".pub" })
        {
            (int code, string output, string error) = ToolRun.Of("catalog", "publish", Feed, "--key", file, "--prices", _files.Folder);
            Assert.Equal((1, ""), (code, output));
            Assert.Contains("is not a private key of ECDSA in PEM", error, StringComparison.Ordinal);
        }

        ToolRun.Of("catalog", "publish", Feed, "--key", Key, "--prices", _files.Folder);
        Assert.Contains("not the public key", ToolRun.Of("catalog", "verify", Feed, "--public-key", none).Error, StringComparison.Ordinal);
        Assert.Contains("is not a public key", ToolRun.In(_files.PathOf("data"), "update", "--feed", Feed, "--public-key", none).Error, StringComparison.Ordinal);
    }

    private string Other()
    {
        string folder = _files.PathOf("other");
        new PriceCatalog(TestCatalog.Facts([.. TestCatalog.Offer("alpha", "acme", 1.5m, 2)])).Save(folder);
        return folder;
    }
}
