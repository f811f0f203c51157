using System.CommandLine;
using NodaTime;
using ZstdSharp;

namespace TokenPricing.Tool;

/// <summary>The options that say how files of usage are read.</summary>
internal sealed class ReadingOptions
{
    private readonly Option<string?> _format = new("--input-format")
    {
        HelpName = "FORMAT",
        Description = $"What the files are: csv or jsonl (rows as below), or {string.Join(", ", UsageFile.Formats)}. "
            + "[default: by their content]",
    };

    private readonly Option<string?> _map = new("--map")
    {
        HelpName = "FILE",
        Description = "What the columns of the files mean: {\"columns\":{\"model\":\"deployment\",\"input\":\"tok_in\"}} as JSON.",
    };

    private readonly Option<string?> _provider = new("--provider")
    {
        HelpName = "PROVIDER",
        Description = "Who bills the calls of rows that do not say. [default: who makes or alone sells the model]",
    };

    private readonly Option<string?> _model = new("--model")
    {
        HelpName = "MODEL",
        Description = "The model of rows that do not say.",
    };

    private readonly Option<ServiceTier?> _tier = new("--tier")
    {
        HelpName = "TIER",
        Description = "The service tier of rows that do not say, such as batch. [default: standard]",
        CustomParser = OptionText.Tier,
    };

    private readonly Option<string?> _zone = new("--zone")
    {
        HelpName = "ZONE",
        Description = "The time zone of times without one in files of your own, such as UTC or Europe/Berlin.",
    };

    private readonly WordOption<Counting> _counts = new(
        "--counts",
        "Whether the input contains the cached tokens, in files that do not say: totals (it does) or parts (they are beside it).",
        ("totals", Counting.Totals),
        ("parts", Counting.Parts));

    private readonly Option<string?> _decimal = new("--decimal")
    {
        HelpName = "MARK",
        Description = "The decimal mark of numbers in files of your own. [default: a comma if semicolons separate the cells, or a point]",
    };

    private readonly Option<string?> _rates = new("--rates")
    {
        HelpName = "FILE",
        Description = "Exchange rates by day for stated costs in other currencies, as the European Central Bank publishes them: "
            + "Date,USD,JPY,...",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        _format.CompletionSources.Add(["csv", "jsonl", .. UsageFile.Formats]);
        foreach (Option option in new Option[] { _format, _map, _provider, _model, _tier, _zone, _counts, _decimal, _rates })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Returns whether nothing but the files themselves says how they are read.</summary>
    public bool IsPlain(ParseResult parsed) =>
        parsed.GetValue(_map) is null && parsed.GetValue(_provider) is null && parsed.GetValue(_model) is null
        && parsed.GetValue(_tier) is null && parsed.GetValue(_counts) is null && parsed.GetValue(_zone) is null
        && parsed.GetValue(_decimal) is null && parsed.GetValue(_rates) is null;

    /// <summary>Returns the exchange rates that the command line names; <see langword="null"/> if it names none.</summary>
    public ExchangeRates? Rates(ParseResult parsed)
    {
        if (parsed.GetValue(_rates) is not { } path)
        {
            return null;
        }

        using FileStream file = File.OpenRead(path);
        return ExchangeRates.Read(file);
    }

    /// <summary>Returns the name of the format that the command line names; <see langword="null"/> if it names none.</summary>
    public string? Format(ParseResult parsed)
    {
        string? format = parsed.GetValue(_format)?.ToLowerInvariant();
        string[] known = ["csv", "jsonl", .. UsageFile.Formats];
        return format is null || known.Contains(format)
            ? format
            : throw new ToolException(
                $"'{format}' is not what --input-format takes.{SimilarNames.Question(SimilarNames.Of(format, known))} "
                + $"It takes {string.Join(", ", known)}.",
                ExitCode.WrongUsage);
    }

    /// <summary>Returns how the files are read.</summary>
    public UsageFileOptions Value(ParseResult parsed)
    {
        string? format = Format(parsed);
        return new UsageFileOptions
        {
            Parquet = ParquetTable.Open,
            Zstandard = s => new DecompressionStream(s, leaveOpen: true),
            Format = format is "csv" or "jsonl" ? null : format,
            Mapping = parsed.GetValue(_map) is { } map ? ColumnMapping.Parse(File.ReadAllText(map)) : null,
            Provider = parsed.GetValue(_provider),
            Model = parsed.GetValue(_model),
            ServiceTier = parsed.GetValue(_tier)?.Value,
            CountsAreTotals = parsed.GetValue(_counts) is { } counts ? counts == Counting.Totals : null,
            DecimalMark = parsed.GetValue(_decimal) switch
            {
                null => null,
                "," => ',',
                "." => '.',
                var mark => throw new ToolException($"'{mark}' is not what --decimal takes: expected , or ."),
            },
            Zone = parsed.GetValue(_zone) is { } zone
                ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone)
                    ?? throw new ToolException($"'{zone}' is not what --zone takes: expected UTC, or a name such as Europe/Berlin.")
                : null,
        };
    }
}
