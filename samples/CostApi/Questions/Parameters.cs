using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace TokenPricing.CostApi;

/// <summary>Every parameter that a query may have.</summary>
internal static class Parameters
{
    private const string AName = "a model's id or another name of it, such as o4-mini";

    public static Parameter<string?> A { get; } = new("a", "The first model: its id, or any other name of it.", "claude-sonnet-4-5", AName, Text) { IsRequired = true };

    public static Parameter<string?> B { get; } = new("b", "The second model.", "gpt-5.1", AName, Text) { IsRequired = true };

    public static Parameter<string?> Model { get; } = new("model", "The model: its id, or any other name of it.", "gpt-5.1", AName, Text) { IsRequired = true };

    public static Parameter<Blend?> Blend { get; } = new(
        "blend",
        "The mix of tokens that makes one price of several: input to output (70/30, 3:1), or cached to input to output (7:2:1). Without it: the catalog's own, 70/30 unless configured.",
        "3:1", "weights such as 70/30, 3:1 or 7:2:1", text => TokenPricing.Blend.TryParse(text, out Blend blend) ? blend : null);

    public static Parameter<LocalDate?> On { get; } = new("on", "The day of the prices, in UTC. Without it: today.", "2026-09-01", "a date such as 2026-04-24", Day);

    public static Parameter<LocalDate?> From { get; } = new("from", "The first day. Without it: since records began.", "2026-01-01", "a date such as 2026-01-31", Day);

    public static Parameter<LocalDate?> To { get; } = new("to", "The last day. Without it: as far as is known.", "2026-09-30", "a date such as 2026-04-24", Day);

    public static Parameter<string?> Provider { get; } = new(
        "provider", "Only this provider: its id, another name, or an address of its API. Without it: all.", "openai", "a provider's id, such as openai", Text);

    public static Parameter<string?> Providers { get; } = new(
        "provider", "Count only the offers of these providers, by id. Without it: all.", "openai", "a provider's id, such as openai", Text) { IsList = true };

    public static Parameter<string?> Needs { get; } = new(
        "needs", "What a model must be able to do, such as vision or function-calling; a model of which no source says so is left out and counted.", "vision", "capabilities such as vision", Text) { IsList = true };

    public static Parameter<long?> MinContext { get; } = new(
        "minContext", "The least context window, in tokens.", "200000", "a whole number of at least 1, such as 200000", text => Whole(text) is > 0 and { } tokens ? tokens : null) { IsNumber = true };

    public static Parameter<string?> License { get; } = OneOf("license", "open: only models with open weights or an open-source license. Without it: any.", "open", "any");

    public static Parameter<string?> IncludeFree { get; } = OneOf("includeFree", "Whether offers that cost nothing are ranked too. Without it: false.", "true", "false");

    public static Parameter<long?> Limit { get; } = new(
        "limit", "How many models to list. Without it: 20.", "5", "a whole number from 1 to 1000", text => Whole(text) is >= 1 and <= 1000 and { } limit ? limit : null) { IsNumber = true };

    public static Parameter<string?> Search { get; } = new(
        "q", "Parts of a model's id or name, in any order. Without it: the models with the most providers.", "sonnet 4", "a text of at most 200 characters", Text);

    public static Parameter<long?> Width { get; } = new(
        "width", "The width of the chart in CSS pixels; it is laid out anew for each. Without it: 720.", "720", "a whole number from 320 to 2000", text => Whole(text) is >= 320 and <= 2000 and { } width ? width : null) { IsNumber = true };

    public static Parameter<string?> Theme { get; } = OneOf("theme", "The colours of the chart. Without it: auto, as the reader's screen.", "auto", "light", "dark");

    private static Parameter<string?> OneOf(string name, string description, params string[] words) => new(
        name, description, words[0], string.Join(" or ", words), text => Array.Find(words, w => w.Equals(text, StringComparison.OrdinalIgnoreCase))) { Words = words };

    private static string Text(string text) => text;

    // A day has a next one, and no price is older than the century before this one.
    private static LocalDate? Day(string text) => LocalDatePattern.Iso.Parse(text) is { Success: true, Value: { Year: >= 1900 and <= 9998 } day } ? day : null;

    private static long? Whole(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
}
