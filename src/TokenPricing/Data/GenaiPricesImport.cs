using System.Collections.Immutable;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace TokenPricing;

/// <summary>
/// Reads genai-prices' <c>data.json</c> (github.com/pydantic/genai-prices, MIT; read as of version 2 of 2026-08-21 and of its npm
/// package 0.1.8): providers with models, whose prices are numbers per unit of a price key, or a base with context tiers, or a list
/// of such sets with a start date or hours of the day.
/// </summary>
/// <remarks>
/// Of a list, the last entry that holds wins and the first one holds where none does, so the first entry reaches back for ever.
/// A tier holds for more input tokens than its start, cached ones included, for the whole request. What a price key counts is in
/// the registry <c>units.yml</c>. Names that a <c>match</c> says to equal are aliases; what begins with, ends with, holds or is like
/// something is none, since it would take in models that are not known yet, at the price of another.
/// </remarks>
internal sealed class GenaiPricesImport
{
    private const string Source = "genai-prices";

    private readonly LocalDate _recorded;
    private readonly List<ProviderFacts> _providers = [];
    private readonly Dictionary<string, ModelFacts> _models = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<OfferFacts> _offers = [];
    private readonly Dictionary<(string Name, string Provider), ModelAlias> _aliases = [];
    private readonly List<RateFacts> _rates = [];
    private readonly List<ImportSkip> _skipped = [];

    private GenaiPricesImport(LocalDate recorded) => _recorded = recorded;

    public static PriceImport Read(JsonElement providers, LocalDate recorded)
    {
        GenaiPricesImport import = new(recorded);
        foreach (JsonElement provider in providers.EnumerateArray())
        {
            import.AddProvider(provider);
        }

        CatalogFacts facts = new()
        {
            Sources = [new PriceSource(Source, "genai-prices, data.json", "https://github.com/pydantic/genai-prices", License: "MIT")],
            Providers = [.. import._providers],
            Models = [.. import._models.Values],
            Aliases = [.. import._aliases.Values],
            Offers = [.. import._offers],
            Rates = [.. import._rates],
        };
        return new PriceImport(facts, [.. import._skipped]);
    }

    private void AddProvider(JsonElement provider)
    {
        string id = ImportJson.Text(provider, "id");
        _providers.Add(new ProviderFacts(id, ImportJson.OptionalText(provider, "name") ?? id) { Aliases = Aliases(id), Addresses = Addresses(id, provider) });
        foreach (JsonElement model in provider.GetProperty("models").EnumerateArray())
        {
            AddModel(id, model);
        }
    }

    private void AddModel(string provider, JsonElement model)
    {
        string id = ImportJson.Text(model, "id");
        _models.TryAdd(id, new ModelFacts(id, ImportJson.OptionalText(model, "name") ?? id, Source, _recorded)
        {
            ContextWindow = model.TryGetProperty("context_window", out JsonElement window) && window.TryGetInt64(out long tokens) && tokens > 0 ? tokens : null,
        });
        _offers.Add(new OfferFacts(id, provider, Source, _recorded));
        if (model.TryGetProperty("match", out JsonElement match))
        {
            AddAliases(new Place(provider, id), match);
        }

        JsonElement prices = model.GetProperty("prices");
        if (prices.ValueKind == JsonValueKind.Object)
        {
            AddPrices(new Place(provider, id), prices, null, null, null);
        }
        else
        {
            AddSchedule(new Place(provider, id), [.. prices.EnumerateArray()]);
        }
    }

    // "google" sells what others call Vertex too.
    private static ImmutableArray<string> Aliases(string provider) =>
    [
        .. KnownProviders.Aliases(KnownProviders.Canonical(provider)).Append(KnownProviders.Canonical(provider))
            .Concat(provider == "google" ? KnownProviders.Aliases("google-vertex").Append("google-vertex") : [])
            .Where(a => a != provider),
    ];

    private ImmutableArray<string> Addresses(string provider, JsonElement facts)
    {
        if (ImportJson.OptionalText(facts, "api_pattern") is not { } pattern)
        {
            return [];
        }

        if (ApiPattern.ToAddresses(pattern) is { } addresses)
        {
            return addresses;
        }

        _skipped.Add(new ImportSkip($"{provider}: api_pattern", pattern, "It is no host with a path."));
        return [];
    }

    private void AddAliases(Place place, JsonElement match)
    {
        foreach (JsonProperty clause in match.EnumerateObject())
        {
            if (clause.NameEquals("or"))
            {
                foreach (JsonElement either in clause.Value.EnumerateArray())
                {
                    AddAliases(place, either);
                }
            }
            else if (clause.NameEquals("equals") && clause.Value.GetString()!.Trim() is { Length: > 0 } name && !name.Equals(place.Model, StringComparison.OrdinalIgnoreCase))
            {
                _aliases.TryAdd((name.ToUpperInvariant(), place.Provider), new ModelAlias(name, place.Model, place.Provider, Source, _recorded));
            }
        }
    }

    private void AddSchedule(Place place, JsonElement[] entries)
    {
        List<(Instant? From, JsonElement Entry)> dated = [];
        foreach (JsonElement entry in entries)
        {
            JsonElement constraint = entry.TryGetProperty("constraint", out JsonElement c) ? c : default;
            if (constraint.ValueKind != JsonValueKind.Object)
            {
                dated.Add((null, entry));
            }
            else if (ImportJson.OptionalText(constraint, "start_date") is { } start && LocalDatePattern.Iso.Parse(start) is { Success: true } date)
            {
                dated.Add((date.Value.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant(), entry));
            }
            else if (Hours(constraint) is { } window)
            {
                AddPrices(place, entry.GetProperty("prices"), window, null, null);
            }
            else
            {
                _skipped.Add(new ImportSkip($"{place}: constraint", constraint.GetRawText(), "Only start dates and hours of the day are known."));
            }
        }

        // At each date, the last entry of the list that has begun; before all dates, the first entry of the list.
        Instant[] starts = [.. dated.Select(d => d.From).OfType<Instant>().Distinct().Order()];
        Instant?[] edges = [null, .. starts];
        for (int i = 0; i < edges.Length; i++)
        {
            (Instant?, JsonElement Entry)[] begun = [.. dated.Where(d => d.From is not { } from || from <= edges[i])];
            JsonElement? holding = begun.Length > 0 ? begun[^1].Entry : dated.Count > 0 ? dated[0].Entry : null;
            if (holding is { } entry)
            {
                AddPrices(place, entry.GetProperty("prices"), null, edges[i], i + 1 < edges.Length ? edges[i + 1] : null);
            }
        }
    }

    private void AddPrices(Place place, JsonElement prices, DailyWindow? window, Instant? from, Instant? to)
    {
        foreach (JsonProperty price in prices.EnumerateObject())
        {
            if (GenaiPriceKeys.Find(price.Name) is not { } unit)
            {
                _skipped.Add(new ImportSkip($"{place}: prices.{price.Name}", price.Value.GetRawText(), "No meter is known for this price key."));
                continue;
            }

            RateCondition condition = window is null ? RateCondition.None : new RateCondition { Window = window };
            if (price.Value.ValueKind == JsonValueKind.Object)
            {
                Add(price.Value.GetProperty("base"), condition);
                foreach (JsonElement tier in price.Value.GetProperty("tiers").EnumerateArray())
                {
                    Add(tier.GetProperty("price"), condition with { Context = new ContextTier(tier.GetProperty("start").GetInt64()) });
                }
            }
            else if (price.Value.ValueKind != JsonValueKind.Null)
            {
                Add(price.Value, condition);
            }

            void Add(JsonElement usd, RateCondition on)
            {
                if (ImportJson.Number(usd) is { } amount && amount >= 0)
                {
                    _rates.Add(new RateFacts(place.Model, place.Provider, unit.Meter, new Rate(amount, unit.Per), Source, _recorded, from, to) { Condition = on });
                }
                else
                {
                    _skipped.Add(new ImportSkip($"{place}: prices.{price.Name}", usd.GetRawText(), "A price is a number of at most 28 digits, zero or more."));
                }
            }
        }
    }

    private static DailyWindow? Hours(JsonElement constraint) =>
        Time(ImportJson.OptionalText(constraint, "start_time")) is { } start && Time(ImportJson.OptionalText(constraint, "end_time")) is { } end
            ? new DailyWindow(start, end)
            : null;

    // Hours are given in UTC, with or without its letter.
    private static LocalTime? Time(string? text) =>
        text is not null && LocalTimePattern.ExtendedIso.Parse(text.EndsWith('Z') ? text[..^1] : text) is { Success: true } time ? time.Value : null;

    private readonly record struct Place(string Provider, string Model)
    {
        public override string ToString() => $"{Provider}/{Model}";
    }
}
