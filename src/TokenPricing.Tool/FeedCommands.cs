using System.CommandLine;
using System.Security.Cryptography;

namespace TokenPricing.Tool;

/// <summary><c>token-pricing catalog publish</c>, <c>verify</c> and <c>keygen</c>: prices as files that a web server serves.</summary>
internal static class FeedCommands
{
    /// <summary>Returns <c>catalog publish</c>.</summary>
    public static ToolCommand Publish(Answers answers)
    {
        Argument<string> folder = new("FOLDER") { Description = "The folder of the feed; one that is there is verified and continued." };
        Option<string?> key = new("--key")
        {
            HelpName = "FILE",
            Description = "The private key that signs the feed, in PEM, as 'catalog keygen' writes it. [default: no signature]",
        };
        ToolCommand command = new(
            "publish",
            "Writes a catalog as a static feed: latest prices, history, disputes, sums and signature.",
            [new("catalog publish ./feed --prices ./my-prices", "Prices of yours, to be served by any web server.")])
        {
            Sections =
            [
                new(
                    "Files",
                    new("prices.zip", "the whole catalog with its history, for 'update --feed' and CatalogRefresher"),
                    new("latest.json, .csv", "the prices in force on the newest day"),
                    new("history.jsonl", "every price that was stated or withdrawn; lines are only added"),
                    new("disputes.csv", "what sources state otherwise, and why it is not used"),
                    new("models.dev.json", "the prices in force in the shape of models.dev"),
                    new("litellm.json", "the same in the shape of LiteLLM's price map"),
                    new("left_out.csv", "what these two shapes cannot say"),
                    new("*.schema.json", "a JSON Schema of each JSON file"),
                    new("SHA256SUMS, .sig", "the sums of all files, and their ECDSA signature")),
            ],
        };
        command.Arguments.Add(folder);
        command.Options.Add(key);
        answers.Options.AddPricesTo(command);
        command.SetAction(parsed =>
        {
            using ECDsa? signer = parsed.GetValue(key) is { } file ? PrivateKey(file) : null;
            PriceCatalog prices = answers.Options.Prices(parsed);
            answers.Console.Output.WriteLine(Checked(() => CatalogFeed.Publish(prices, parsed.GetValue(folder)!, signer)).ToString());
            return ExitCode.Answered;
        });
        return command;
    }

    /// <summary>Returns <c>catalog verify</c>.</summary>
    public static ToolCommand Verify(Answers answers)
    {
        Argument<string> folder = new("FOLDER") { Description = "The folder of the feed." };
        Option<string?> key = new("--public-key")
        {
            HelpName = "FILE",
            Description = "The public key with which the feed must be signed, in PEM. [default: the sums alone are compared]",
        };
        ToolCommand command = new(
            "verify",
            "Whether every file of a published feed is as it was published.",
            [new("catalog verify ./feed", "By the sums, which show damage; with --public-key forgery, too.")])
        {
            folder,
            key,
        };
        command.SetAction(parsed =>
        {
            string? pem = parsed.GetValue(key) is { } file ? File.ReadAllText(file) : null;
            Checked(() =>
            {
                CatalogFeed.Verify(parsed.GetValue(folder)!, pem);
                return true;
            });
            answers.Console.Output.WriteLine(
                $"{parsed.GetValue(folder)}: every file is as it was published{(pem is null ? "; the signature was not verified" : "")}.");
            return ExitCode.Answered;
        });
        return command;
    }

    /// <summary>Returns <c>catalog keygen</c>.</summary>
    public static ToolCommand KeyGen(Answers answers)
    {
        Argument<string> path = new("FILE") { Description = "The file of the private key; that of the public key gets the ending .pub." };
        ToolCommand command = new(
            "keygen",
            "Makes a pair of keys that sign and verify a feed.",
            [new("catalog keygen ./feed-key.pem", "An ECDSA key on the curve P-256; the private one only you can read.")])
        {
            path,
        };
        command.SetAction(parsed =>
        {
            string file = parsed.GetValue(path)!;
            string publicFile = file + ".pub";
            if (File.Exists(file) || File.Exists(publicFile))
            {
                throw new ToolException($"'{(File.Exists(file) ? file : publicFile)}' is there already, and a key is never replaced.");
            }

            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            FileStreamOptions ofMine = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                ofMine.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (StreamWriter secret = new(file, System.Text.Encoding.ASCII, ofMine))
            {
                secret.Write(key.ExportPkcs8PrivateKeyPem() + "\n");
            }

            File.WriteAllText(publicFile, key.ExportSubjectPublicKeyInfoPem() + "\n");
            answers.Console.Output.WriteLine($"Written to {file} (private, keep it) and {publicFile} (public, for who reads the feed).");
            return ExitCode.Answered;
        });
        return command;
    }

    private static ECDsa PrivateKey(string file)
    {
        ECDsa key = ECDsa.Create();
        try
        {
            string pem = File.ReadAllText(file);
            key.ImportFromPem(pem);
            return pem.Contains("PRIVATE KEY", StringComparison.Ordinal)
                ? key
                : throw new ArgumentException("It is a public key, and a private one signs.");
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw new ToolException($"'{file}' is not a private key of ECDSA in PEM: {e.Message}");
        }
    }

    /// <summary>Returns what an operation returns; its refusals become messages.</summary>
    private static T Checked<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is CatalogSignatureException or ArgumentException)
        {
            throw new ToolException(ToolText.Message(e));
        }
    }
}
