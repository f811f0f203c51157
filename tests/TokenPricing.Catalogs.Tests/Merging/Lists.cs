using System.Text;
using NodaTime;

namespace TokenPricing.Tests;

/// <summary>Small price lists in the formats of the market's, for merging.</summary>
internal static class Lists
{
    public static LocalDate Day(int day) => new LocalDate(2026, 7, 1).PlusDays(day - 1);

    /// <summary>models.dev, of 1 July 2026 unless told; prices per million as <c>"input": 1, "output": 2</c>.</summary>
    public static PriceImport ModelsDev(params (string Offer, string Cost)[] listings) => ModelsDev(Day(1), listings);

    public static PriceImport ModelsDev(LocalDate day, params (string Offer, string Cost)[] listings)
    {
        IEnumerable<string> providers = listings.GroupBy(l => Provider(l.Offer)).Select(p =>
            $$"""
            "{{p.Key}}": {"id": "{{p.Key}}", "name": "{{p.Key.ToUpperInvariant()}}", "models": {
              {{string.Join(",", p.Select(l => $$""" "{{Model(l.Offer)}}": {"id": "{{Model(l.Offer)}}", "name": "{{Model(l.Offer)}}"{{(l.Cost.Length == 0 ? "" : $$""", "cost": {{{l.Cost}}}""")}}} """))}} } }
            """);
        return Read("{" + string.Join(",", providers) + "}", day, PriceListFormat.ModelsDev);
    }

    /// <summary>models.dev, of 1 July 2026, with the names of models, their releases if told, and no prices.</summary>
    public static PriceImport ModelsDevNamed(params (string Offer, string Name)[] listings) =>
        ModelsDevReleased([.. listings.Select(l => (l.Offer, l.Name, (string?)null))]);

    /// <inheritdoc cref="ModelsDevNamed"/>
    public static PriceImport ModelsDevReleased(params (string Offer, string Name, string? Released)[] listings) => Read(
        "{" + string.Join(",", listings.GroupBy(l => Provider(l.Offer)).Select(p =>
            $$""" "{{p.Key}}": {"id": "{{p.Key}}", "models": { {{string.Join(",", p.Select(l =>
                $$""" "{{Model(l.Offer)}}": {"id": "{{Model(l.Offer)}}", "name": "{{l.Name}}"{{(l.Released is null ? "" : $", \"release_date\": \"{l.Released}\"")}}} """))}} } } """)) + "}",
        Day(1), PriceListFormat.ModelsDev);

    /// <summary>LiteLLM, of 10 July 2026; prices per million, made into those of one token.</summary>
    public static PriceImport LiteLlm(params (string Offer, decimal Input, decimal Output)[] listings) =>
        Read(
            "{" + string.Join(",", listings.Select(l => FormattableString.Invariant(
                $$""" "{{Model(l.Offer)}}": {"litellm_provider": "{{Provider(l.Offer)}}", "mode": "chat", "input_cost_per_token": {{l.Input / 1_000_000}}, "output_cost_per_token": {{l.Output / 1_000_000}}} """))) + "}",
            Day(10), PriceListFormat.LiteLlm);

    /// <summary>LiteLLM with one offer that it announces an end of.</summary>
    public static PriceImport LiteLlmUntil(string offer, LocalDate end) => Read(
        FormattableString.Invariant($$"""
            {"{{Model(offer)}}": {"litellm_provider": "{{Provider(offer)}}", "mode": "chat", "input_cost_per_token": 0.000001,
             "output_cost_per_token": 0.000002, "deprecation_date": "{{end:uuuu-MM-dd}}"} }
            """),
        Day(10), PriceListFormat.LiteLlm);

    /// <summary>genai-prices, of 20 July 2026 unless told; prices as <c>"input_mtok": 1</c>, or a list of them.</summary>
    public static PriceImport Genai(params (string Offer, string Prices)[] listings) => Genai(Day(20), listings);

    public static PriceImport Genai(LocalDate day, params (string Offer, string Prices)[] listings) =>
        Read(
            "[" + string.Join(",", listings.GroupBy(l => Provider(l.Offer)).Select(p =>
                $$"""
                {"id": "{{p.Key}}", "name": "{{p.Key}}", "api_pattern": "https://api\\.{{p.Key}}\\.example", "models": [
                  {{string.Join(",", p.Select(l => $$"""{"id": "{{Model(l.Offer)}}", "match": {"equals": "{{Model(l.Offer)}}"}, "prices": {{(l.Prices.StartsWith('[') ? l.Prices : "{" + l.Prices + "}")}}}"""))}} ]}
                """)) + "]",
            day, PriceListFormat.GenaiPrices);

    /// <summary>OpenRouter's own list, of 15 July 2026; prices per million, made into those of one token.</summary>
    public static PriceImport OpenRouter(params (string Model, decimal Input, decimal Output)[] listings) =>
        Read(
            """{"data": [""" + string.Join(",", listings.Select(l => FormattableString.Invariant(
                $$"""{"id": "{{l.Model}}", "name": "{{l.Model}}", "context_length": 8192, "pricing": {"prompt": "{{l.Input / 1_000_000}}", "completion": "{{l.Output / 1_000_000}}"} }"""))) + "]}",
            Day(15), PriceListFormat.OpenRouter);

    /// <summary>A line of models.dev's history.</summary>
    public static string Event(string at, string offer, decimal? input, decimal? output, string kind = "changed") => FormattableString.Invariant(
        $$"""{"at": "{{at}}T12:00:00+02:00", "commit": "abc", "event": "{{kind}}", "provider": "{{Provider(offer)}}", "model": "{{Model(offer)}}", "new": {{(input is null ? "null" : $$"""{"input": "{{input}}", "output": "{{output}}"}""")}}}""");

    public static MemoryStream Log(params string[] lines) => new(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));

    public static PriceCatalog Merge(params PriceImport[] lists) => Build(lists).Catalog;

    public static MergedCatalog Build(params PriceImport[] lists) => lists.Aggregate(new CatalogBuilder(), (builder, list) => builder.Add(list)).Build();

    /// <summary>The prices of input and output of an offer on a day.</summary>
    public static (decimal? Input, decimal? Output) PricesOn(PriceCatalog prices, string offer, LocalDate day) =>
        prices.Offer(Provider(offer), Model(offer)).TryGetRateCard(day.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant(), out RateCard? card)
            ? (Price(card, Meter.Input), Price(card, Meter.Output))
            : (null, null);

    public static string Provider(string offer) => offer[..offer.IndexOf('/', StringComparison.Ordinal)];

    public static string Model(string offer) => offer[(offer.IndexOf('/', StringComparison.Ordinal) + 1)..];

    private static decimal? Price(RateCard card, Meter meter) => card.Rates.FirstOrDefault(r => r.Meter == meter && r.Condition.IsNone)?.Rate.UsdPerMillion;

    private static PriceImport Read(string json, LocalDate day, PriceListFormat format)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(json));
        return PriceImport.Read(stream, day, format);
    }
}
