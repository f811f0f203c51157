using System.CommandLine;
using System.CommandLine.Parsing;
using NodaTime;
using NodaTime.Text;

namespace TokenPricing.Tool;

/// <summary><c>token-pricing catalog build</c>: one catalog out of several price lists.</summary>
internal sealed class CatalogBuildCommand
{
    private const int MostSkips = 10;

    private readonly Option<SourceFile[]> _from = Files("--from", "NAME[@DATE]=FILE", $"A price list, of the day of the file unless a date is given; of one source, several of different days. Names: {PriceLists.FileFormats}. May be repeated.", required: true);
    private readonly Option<SourceFile[]> _history = Files("--history", "NAME=FILE", "The history of a price list as JSON Lines of events, of models.dev or litellm; of one source, oldest first. May be repeated.", required: false);
    private readonly Option<SourceFile[]> _links = Files("--links", "models.dev=FILE", "Which listing is which model, as CSV with provider, model, base_model.", required: false);
    private readonly Option<string> _out = new("--out") { HelpName = "FOLDER", Required = true, Description = "The folder of price files to write." };
    private readonly ToolConsole _console;

    private CatalogBuildCommand(ToolConsole console) => _console = console;

    public static Command Create(ToolConsole console) => new CatalogBuildCommand(console).Create();

    private static Option<SourceFile[]> Files(string name, string help, string description, bool required) => new(name)
    {
        HelpName = help,
        Description = description,
        Required = required,
        Arity = required ? ArgumentArity.OneOrMore : ArgumentArity.ZeroOrMore,
        CustomParser = result => Parse(result, help),
    };

    private static SourceFile[] Parse(ArgumentResult result, string expected)
    {
        List<SourceFile> files = [];
        foreach (Token token in result.Tokens)
        {
            if (SourceFile.Parse(token.Value) is { } file)
            {
                files.Add(file);
            }
            else
            {
                result.AddError($"'{token.Value}' is not {expected}, with one of the names {PriceLists.FileFormats} and a date such as 2026-07-02.");
            }
        }

        return [.. files];
    }

    private Command Create()
    {
        Command command = new(
            "build",
            """
            One catalog out of several price lists, written as a folder of price files.

            Offers are joined by provider and model across the spellings of the lists. Where lists disagree, what most of them say is
            believed, then what the newest says; the rest is kept as disputed. Outliers and zeros without a reason are never believed.

            Example:
              token-pricing catalog build --from models.dev@2026-07-02=api.json --from litellm@2026-07-24=model_prices.json \
                --history models.dev=events.jsonl --links models.dev=base-models.csv --out pricing-data/market
            """)
        {
            _from,
            _history,
            _links,
            _out,
        };
        command.SetAction(Build);
        return command;
    }

    private int Build(ParseResult parsed)
    {
        CatalogBuilder builder = new();
        foreach (SourceFile list in parsed.GetValue(_from)!)
        {
            using FileStream file = File.OpenRead(list.Path);
            PriceImport import = PriceImport.Read(file, list.Recorded ?? Instant.FromDateTimeUtc(File.GetLastWriteTimeUtc(list.Path)).InUtc().Date, list.Format);
            _console.Error.WriteLine($"{list.Path}: {import}");
            builder.Add(import);
        }

        foreach (IGrouping<PriceListFormat, SourceFile> history in (parsed.GetValue(_history) ?? []).GroupBy(h => h.Format))
        {
            FileStream[] files = [.. history.Select(h => File.OpenRead(h.Path))];
            builder.AddHistory(history.Key, files);
            Array.ForEach(files, f => f.Dispose());
        }

        foreach (SourceFile links in parsed.GetValue(_links) ?? [])
        {
            using FileStream file = File.OpenRead(links.Path);
            builder.AddLinks(file);
        }

        CatalogBuild build = builder.Build();
        build.Catalog.Save(parsed.GetValue(_out)!);
        foreach (ImportSkip skip in build.Skipped.Take(MostSkips))
        {
            _console.Error.WriteLine($"  {skip}");
        }

        if (build.Skipped.Length > MostSkips)
        {
            _console.Error.WriteLine(FormattableString.Invariant($"  and {build.Skipped.Length - MostSkips:N0} more"));
        }

        _console.Output.WriteLine($"{parsed.GetValue(_out)}: {build}");
        return ExitCode.Answered;
    }

    private sealed record SourceFile(PriceListFormat Format, LocalDate? Recorded, string Path)
    {
        public static SourceFile? Parse(string text)
        {
            int equal = text.IndexOf('=', StringComparison.Ordinal);
            string[] name = equal < 0 ? [] : text[..equal].Split('@');
            LocalDate? recorded = name.Length == 2 && LocalDatePattern.Iso.Parse(name[1]) is { Success: true } date ? date.Value : null;
            return name.Length is 1 or 2 && name.Length == (recorded is null ? 1 : 2) && equal + 1 < text.Length && PriceLists.FindFormat(name[0]) is { } format
                ? new SourceFile(format, recorded, text[(equal + 1)..])
                : null;
        }
    }
}
