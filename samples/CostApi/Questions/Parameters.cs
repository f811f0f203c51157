using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace TokenPricing.CostApi;

/// <summary>Every parameter that a query may have.</summary>
internal static class Parameters
{
    public static Parameter<string?> A { get; } = RequiredModel("a", "The first model: its id, any other name of it, or an offer such as azure/gpt-5.", "claude-sonnet-4-5");

    public static Parameter<string?> B { get; } = RequiredModel("b", "The second model, or an offer of it.", "gpt-5.1");

    public static Parameter<string?> Model { get; } = RequiredModel("model", "The model: its id, or any other name of it.", "gpt-5.1");

    public static Parameter<Blend?> Blend { get; } = new(
        "blend",
        "The mix of tokens that makes one price of several: input to output (70/30, 3:1), or cached to input to output (7:2:1). Without it: the catalog's own, 70/30 unless configured.",
        "3:1",
        "weights such as 70/30, 3:1 or 7:2:1",
        text => TokenPricing.Blend.TryParse(text, out Blend blend) ? blend : null);

    public static Parameter<LocalDate?> On { get; } = Day("on", "The day of the prices, in UTC. Without it: today.", "2026-09-01");

    public static Parameter<LocalDate?> From { get; } = Day("from", "The first day. Without it: since records began.", "2026-01-01");

    public static Parameter<LocalDate?> To { get; } = Day("to", "The last day. Without it: as far as is known.", "2026-09-30");

    public static Parameter<string?> Provider { get; } = Text(
        "provider", "Only this provider: its id, another name, or an address of its API. Without it: all.", "openai", "a provider's id, such as openai");

    public static Parameter<string?> Providers { get; } = List(
        "provider", "Count only the offers of these providers, by id. Without it: all.", "openai", "a provider's id, such as openai");

    public static Parameter<string?> Needs { get; } = List(
        "needs",
        "What a model must be able to do, such as vision or function-calling; a model of which no source says so is left out and counted.",
        "vision",
        "capabilities such as vision");

    public static Parameter<string?> Basis { get; } = OneOf(
        "basis",
        "Whose price stands for a model: the maker's own where the maker sells it, the cheapest tracked one, or the one in the middle. Without it: standard.",
        "standard",
        "cheapest",
        "median");

    public static Parameter<string?> Kind { get; } = OneOf(
        "kind",
        "What the models are for; a model of an unknown kind is taken for a chat model. Without it: chat.",
        [.. Enum.GetNames<ModelKind>().Select(n => n.ToLowerInvariant())]);

    public static Parameter<long?> MinContext { get; } = Whole("minContext", "The least context window, in tokens.", "200000", 1, 1_000_000_000_000);

    public static Parameter<string?> License { get; } = OneOf("license", "open: only models with open weights or an open-source license. Without it: any.", "open", "any");

    public static Parameter<string?> IncludeFree { get; } = OneOf("includeFree", "Whether offers that cost nothing are ranked too. Without it: false.", "true", "false");

    public static Parameter<long?> Limit { get; } = Whole("limit", "How many models to list. Without it: 20.", "5", 1, 1000);

    public static Parameter<string?> Search { get; } = Text(
        "q", "Parts of a model's id or name, in any order. Without it: the models with the most providers.", "sonnet 4", "a text of at most 200 characters");

    public static Parameter<long?> Width { get; } = Whole(
        "width", "The width of the chart in CSS pixels; it is laid out anew for each. Without it: 720.", "720", 320, 2000);

    public static Parameter<string?> Theme { get; } = OneOf("theme", "The colours of the chart. Without it: auto, as the reader's screen.", "auto", "light", "dark");

    private static Parameter<string?> RequiredModel(string name, string description, string example) =>
        Text(name, description, example, "a model's id or another name of it, such as o4-mini") with { IsRequired = true };

    private static Parameter<string?> List(string name, string description, string example, string expected) =>
        Text(name, description, example, expected) with { IsList = true };

    private static Parameter<string?> Text(string name, string description, string example, string expected) =>
        new(name, description, example, expected, text => text);

    private static Parameter<string?> OneOf(string name, string description, params string[] words) =>
        new(name, description, words[0], string.Join(" or ", words), text => Array.Find(words, w => w.Equals(text, StringComparison.OrdinalIgnoreCase)))
        {
            Words = words,
        };

    // A day has a next one, and no price is older than the century before this one.
    private static Parameter<LocalDate?> Day(string name, string description, string example) => new(
        name, description, example, "a date such as 2026-04-24",
        text => LocalDatePattern.Iso.Parse(text) is { Success: true, Value: { Year: >= 1900 and <= 9998 } day } ? day : null);

    private static Parameter<long?> Whole(string name, string description, string example, long least, long most) =>
        new(
            name, description, example, FormattableString.Invariant($"a whole number from {least} to {most}"),
            text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number >= least && number <= most ? number : null)
        {
            IsNumber = true,
        };
}
