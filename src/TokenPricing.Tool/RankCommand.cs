using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using NodaTime;

namespace TokenPricing.Tool;

/// <summary><c>token-pricing rank</c>.</summary>
internal sealed class RankCommand
{
    private const int DefaultLimit = 20;

    private readonly Answers _answers;

    private readonly Option<Blend?> _blend = ToolOptions.Blend("3:1");

    private readonly Option<string[]> _needs = new("--needs")
    {
        HelpName = "CAPABILITY",
        Description = "What a model must be able to do, such as vision or tool-use; with commas, or again, for several. A model of which no source says so is left out and counted.",
    };

    private readonly Option<long?> _minContext = new("--min-context")
    {
        HelpName = "TOKENS",
        Description = "The least context window, such as 200k, 1M or 200000.",
        CustomParser = OptionText.Tokens,
    };

    private readonly Option<License?> _license = new("--license")
    {
        HelpName = "open|any",
        Description = "open: only models with open weights or an open-source license. [default: any]",
        CustomParser = result => OptionText.Word(result, ("open", License.Open), ("any", License.Any)),
    };

    private readonly Option<string[]> _providers = new("--provider")
    {
        HelpName = "PROVIDER",
        Description = "Count only the offers of this provider; again for several. [default: all]",
    };

    private readonly Option<bool> _includeFree = new("--include-free") { Description = "Rank offers that cost nothing too. [default: they are left out and counted]" };

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

    private enum License
    {
        Any,
        Open,
    }

    private RankCommand(Answers answers) => _answers = answers;

    public static Command Create(Answers answers) => new RankCommand(answers).Create();

    private static ImmutableArray<string> Words(string[]? texts) =>
        [.. (texts ?? []).SelectMany(t => t.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];

    private Command Create()
    {
        Command command = new(
            "rank",
            """
            The cheapest models by a blend, each by its cheapest offer, and which of them are the cheapest for their context.

            Examples:
              token-pricing rank
              token-pricing rank --blend 3:1 --needs vision --min-context 128k --license open
              token-pricing rank --limit all --out rank.html
              token-pricing rank --out rank.svg
            """);
        foreach (Option option in new Option[] { _blend, _needs, _minContext, _license, _providers, _includeFree, _limit })
        {
            command.Options.Add(option);
        }

        _answers.Options.AddDayTo(command);
        command.SetAction(parsed =>
        {
            PriceCatalog prices = _answers.Options.Prices(parsed);
            LocalDate on = _answers.Options.On(parsed, prices);
            Ranking ranking = prices.RankBy(parsed.GetValue(_blend) ?? Blend.ThreeToOne, on.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant(), Needs(parsed));
            return _answers.Show(
                parsed,
                ranking.ToReport(parsed.GetValue(_limit) ?? DefaultLimit),
                ranking.Models.IsEmpty ? "No model can be ranked: see what is left out, and ask for less." : null);
        });
        return command;
    }

    private RankNeeds Needs(ParseResult parsed) => new()
    {
        Capabilities = Words(parsed.GetValue(_needs)),
        MinContextWindow = parsed.GetValue(_minContext),
        Open = parsed.GetValue(_license) == License.Open,
        Providers = Words(parsed.GetValue(_providers)),
        IncludeFree = parsed.GetValue(_includeFree),
    };
}
