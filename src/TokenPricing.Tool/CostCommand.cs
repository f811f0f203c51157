using System.CommandLine;
using NodaTime;

namespace TokenPricing.Tool;

/// <summary><c>token-pricing cost</c>: the cost of one call, with its receipt.</summary>
internal sealed class CostCommand
{
    private readonly Argument<string> _model;
    private readonly Option<string?> _named;
    private readonly Option<string?> _provider;

    private readonly (Option<long?> Option, Meter Meter)[] _counts =
    [
        (Count("--input", "All input tokens, those read from and written to the cache included."), Meter.Input),
        (Count("--output", "All output tokens, reasoning included."), Meter.Output),
        (Count("--cache-read", "Of the input: tokens read from the cache."), Meter.CacheRead),
        (Count("--cache-write", "Of the input: tokens written to the cache, for whatever time."), Meter.CacheWrite),
        (Count("--cache-write-5m", "Of the writes: those for five minutes."), Meter.CacheWrite5m),
        (Count("--cache-write-1h", "Of the writes: those for one hour."), Meter.CacheWrite1h),
        (Count("--reasoning", "Of the output: tokens spent on reasoning."), Meter.Reasoning),
    ];

    private readonly Option<MeterQuantity[]?> _usage = new("--usage")
    {
        HelpName = "METER=N",
        Description = "Units of any other meter, such as web-searches=3 or input-audio=500; may be repeated.",
        CustomParser = OptionText.Quantities,
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<Instant?> _at = new("--at")
    {
        HelpName = "INSTANT-OR-DATE",
        Description = "When, as 2026-04-24T13:00:00Z, or as 2026-04-24 for the first instant of the day in UTC. [default: the newest "
            + "day in the price data]",
        CustomParser = OptionText.Moment,
    };

    private readonly Option<ServiceTier?> _tier = new("--tier")
    {
        HelpName = "TIER",
        Description = "The service tier: standard, batch, flex, priority, fast, ultrafast, or what the provider calls it. "
            + "[default: standard]",
        CustomParser = OptionText.Tier,
    };

    private readonly Option<string?> _region = new("--region")
    {
        HelpName = "REGION",
        Description = "The region in which the request is processed, such as eu. [default: none asked for]",
    };

    private readonly MissingRateOption _missingRate = new(MissingRatePolicy.Throw);
    private readonly Option<bool> _explain = new("--explain") { Description = "Say in a sentence how the cost comes about." };
    private readonly MissingTierOption _missingTier = new();
    private readonly Answers _answers;

    /// <summary>Initializes the options that need the names in the catalog.</summary>
    private CostCommand(Answers answers)
    {
        _answers = answers;
        _model = answers.Options.Names.Model("MODEL", "The model: its id or another name, as 'find' takes it, also as openai/gpt-4o.");
        _model.Arity = ArgumentArity.ZeroOrOne;
        _named = answers.Options.Names.ModelOption("The model, in a script that names everything; instead of the argument.");
        _provider = answers.Options.Names.Provider(
            "Who sells it: an id, another name or an address of its API; 'unnamed' where the price's source does not name it. "
                + "[default: whom the name tells, or else the model's maker]");
        _tier.CompletionSources.Clear();
        _tier.CompletionSources.Add("standard", "batch", "flex", "priority", "fast", "ultrafast");
        _usage.CompletionSources.Add(_ => Meter.All.Select(m => m.Id + "="));
    }

    /// <summary>Returns the command.</summary>
    public static ToolCommand Create(Answers answers) => new CostCommand(answers).Create();

    /// <summary>Returns an option for a number of tokens.</summary>
    private static Option<long?> Count(string name, string description) =>
        new(name) { HelpName = "N", Description = description, CustomParser = OptionText.Count };

    /// <summary>Builds the command. No meter can be given twice, and at least one must be given.</summary>
    private ToolCommand Create()
    {
        ToolCommand command = new(
            "cost",
            "What one call costs, with its receipt.",
            [
                new(
                    "cost claude-sonnet-4-5 --input 12000 --cache-read 8000 --output 900 --explain",
                    "From its maker, two thirds of the input read from the cache, and how it comes about."),
                new(
                    "cost gpt-4o --provider openai --input 12000 --output 900 --tier batch --at 2026-04-24",
                    "In a batch, on a day."),
                new(
                    "cost claude-sonnet-4-5 --input 500 --output 90 --usage web-searches=3 --missing-rate unpriced --format json",
                    "With what is not counted in tokens, for a program."),
            ])
        {
            Sections =
            [
                new("How to count", new HelpRow("Counts are totals, as most providers give them: the input contains the cached tokens, "
                    + "the output contains the reasoning.")),
                new("Meters that --usage takes", new HelpRow(string.Join(", ", Meter.All))),
            ],
        };
        command.Arguments.Add(_model);
        foreach (Option option in new Option[] { _named, _provider }
            .Concat(_counts.Select(c => c.Option))
            .Concat([_usage, _at, _tier, _region]))
        {
            command.Options.Add(option);
        }

        _missingTier.AddTo(command);
        _missingRate.AddTo(command);
        command.Options.Add(_explain);
        _answers.Options.AddPricesTo(command);
        _answers.Options.AddLayoutTo(command);
        command.Validators.Add(result =>
        {
            // Compares the texts, since reading an invalid value throws.
            string[] counted =
            [
                .. _counts.Where(c => result.GetResult(c.Option) is not null).Select(c => c.Meter.Id),
                .. (result.GetResult(_usage)?.Tokens ?? []).Select(t => t.Value.Split('=')[0].Replace('_', '-').ToLowerInvariant()),
            ];
            foreach (IGrouping<string, string> twice in counted.GroupBy(c => c).Where(g => g.Count() > 1))
            {
                result.AddError($"{twice.Key} is given twice.");
            }

            bool isArgument = result.GetResult(_model) is { Tokens.Count: > 0 };
            if (isArgument == (result.GetResult(_named) is not null))
            {
                result.AddError(isArgument
                    ? "The model is named twice: as the argument and by --model."
                    : "No model is named: write it first, as in 'cost gpt-4o --input 12000'.");
            }

            if (counted.Length == 0)
            {
                result.AddError("Nothing is counted: give --input, --output or another count.");
            }
        });
        command.SetAction(Answer);
        return command;
    }

    /// <summary>Prices the call and writes the receipt.</summary>
    private int Answer(ParseResult parsed)
    {
        PriceCatalog prices = _answers.Options.Prices(parsed);
        bool explain = parsed.GetValue(_explain);
        string model = parsed.GetValue(_model) ?? parsed.GetValue(_named)!;
        Instant at = parsed.GetValue(_at) ?? ToolOptions.StartOf(ToolOptions.Newest(prices));
        NameMatch found = _answers.Noted(prices.Find(parsed.GetValue(_provider), model), explain);
        Offer offer = found.Offer ?? throw new ToolException(
            $"{(parsed.GetValue(_provider) is { } provider ? $"'{provider}' does not say" : "Nothing says")} who sells '{model}': "
            + $"name a provider with --provider.{Sellers(found.Model.Availability(at.InUtc().Date))}");
        TokenUsage usage = TokenUsage.FromMeterTotals(Counts(parsed));
        CostOptions options = new()
        {
            ServiceTier = parsed.GetValue(_tier) ?? ServiceTier.Standard,
            AllowStandardTier = _missingTier.AllowsStandard(parsed),
            Region = parsed.GetValue(_region) ?? prices.RegionOf(model),
            AllowUnlistedRegion = parsed.GetValue(_region) is null,
            MissingRate = _missingRate.Policy(parsed),
        };
        (offer, options) = prices.InRegion(offer, options);
        return _answers.Show(parsed, offer.CostOf(usage, at, options).ToReport(offer, at, explain));
    }

    /// <summary>Returns a sentence with the providers of a model that no name chooses among; empty if there are none.</summary>
    private static string Sellers(Availability sold) =>
        sold.Named.IsEmpty ? ""
        : sold.PriceBy(default)?.Offer.Provider is { IsNamed: true } standard && sold.Named.Length > 1
            ? $" {ToolText.Number(sold.Named.Length)} providers offer it; its standard price is that of {standard.Id}."
        : $" It is offered by {string.Join(", ", sold.Named.Take(3).Select(p => p.Id))}{(sold.Named.Length > 3 ? " and others" : "")}.";

    /// <summary>Returns the totals that were given. A meter that was not given is not included.</summary>
    private MeterQuantity[] Counts(ParseResult parsed) =>
    [
        .. _counts.SelectMany(c => parsed.GetValue(c.Option) is { } count ? new[] { new MeterQuantity(c.Meter, count) } : []),
        .. parsed.GetValue(_usage) ?? [],
    ];
}
