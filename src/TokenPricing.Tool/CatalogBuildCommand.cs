using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;

namespace TokenPricing.Tool;

/// <summary><c>token-pricing catalog build</c>: merges several price lists into one catalog.</summary>
internal sealed class CatalogBuildCommand
{
    private const int MostSkips = 10;

    private readonly Option<SourceFile[]> _lists =
        Files("--list", "NAME[@DATE]=FILE", "A price list, of the day of the file unless a date is given; of one source, several of "
            + $"different days. A folder is one list of its files. Names: {PriceLists.FileFormats}. Again for several.", required: true);
    private readonly Option<SourceFile[]> _history = Files(
        "--history",
        "NAME=FILE",
        "The history of a price list as JSON Lines of events, of models.dev or litellm; of one source, oldest first. Again for several.",
        required: false);
    private readonly Option<SourceFile[]> _links =
        Files("--links", "models.dev=FILE", "Which listing is which model, as CSV with provider, model, base_model.", required: false);
    private readonly Option<string[]> _sellers =
        new("--sellers") { HelpName = "FILE", Description = "What kinds of sellers providers are, as CSV with id, kind, makes, evidence." };
    private readonly Option<string[]> _families = new("--families")
    {
        HelpName = "FILE",
        Description = "What families of models have in common, as CSV with match, developer, open_weights and more. Again for several.",
    };
    private readonly Option<string[]> _names =
        new("--names") { HelpName = "FILE", Description = "Names of models that stand for others, as CSV with name, model, evidence." };
    private readonly Option<string[]> _tiers = new("--tiers")
    {
        HelpName = "FILE",
        Description = "What vendors charge for service tiers, as CSV with provider, models, except, tier, multiple, from, to, address.",
    };
    private readonly Option<string[]> _changes = new("--changes")
    {
        HelpName = "FILE",
        Description = "When vendors changed prices, as CSV with provider, model, meter, context, usd_before, usd_after, per, date, "
            + "address.",
    };
    private readonly Option<string[]> _schedules = new("--schedules")
    {
        HelpName = "FILE",
        Description = "What vendors charge by the hour of the day, as CSV with provider, model, meter, usd, per, from, to, window, "
            + "address.",
    };
    private readonly Option<string[]> _regions = new("--regions")
    {
        HelpName = "FILE",
        Description = "What vendors charge in regions, as CSV with provider, models, regions, of, multiple, from, to, address.",
    };
    private readonly Option<string[]> _targets = new("--targets")
    {
        HelpName = "FILE",
        Description = "Which models aliases stand for, as CSV with provider, name, model, from, to, address.",
    };
    private readonly Option<string[]> _meters = new("--meters")
    {
        HelpName = "FILE",
        Description = "Meters at a multiple of another, and minimums, as CSV with provider, models, meter, of, multiple, minimum, address.",
    };
    private readonly Option<string[]> _ends = new("--ends")
    {
        HelpName = "FILE",
        Description = "When makers take models out of service, as CSV with provider, models, deprecated, retired, address.",
    };
    private readonly Option<string[]> _spellings = new("--spellings")
    {
        HelpName = "FILE",
        Description = "How makers spell the names of their models, as CSV with developer, match, name, address.",
    };
    private readonly Option<string[]> _reviewed = new("--reviewed")
    {
        HelpName = "FOLDER",
        Description = "A folder of price files of which the facts about models are taken, and no prices. Again for several.",
    };
    private readonly Option<string> _dated = new("--dated")
    {
        HelpName = "FILE",
        Description = "Also write the prices that the lists date themselves, as CSV, so that a test can compare a catalog with them.",
    };
    private readonly Option<string> _out =
        new("--out") { HelpName = "FOLDER", Required = true, Description = "The folder of price files to write." };
    private readonly FormatOption _format =
        new("the counts", "table", ReportFormat.Table, ReportFormat.Markdown, ReportFormat.Html, ReportFormat.Json);
    private readonly Answers _answers;

    private CatalogBuildCommand(Answers answers) => _answers = answers;

    public static ToolCommand Create(Answers answers) => new CatalogBuildCommand(answers).Create();

    /// <summary>Returns an option that names files of price lists.</summary>
    private static Option<SourceFile[]> Files(string name, string help, string description, bool required) => new(name)
    {
        HelpName = help,
        Description = description,
        Required = required,
        Arity = required ? ArgumentArity.OneOrMore : ArgumentArity.ZeroOrMore,
        CustomParser = result => SourceFile.Parse(result, help),
    };

    private ToolCommand Create()
    {
        ToolCommand command = new(
            "build",
            "One catalog out of several price lists, written as a folder of price files.",
            [
                new(
                    "catalog build --list models.dev@2026-07-02=models.json --list litellm@2026-07-24=litellm.json --links "
                        + "models.dev=links.csv --out ./merged",
                    "Two lists of different days, and which listing of the first is which model."),
            ])
        {
            Sections =
            [
                new(
                    "How lists are joined",
                    new HelpRow("Offers are joined by provider and model across the spellings of the lists. Where lists disagree, what "
                        + "most of them say is believed, then what the newest says; the rest is kept as disputed. Outliers and zeros "
                            + "without a reason are never believed.")),
            ],
        };
        foreach (Option option in new Option[]
        {
            _lists, _history, _links, _sellers, _families, _names, _tiers, _changes, _schedules, _regions, _targets,
            _meters, _ends, _spellings, _reviewed, _dated, _out, _format,
        })
        {
            command.Options.Add(option);
        }

        command.SetAction(Build);
        return command;
    }

    /// <summary>
    /// Reads the files, merges them and writes the folder. The counts go to standard output, what was skipped to standard error.
    /// </summary>
    private int Build(ParseResult parsed)
    {
        CatalogBuilder builder = new();
        foreach (SourceFile list in parsed.GetValue(_lists)!)
        {
            foreach (PriceImport import in list.Read())
            {
                _answers.Console.Error.WriteLine($"{list.Path}: {import}");
                builder.Add(import);
            }
        }

        foreach (IGrouping<PriceListFormat, SourceFile> history in (parsed.GetValue(_history) ?? []).GroupBy(h => h.Format))
        {
            FileStream[] files = [.. history.Select(h => File.OpenRead(h.Path))];
            builder.AddHistory(history.Key, files);
            Array.ForEach(files, f => f.Dispose());
        }

        foreach ((Option<string[]> option, Func<Stream, CatalogBuilder> add) in new (Option<string[]>, Func<Stream, CatalogBuilder>)[]
        {
            (_sellers, builder.AddSellers), (_families, builder.AddFamilies), (_names, builder.AddNames), (_tiers, builder.AddTierRules),
            (_changes, builder.AddPriceChanges), (_schedules, builder.AddSchedules), (_regions, builder.AddRegions),
            (_targets, builder.AddTargets), (_meters, builder.AddMeters), (_ends, builder.AddEnds), (_spellings, builder.AddSpellings),
        })
        {
            foreach (string path in parsed.GetValue(option) ?? [])
            {
                using FileStream file = File.OpenRead(path);
                add(file);
            }
        }

        foreach (SourceFile links in parsed.GetValue(_links) ?? [])
        {
            using FileStream file = File.OpenRead(links.Path);
            builder.AddLinks(file);
        }

        foreach (string folder in parsed.GetValue(_reviewed) ?? [])
        {
            builder.AddReviewed(PriceCatalog.Load(folder));
        }

        MergedCatalog build = builder.Build();
        build.Catalog.Save(parsed.GetValue(_out)!);
        if (parsed.GetValue(_dated) is { } dated)
        {
            WriteDated(dated, build.Dated);
        }

        foreach (ImportSkip skip in build.Skipped.Take(MostSkips))
        {
            _answers.Console.Error.WriteLine($"  {skip}");
        }

        if (build.Skipped.Length > MostSkips)
        {
            _answers.Console.Error.WriteLine(FormattableString.Invariant($"  and {build.Skipped.Length - MostSkips:N0} more"));
        }

        _answers.Show(ToReport(build, parsed.GetValue(_out)!), _format.Value(parsed, file: null), file: null);
        return ExitCode.Answered;
    }

    /// <summary>Writes prices with their dates, in the columns of <c>rates.csv</c>. Ids and numbers need no quotes.</summary>
    private static void WriteDated(string path, IEnumerable<RateRow> rates)
    {
        using StreamWriter file = new(path) { NewLine = "\n" };
        file.WriteLine("model,provider,meter,usd,per,from,to,source,recorded");
        foreach (RateRow rate in rates)
        {
            string offer = $"{rate.Model},{rate.Provider},{rate.Meter.Id}";
            file.WriteLine(FormattableString.Invariant(
                $"{offer},{rate.Rate.Usd},{rate.Rate.Per},{rate.From},{rate.To},{rate.Source},{rate.Recorded:uuuu-MM-dd}"));
        }
    }

    /// <summary>Returns the statistics of the merge as a report.</summary>
    private static Report ToReport(MergedCatalog build, string folder)
    {
        (string Label, string Key, int Count)[] counts =
        [
            ("Providers", "providers", build.Catalog.Providers.Length),
            ("Models", "models", build.Catalog.Models.Length),
            ("Offers", "offers", build.Catalog.Offers.Length),
            ("Agreed by several sources", "agreed", build.Agreed),
            ("With one source", "alone", build.Alone),
            ("With disputed prices", "disputed", build.Disputed),
            ("Without a price", "unpriced", build.Unpriced),
            ("Ended", "ended", build.Ended),
            ("Price changes", "priceChanges", build.PriceChanges),
            ("Corrections", "corrections", build.Corrections),
            ("Left out", "leftOut", build.Skipped.Length),
        ];
        return new Report(
            "Catalog built",
            $"{folder}: {build}.",
            [new("Numbers", [new ReportTable(
                ["", "Number"],
                [.. counts.Select(c => ImmutableArray.Create(c.Label, c.Count.ToString("N0", CultureInfo.InvariantCulture)))],
                isNumeric: true)])],
            json =>
            {
                json.WriteStartObject();
                json.WriteString("folder", folder);
                foreach ((_, string key, int count) in counts)
                {
                    json.WriteNumber(key, count);
                }

                json.WriteEndObject();
            });
    }
}
