using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using NodaTime;

namespace TokenPricing.Tool;

/// <summary><c>token-pricing rank</c>: the cheapest models by a blend.</summary>
internal sealed class RankCommand
{
    private const int DefaultLimit = 20;

    /// <summary>The capabilities in the built-in catalog, so that the help does not need to load it. A test compares them.</summary>
    public static readonly string[] BuiltInCapabilities =
        [
            "audio-input",
            "audio-output",
            "code-execution",
            "function-calling",
            "multimodal-input",
            "pdf-input",
            "prompt-caching",
            "reasoning",
            "structured-outputs",
            "tool-use",
            "vision",
            "web-search",
        ];

    private readonly Answers _answers;

    private readonly Option<Blend?> _blend = ToolOptions.Blend("70/30; input alone for another kind than chat");

    private readonly Option<string[]> _needs = new("--needs")
    {
        HelpName = "CAPABILITY",
        Description = $"What a model must be able to do; with commas, or again, for several: "
            + $"{string.Join(", ", BuiltInCapabilities)}. A model without a source that says so is excluded and counted.",
    };

    private readonly Option<long?> _minContext = new("--min-context")
    {
        HelpName = "TOKENS",
        Description = "The least context window, such as 200k, 1M or 200000.",
        CustomParser = OptionText.Tokens,
    };

    private readonly WordOption<ModelKind> _kind = new(
        "--kind",
        "What the models are for. A model of an unknown kind is taken for a chat model. [default: chat]",
        [.. Enum.GetValues<ModelKind>().Select(k => (k.ToString().ToLowerInvariant(), k))]);

    private readonly WordOption<PriceBasis> _basis = ToolOptions.Basis();

    private readonly WordOption<License> _license = new(
        "--license", "open (only models with open weights or an open-source license) or any. [default: any]", (
            "open",
            License.Open), ("any", License.Any));

    private readonly Option<string[]> _providers = new("--provider")
    {
        HelpName = "PROVIDER",
        Description = "Count only the offers of this provider; again for several. [default: all]",
    };

    private readonly Option<bool> _includeFree =
        new("--include-free") { Description = "Rank offers that cost nothing too. [default: they are excluded and counted]" };

    private readonly Option<int?> _limit = new("--limit")
    {
        HelpName = "N|all",
        Description = "How many models to list. [default: 20]",
        CustomParser = result => OptionText.Parse<int>(
            result,
            text => text.Equals("all", StringComparison.OrdinalIgnoreCase) ? int.MaxValue
                : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int limit) && limit > 0 ? limit : null,
            "a whole number of at least 1, or all"),
    };

    /// <summary>The licenses that are ranked.</summary>
    private enum License
    {
        Any,
        Open,
    }

    private RankCommand(Answers answers)
    {
        _answers = answers;
        _needs.CompletionSources.Add(answers.Options.Names.Capabilities);
        _providers.CompletionSources.Add(answers.Options.Names.Providers);
    }

    /// <summary>Returns the command.</summary>
    public static ToolCommand Create(Answers answers) => new RankCommand(answers).Create();

    /// <summary>Splits values at commas.</summary>
    private static ImmutableArray<string> Words(string[]? texts) =>
        [.. (texts ?? []).SelectMany(t => t.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];

    private ToolCommand Create()
    {
        ToolCommand command = new(
            "rank",
            "The cheapest models by a blend: all, or those that meet your requirements.",
            [
                new(
                    "rank --needs vision --min-context 200k",
                    "The cheapest models that see images and take 200,000 tokens, by 70 % input and 30 % output tokens."),
                new(
                    "rank --blend 7:2:1 --needs vision,reasoning --license open",
                    "With open weights, where most of the input is read from a cache."),
                new("rank --kind embedding", "The cheapest embedding models, by their input."),
                new("rank --provider openai --provider anthropic --limit all --format json", "What two providers sell, for a program."),
                new(
                    "rank --min-context 128k --out rank.svg",
                    "Price against context as a chart, with the models that are the cheapest for their context."),
            ]);
        foreach (Option option in new Option[] { _blend, _kind, _basis, _needs, _minContext, _license, _providers, _includeFree, _limit })
        {
            command.Options.Add(option);
        }

        _answers.Options.AddDayTo(command);
        command.SetAction(parsed =>
        {
            PriceCatalog prices = _answers.Options.Prices(parsed);
            LocalDate on = _answers.Options.On(parsed, prices);
            RankRequirements needs = Needs(parsed);
            Blend usual = needs.Kind == ModelKind.Chat ? prices.Settings.BlendFor() : Blend.InputOutput(1, 0);
            Ranking ranking = Rank(prices, parsed.GetValue(_blend) ?? usual, ToolOptions.StartOf(on), needs);
            return _answers.Show(
                parsed,
                ranking.ToReport(parsed.GetValue(_limit) ?? DefaultLimit),
                ranking.Models.IsEmpty ? "No model can be ranked: see what is excluded, and relax the requirements." : null);
        });
        return command;
    }

    /// <summary>Ranks the models. An unknown capability is reported with the known ones.</summary>
    private static Ranking Rank(PriceCatalog prices, Blend blend, Instant at, RankRequirements needs)
    {
        try
        {
            return prices.RankBy(blend, at, needs);
        }
        catch (PricingException e) when (e.Error == PricingError.UnknownCapability)
        {
            throw new ToolException($"{e.Message} It knows {string.Join(", ", NameSource.CapabilitiesOf(prices))}.");
        }
    }

    /// <summary>Returns the requirements that the command line states.</summary>
    private RankRequirements Needs(ParseResult parsed) => new()
    {
        Kind = parsed.GetValue(_kind) ?? ModelKind.Chat,
        Basis = parsed.GetValue(_basis) ?? PriceBasis.Standard,
        Capabilities = Words(parsed.GetValue(_needs)),
        MinContextWindow = parsed.GetValue(_minContext),
        Open = parsed.GetValue(_license) == License.Open,
        Providers = Words(parsed.GetValue(_providers)),
        IncludeFree = parsed.GetValue(_includeFree),
    };
}
