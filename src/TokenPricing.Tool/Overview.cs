using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using NodaTime;

namespace TokenPricing.Tool;

/// <summary>
/// <c>token-pricing</c> without a command: the size of the catalog, the cheapest models, the latest price changes, and commands to try
/// next.
/// </summary>
internal sealed class Overview(PriceCatalog prices)
{
    private const int Cheapest = 5;
    private const int Latest = 5;
    private const long Context = 200_000;
    private const string Capability = "function-calling";

    /// <summary>Command lines to try next.</summary>
    public static readonly HelpExample[] Next =
    [
        new("rank --needs vision --min-context 200k", "the cheapest that meet requirements"),
        new("compare claude-sonnet-4-5 gpt-5.1", "which is cheaper, and when"),
        new("availability gpt-4o", "who sells it, at which price"),
        new("cost gpt-4o --input 12000 --output 900", "what a call costs"),
        new("price calls.jsonl --out costs.jsonl", "what a file of calls costs"),
        new("--help", "every command"),
    ];

    private readonly Blend _blend = prices.Settings.BlendFor();

    /// <summary>Makes the overview the answer of the root command.</summary>
    public static void AddTo(RootCommand root, Answers answers)
    {
        answers.Options.AddPricesTo(root);
        answers.Options.AddLayoutTo(root);
        root.SetAction(parsed => answers.Show(parsed, new Overview(answers.Options.Prices(parsed)).ToReport()));
    }

    /// <summary>Returns the overview as of the newest day of the catalog.</summary>
    public Report ToReport()
    {
        LocalDate newest = ToolOptions.Newest(prices);
        Instant now = ToolOptions.StartOf(newest);
        RankRequirements needs =
            new() { Capabilities = prices.Models.Any(m => m.Can(Capability) == true) ? [Capability] : [], MinContextWindow = Context };
        Ranking ranking = prices.RankBy(_blend, now, needs);
        ImmutableArray<RankedModel> cheapest = [.. ranking.Models.Take(Cheapest)];
        ImmutableArray<Change> changes = [.. Changes(newest)];
        Counted counted = new(prices, newest);
        return new Report(
            "token-pricing: what language models cost",
            counted.ToString(),
            [
                new("Cheapest",
                [
                    new Paragraph($"70 % input and 30 % output tokens, of {ToolText.Number(ranking.Models.Length)} models that call "
                        + $"functions and take {ReportValues.Tokens(Context)} tokens or more."),
                    new BarChart(
                        "US dollars per 1M tokens; bars begin at zero", ["Price"],
                        [.. cheapest.Select(m => new BarGroup(m.Model.Name, [
                            new BarValue(m.Price.UsdPerMillion, $"{ReportValues.Rate(m.Price)} from {m.Priced.Offer.Provider.Name}"),
                        ]))]),
                ]),
                new("Latest price changes",
                [
                    new ReportTable(["On", "Model", "Provider", "Before", "After", "Change"], [.. changes.Select(Row)], isNumeric: true),
                    new Paragraph(changes.IsEmpty ? "" : "US dollars per 1M tokens by the same mix; the latest change of each of those "
                        + "providers whose prices changed last. Less than 0 %: cheaper than before."),
                ]),
                new("Ask next", [new ReportTable(
                    [$"{ToolHelp.Name} …", "Says"],
                    [.. Next.Select(n => ImmutableArray.Create(n.Line, n.Answer))],
                    isNumeric: false)]),
            ],
            json => WriteJson(json, counted, ranking, changes));
    }

    private static ImmutableArray<string> Row(Change change) =>
    [
        ToolText.Date(change.On),
        change.Offer.Model.Name,
        ToolText.Capital(change.Offer.Provider.Name),
        ReportValues.Rate(change.Before),
        ReportValues.Rate(change.After),
        ReportValues.Change(change.Percent, change.Before, change.After),
    ];

    /// <summary>
    /// Returns the latest change of the blended price at each of the providers whose prices changed last. Offers are examined from the
    /// newest price on, until there are enough.
    /// </summary>
    private IEnumerable<Change> Changes(LocalDate newest) => prices.Rows.Rates
        .Where(r => r.From is { } from && from <= ToolOptions.StartOf(newest))
        .OrderByDescending(r => r.From)
        .Select(r => (r.Model, r.Provider, From: r.From!.Value))
        .Distinct()
        .Select(r => Of(prices.Offer(r.Provider, r.Model), r.From))
        .OfType<Change>()
        .DistinctBy(c => c.Offer.Provider)
        .Take(Latest);

    /// <summary>
    /// Returns the change of an offer at an instant; <see langword="null"/> if the blended price did not change or is unknown before or
    /// after.
    /// </summary>
    private Change? Of(Offer offer, Instant from)
    {
        return At(from - Duration.FromTicks(1)) is { } before && At(from) is { } after && before != after
            ? new Change(offer, from.InUtc().Date, before, after)
            : null;

        Rate? At(Instant at) =>
            offer.TryGetRateCard(at, out RateCard? card) && card.TryGetBlended(_blend, out Rate blended) ? blended : null;
    }

    private void WriteJson(Utf8JsonWriter json, Counted counted, Ranking ranking, ImmutableArray<Change> changes)
    {
        json.WriteStartObject();
        json.WriteNumber("providers", counted.Providers);
        json.WriteNumber("models", counted.Models);
        json.WriteNumber("offers", counted.Offers);
        json.WriteDate("recordedFrom", counted.From);
        json.WriteDate("recordedThrough", counted.Through);
        json.WriteBlend(_blend);
        json.WritePropertyName("cheapest");
        ranking.ToReport(Cheapest).WriteJson(json);
        json.WriteStartArray("changes");
        foreach (Change change in changes)
        {
            json.WriteStartObject();
            json.WriteDate("on", change.On);
            json.WriteString("provider", change.Offer.Provider.Id.Value);
            json.WriteString("model", change.Offer.Model.Id.Value);
            json.WriteRate("beforeUsdPerMillion", change.Before);
            json.WriteRate("afterUsdPerMillion", change.After);
            json.WritePercent("changePercent", change.Percent);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>A change of an offer's blended price on a day in UTC.</summary>
    private sealed record Change(Offer Offer, LocalDate On, Rate Before, Rate After)
    {
        /// <summary>The change in percent of the price before; <see langword="null"/> if it was free.</summary>
        public Percentage? Percent => Before.IsFree ? null : Percentage.FromFraction((After - Before) / Before);
    }

    /// <summary>The size of the catalog and the days on which its prices were recorded.</summary>
    private sealed class Counted(PriceCatalog prices, LocalDate through)
    {
        public int Providers => prices.Providers.Length;

        public int Models => prices.Models.Length;

        public int Offers => prices.Offers.Length;

        public LocalDate From { get; } = prices.Rows.Rates.Select(r => r.Recorded).DefaultIfEmpty(through).Min();

        public LocalDate Through => through;

        public override string ToString() =>
            $"{ToolText.Number(Models)} models at {ToolText.Number(Providers)} providers: {ToolText.Number(Offers)} offers, with their "
                + $"prices as recorded from {ToolText.Date(From)} to {ToolText.Date(Through)}.";
    }
}
