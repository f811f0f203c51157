using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using NodaTime;

namespace TokenPricing.Tool;

/// <summary><c>token-pricing update</c>: downloads the market's price lists, merges them and keeps the result for later commands.</summary>
internal sealed class UpdateCommand
{
    private const int Rows = 25;
    private const int MaximumBytes = 32 * 1024 * 1024;
    private const int Seconds = 60;
    private const string Nothing = "Nothing was requested, and nothing changed.";

    // Merging takes about twenty seconds; a machine can be slow.
    private static readonly Duration Patience = Duration.FromMinutes(30);

    private readonly Option<string?> _from = new("--from")
    {
        HelpName = "FOLDER",
        Description = "A folder of lists instead of their addresses: NAME.json or NAME.DATE.json, such as litellm.2026-11-20.json, the "
            + "newest of each name. Nothing is requested.",
    };

    private readonly Option<SourceFile[]> _lists = new("--list")
    {
        HelpName = "NAME[@DATE]=FILE",
        Description = "One more list, from a file or from a folder that is one list, such as pi-ai's tables; of the day of the file "
            + $"unless a date is given. Names: {PriceLists.FileFormats}. Again for several.",
        CustomParser = result => SourceFile.Parse(result, "NAME[@DATE]=FILE"),
    };

    private readonly Option<PublicPriceList[]> _addresses = new("--address")
    {
        HelpName = "NAME=ADDRESS",
        Description = "Where a list is downloaded from instead, such as a mirror. Again for several.",
        CustomParser = Addresses,
    };

    private readonly Option<string?> _feed = new("--feed")
    {
        HelpName = "ADDRESS",
        Description = "A published feed instead of lists: the address of its prices.zip, the folder above it with a slash at the end, or a "
            + "folder of this machine.",
    };

    private readonly Option<string?> _publicKey = new("--public-key")
    {
        HelpName = "FILE",
        Description = "The public key with which the feed must be signed, in PEM.",
    };

    private readonly Option<int?> _timeout = new("--timeout")
    {
        HelpName = "SECONDS",
        Description = string.Create(CultureInfo.InvariantCulture, $"The most time that one download may take. [default: {Seconds}]"),
        CustomParser = result => OptionText.Parse<int>(
            result,
            text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) && seconds is > 0 and <= 3600
                ? seconds
                : null,
            "a whole number of seconds from 1 to 3600"),
    };

    private readonly Option<string?> _accept = new("--accept")
    {
        HelpName = "FINGERPRINT",
        Description = "Use prices that an earlier update did not believe, by the fingerprint that it wrote. Nothing is requested.",
    };

    private readonly Option<bool> _reset = new("--reset") { Description = "Forget the updated prices: later commands use those built in." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show what would change, and keep nothing." };

    private readonly Option<int?> _limit = new("--limit")
    {
        HelpName = "N",
        Description = string.Create(
            CultureInfo.InvariantCulture,
            $"How many prices to show, the largest difference first; JSON and CSV have all. [default: {Rows}]"),
        CustomParser = OptionText.Small,
    };

    private readonly Answers _answers;
    private readonly UpdatedPrices _updated;

    private UpdateCommand(Answers answers)
    {
        _answers = answers;
        _updated = new UpdatedPrices(answers.Console.DataFolder);
    }

    private ToolConsole Console => _answers.Console;

    public static ToolCommand Create(Answers answers) => new UpdateCommand(answers).Create();

    private static PublicPriceList[] Addresses(ArgumentResult result)
    {
        List<PublicPriceList> lists = [];
        foreach (string text in result.Tokens.Select(t => t.Value))
        {
            int equal = text.IndexOf('=', StringComparison.Ordinal);
            string name = equal < 0 ? text : text[..equal];
            PublicPriceList? list = PublicPriceList.All.FirstOrDefault(l => l.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (list is not null && Uri.TryCreate(text[(equal + 1)..], UriKind.Absolute, out Uri? address) && IsWeb(address))
            {
                lists.Add(list with { Address = address });
            }
            else
            {
                result.AddError(
                    $"'{text}' is not NAME=ADDRESS, with one of the names {string.Join(", ", PublicPriceList.All.Select(l => l.Name))} "
                    + "and an https or http address.");
            }
        }

        return [.. lists];
    }

    private static bool IsWeb(Uri address) => address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp;

    private ToolCommand Create()
    {
        ToolCommand command = new(
            "update",
            "Newer prices from the market's open lists, kept for later commands.",
            [
                new("update --from ./lists --prices ./my-prices --dry-run", "What lists in a folder would change in prices of yours."),
                new("update --reset", "Back to the built-in prices."),
            ])
        {
            Sections =
            [
                new(
                    "What happens",
                    new HelpRow(
                        $"The lists of {string.Join(", ", PublicPriceList.All.Select(l => l.Name))} are downloaded from their public "
                        + "addresses, merged into the present prices by the rules of the built-in ones, and compared. Prices that cannot "
                        + "be right are not used but kept apart, and exit with 1. A list that cannot be read is told and left out."),
                    new HelpRow(
                        "The prices are kept in the folder that TOKENPRICING_DATA names, otherwise in the user's data folder. Redirects to "
                        + "other hosts are not followed.")),
            ],
        };
        foreach (Option option in new Option[]
        {
            _from, _lists, _addresses, _feed, _publicKey, _timeout, _accept, _reset, _dryRun, _limit,
        })
        {
            command.Options.Add(option);
        }

        _answers.Options.AddPricesTo(command);
        _answers.Options.AddLayoutTo(command, ReportFormat.Csv);
        command.SetAction((parsed, cancellation) => AnswerAsync(parsed, cancellation));
        return command;
    }

    private async Task<int> AnswerAsync(ParseResult parsed, CancellationToken cancellation)
    {
        Check(parsed);
        if (parsed.GetValue(_reset))
        {
            Console.Output.WriteLine(_updated.Delete() ? "Later commands use the built-in prices." : "There were no updated prices.");
            return ExitCode.Answered;
        }

        // Where to keep them is known before anything is requested.
        _ = parsed.GetValue(_dryRun) ? "" : _updated.File;
        _updated.DeleteIncomplete();
        PriceCatalog present = _answers.Options.Prices(parsed);
        ImmutableArray<ListUpdate> lists = [];
        using HttpClient client = NewClient();
        CatalogRefresher refresher = parsed.GetValue(_feed) is { } feed
            ? new CatalogRefresher(AddressOf(feed), client, Console.Time, present, OptionsOf(parsed))
            : new CatalogRefresher(token => GetAsync(client, token), Console.Time, present, OptionsOf(parsed));
        try
        {
            return Finish(parsed, present, await refresher.RefreshAsync(cancellation), lists);
        }
        catch (OperationCanceledException)
        {
            throw new ToolException("Stopped; the prices stay as they are.", ExitCode.Interrupted);
        }

        async Task<PriceCatalog> GetAsync(HttpClient web, CancellationToken token)
        {
            if (parsed.GetValue(_accept) is { } fingerprint)
            {
                return Doubted(fingerprint);
            }

            List<PriceImport> imports = await ImportsAsync(parsed, web, token);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Merging {imports.Count:N0} lists, some 20 seconds …"));
            CatalogUpdate update = present.UpdateWith(imports);
            lists = update.Lists;
            return update.Catalog;
        }
    }

    /// <summary>Refuses options that contradict each other.</summary>
    private void Check(ParseResult parsed)
    {
        Option[] ways = [_from, _feed, _accept, _reset];
        string[] given = [.. ways.Where(o => parsed.GetResult(o) is { Implicit: false }).Select(o => o.Name)];
        if (given.Length > 1)
        {
            throw new ToolException($"{string.Join(" and ", given)} exclude each other. {Nothing}", ExitCode.WrongUsage);
        }

        if (parsed.GetValue(_publicKey) is not null && parsed.GetValue(_feed) is null)
        {
            throw new ToolException($"--public-key verifies a feed; there is no --feed. {Nothing}", ExitCode.WrongUsage);
        }
    }

    private CatalogRefresherOptions OptionsOf(ParseResult parsed) => new()
    {
        DoubtedFolder = parsed.GetValue(_dryRun) ? null : _updated.Doubted,
        Accepted = parsed.GetValue(_accept) is { } fingerprint ? [fingerprint] : [],
        Loading = new CatalogLoadOptions
        {
            Timeout = parsed.GetValue(_feed) is null ? Patience : TimeoutOf(parsed),
            MaximumBytes = MaximumBytes,
            PublicKey = parsed.GetValue(_publicKey) is { } file ? PublicKey(file) : null,
        },
    };

    private static Duration TimeoutOf(ParseResult parsed, Option<int?> option) => Duration.FromSeconds(parsed.GetValue(option) ?? Seconds);

    private Duration TimeoutOf(ParseResult parsed) => TimeoutOf(parsed, _timeout);

    private static string PublicKey(string file)
    {
        string pem = File.ReadAllText(file);
        try
        {
            _ = new CatalogLoadOptions { PublicKey = pem };
            return pem;
        }
        catch (ArgumentException e)
        {
            throw new ToolException($"'{file}' is not a public key: {e.Message}");
        }
    }

    private static HttpClient NewClient()
    {
        SocketsHttpHandler sockets = new() { AutomaticDecompression = DecompressionMethods.All, UseCookies = false };
        HttpClient client = new(new PriceHttpHandler(sockets) { StaysOnHost = true }) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd(ToolHelp.Name);
        return client;
    }

    private static Uri AddressOf(string feed) =>
        Uri.TryCreate(feed, UriKind.Absolute, out Uri? address) && IsWeb(address)
            ? feed.EndsWith('/') ? new Uri(address, "prices.zip") : address
            : Directory.Exists(feed) || File.Exists(feed)
                ? new Uri(Path.GetFullPath(feed))
                : throw new ToolException($"'{feed}' is neither an https or http address nor a folder or file that is there.");

    /// <summary>Returns prices that an earlier update did not believe.</summary>
    private PriceCatalog Doubted(string fingerprint)
    {
        const int Shown = 16;
        string name = fingerprint.Trim().ToLowerInvariant();
        string? folder = _updated.Doubted is { } all && name.Length >= Shown && name.All(char.IsAsciiHexDigit)
            ? Path.Combine(all, name[..Shown], "prices")
            : null;
        PriceCatalog? prices = folder is not null && Directory.Exists(folder) ? PriceCatalog.Load(folder) : null;
        return prices?.Fingerprint() == name
            ? prices
            : throw new ToolException(
                prices is null
                    ? $"No prices with the fingerprint '{fingerprint}' were kept apart in '{_updated.Doubted}'."
                    : $"The prices in '{folder}' are not those of the fingerprint any more: they were changed.");
    }

    /// <summary>Reads the lists. Of addresses, one that fails is told and left out.</summary>
    private async Task<List<PriceImport>> ImportsAsync(ParseResult parsed, HttpClient client, CancellationToken cancellation)
    {
        List<PriceImport> imports = [];
        foreach (SourceFile list in parsed.GetValue(_from) is { } folder ? ListFolder.Of(folder) : [])
        {
            Read(list);
        }

        foreach (SourceFile list in parsed.GetValue(_lists) ?? [])
        {
            Read(list);
        }

        if (parsed.GetValue(_from) is null)
        {
            PublicPriceList[] others = parsed.GetValue(_addresses) ?? [];
            foreach (PublicPriceList list in PublicPriceList.All.Select(l => others.LastOrDefault(o => o.Name == l.Name) ?? l))
            {
                if (await DownloadAsync(list, parsed, client, cancellation) is { } import)
                {
                    imports.Add(import);
                }
            }
        }

        return imports.Count > 0 ? imports : throw new ToolException("No list could be read.");

        void Read(SourceFile list)
        {
            foreach (PriceImport import in list.Read())
            {
                Console.Error.WriteLine($"{list.Path}: {import}");
                imports.Add(import);
            }
        }
    }

    private async Task<PriceImport?> DownloadAsync(
        PublicPriceList list, ParseResult parsed, HttpClient client, CancellationToken cancellation)
    {
        DownloadProgress progress = new(Console, list.Name);
        CatalogLoadOptions limits = new() { Timeout = TimeoutOf(parsed), MaximumBytes = MaximumBytes };
        try
        {
            PriceImport import = await list.DownloadAsync(client, Console.Time, limits, progress, cancellation);
            progress.End(string.Create(
                CultureInfo.InvariantCulture, $"{list.Name}: {progress.Bytes:N0} bytes from {list.Address.Host}: {import}"));
            return import;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TimeoutException or PriceDataException)
        {
            progress.End($"{list.Name} is left out: {e.Message}");
            return null;
        }
    }

    /// <summary>Keeps the prices if they are believed, and shows what they change.</summary>
    private int Finish(ParseResult parsed, PriceCatalog present, CatalogRefresh refresh, ImmutableArray<ListUpdate> lists)
    {
        if (refresh.Outcome == CatalogRefreshOutcome.Failed || refresh is { Outcome: CatalogRefreshOutcome.Refused, Doubted: null })
        {
            throw new ToolException($"{ToolText.Message(refresh.Error!)} The prices stay as they are.");
        }

        bool isKept = refresh.Outcome == CatalogRefreshOutcome.Updated && !parsed.GetValue(_dryRun);
        if (isKept)
        {
            _updated.Save(refresh.Prices);
        }

        string outcome = refresh.Outcome switch
        {
            CatalogRefreshOutcome.Refused => "refused",
            CatalogRefreshOutcome.NotModified => "notModified",
            _ => isKept ? "updated" : "shown",
        };
        CatalogDiff diff = refresh.Doubted?.Difference ?? present.DiffTo(refresh.Prices);
        string lead = outcome switch
        {
            "refused" => "These prices are not believed and not used; the present ones stay.",
            "notModified" => "The prices are those that are in use already.",
            "updated" => $"Later commands use these prices, through {ToolText.Date(ToolOptions.Newest(refresh.Prices))}.",
            _ => "This is what an update would change; nothing is kept.",
        };
        Report report = UpdateReport.Of(lead, outcome, lists, diff, refresh.Doubted, parsed.GetValue(_limit) ?? Rows);
        string? whyNot = refresh.Doubted is not { } doubted ? null
            : parsed.GetValue(_dryRun)
                ? $"Not believed: {string.Join(' ', doubted.Reasons)}"
                : $"Not believed: {string.Join(' ', doubted.Reasons)} See {Path.Combine(_updated.Doubted!, doubted.Fingerprint[..16])}; "
                    + $"if they are right, 'token-pricing update --accept {doubted.Fingerprint}'.";
        return _answers.Show(parsed, report, whyNot, csv: () => Answers.Text(diff.WriteCsv));
    }
}
