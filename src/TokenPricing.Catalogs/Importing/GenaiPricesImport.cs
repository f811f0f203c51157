using System.Collections.Immutable;
using System.Text.Json;
using NodaTime.Text;

namespace TokenPricing.Catalogs;

/// <summary>
/// Reads genai-prices' <c>data.json</c> (github.com/pydantic/genai-prices, MIT; read as of version 2 of 2026-08-21 and of its npm
/// package 0.1.8): providers with models, whose prices are numbers per unit of a price key, or a base with context tiers, or a list
/// of such sets with a start date or hours of the day.
/// </summary>
/// <remarks>
/// Of a list, the last entry that holds wins and the first one holds where none does, so the first entry reaches back for ever.
/// A tier holds for more input tokens than its start, cached ones included, for the whole request. What a price key counts is in
/// the registry <c>units.yml</c>.
/// </remarks>
internal sealed class GenaiPricesImport
{
    private readonly ImportedRows _facts;

    private GenaiPricesImport(LocalDate recorded) =>
        _facts = new ImportedRows(
            new PriceSource("genai-prices", "genai-prices, data.json", "https://github.com/pydantic/genai-prices", License: "MIT"),
            recorded);

    public static PriceImport Read(JsonElement providers, LocalDate recorded)
    {
        GenaiPricesImport import = new(recorded);
        int index = 0;
        foreach (JsonElement provider in ImportJson.Items(providers, "$"))
        {
            import.AddProvider(provider, $"$[{index++}]");
        }

        return import._facts.Finish();
    }

    private void AddProvider(JsonElement provider, string place)
    {
        string id = ImportJson.Text(provider, "id", place);
        if (!_facts.TryAddProvider(place, id, _facts.Text(id, provider, "name"), Aliases(id), Addresses(id, provider)))
        {
            return;
        }

        int index = 0;
        foreach (JsonElement model in ImportJson.Items(ImportJson.Member(provider, "models", id), $"{id}: models"))
        {
            AddModel(id, model, $"{id}: models[{index++}]");
        }
    }

    private void AddModel(string provider, JsonElement model, string place)
    {
        ImportListing listing = new(provider, ImportJson.Text(model, "id", place));
        if (!_facts.TryAddOffer(place, listing))
        {
            return;
        }

        _facts.AddModel(listing.Model, facts => facts with
        {
            Name = _facts.Text($"{listing}", model, "name") ?? facts.Name,
            ContextWindow = _facts.Tokens($"{listing}", model, "context_window"),
        });
        if (ImportJson.Optional(model, "match") is { } match)
        {
            AddAliases(listing, $"{listing}: match", match);
        }

        JsonElement prices = ImportJson.Member(model, "prices", $"{listing}");
        if (prices.ValueKind == JsonValueKind.Array)
        {
            AddSchedule(listing, [.. prices.EnumerateArray()]);
        }
        else
        {
            AddPrices(listing, prices, null, null, null);
        }
    }

    // "google" sells what others call Vertex too.
    private static IEnumerable<string> Aliases(string provider) =>
        NameNormalizer.ProviderAliases(NameNormalizer.ProviderId(provider)).Append(NameNormalizer.ProviderId(provider))
            .Concat(provider == "google" ? NameNormalizer.ProviderAliases("google-vertex").Append("google-vertex") : []);

    private ImmutableArray<string> Addresses(string provider, JsonElement facts)
    {
        if (_facts.Text(provider, facts, "api_pattern") is not { } pattern)
        {
            return [];
        }

        if (ApiPattern.ToAddresses(pattern) is { } addresses)
        {
            return addresses;
        }

        _facts.Skip($"{provider}: api_pattern", pattern, "It is no host with a path.");
        return [];
    }

    // The text of a clause is a name; what else begins with it, or has it somewhere, is a guess.
    private void AddAliases(ImportListing listing, string place, JsonElement match)
    {
        foreach (JsonProperty clause in ImportJson.Members(match, place))
        {
            if (clause.NameEquals("or"))
            {
                foreach (JsonElement either in ImportJson.Items(clause.Value, $"{place}.or"))
                {
                    AddAliases(listing, place, either);
                }
            }
            else if (clause.Name is "equals" or "starts_with" or "ends_with" or "contains")
            {
                _facts.AddAlias($"{place}.{clause.Name}", clause.Value, listing);
            }
        }
    }

    private void AddSchedule(ImportListing listing, JsonElement[] entries)
    {
        List<(Instant? From, JsonElement Prices)> dated = [];
        foreach (JsonElement entry in entries)
        {
            JsonElement prices = ImportJson.Member(entry, "prices", $"{listing}: prices");
            if (ImportJson.Optional(entry, "constraint") is not { } constraint)
            {
                dated.Add((null, prices));
            }
            else if (Text(constraint, "start_date") is { } start && LocalDatePattern.Iso.Parse(start) is { Success: true } date)
            {
                dated.Add((FactText.StartOf(date.Value), prices));
            }
            else if (Hours(constraint) is { } window)
            {
                AddPrices(listing, prices, window, null, null);
            }
            else
            {
                _facts.Skip($"{listing}: constraint", constraint, "Only start dates and hours of the day are known.");
            }
        }

        if (dated.Count > 0)
        {
            AddDated(listing, dated);
        }
    }

    // At each date, the last entry of the list that has begun; before all dates, the first entry of the list. Once a later entry has
    // begun, no earlier one returns.
    private void AddDated(ImportListing listing, List<(Instant? From, JsonElement Prices)> dated)
    {
        int holding = Math.Max(0, dated.FindLastIndex(d => d.From is null));
        Instant? since = null;
        foreach ((Instant start, int index) in dated
            .Select((d, i) => (d.From, i))
            .Where(d => d.From is not null)
            .Select(d => (d.From!.Value, d.i))
            .OrderBy(d => d))
        {
            if (start == since || index < holding)
            {
                holding = Math.Max(holding, index);
                continue;
            }

            AddPrices(listing, dated[holding].Prices, null, since, start);
            (holding, since) = (index, start);
        }

        AddPrices(listing, dated[holding].Prices, null, since, null);
    }

    private void AddPrices(ImportListing listing, JsonElement prices, DailyWindow? window, Instant? from, Instant? to)
    {
        foreach (JsonProperty price in ImportJson.Members(prices, $"{listing}: prices"))
        {
            string place = $"{listing}: prices.{price.Name}";
            if (GenaiPriceKeys.Find(price.Name) is not { } unit)
            {
                _facts.Skip(place, price.Value, "No meter is known for this price key.");
                continue;
            }

            RateCondition condition = window is null ? RateCondition.None : new RateCondition { Window = window };
            if (price.Value.ValueKind != JsonValueKind.Object)
            {
                Add(price.Value, condition);
                continue;
            }

            Add(ImportJson.Member(price.Value, "base", place), condition);
            foreach (JsonElement tier in ImportJson.Items(ImportJson.Member(price.Value, "tiers", place), $"{place}.tiers"))
            {
                JsonElement start = ImportJson.Member(tier, "start", $"{place}.tiers");
                JsonElement usd = ImportJson.Member(tier, "price", $"{place}.tiers");
                if (ImportJson.Count(start) is { } tokens)
                {
                    Add(usd, condition with { Context = new ContextTier(tokens) });
                }
                else
                {
                    _facts.Skip($"{place}.tiers", tier, "A tier starts at a whole number of tokens, zero or more.");
                }
            }

            void Add(JsonElement usd, RateCondition on) => _facts.AddRate(place, usd, listing, unit.Meter, on, unit.Per, 1, from, to);
        }
    }

    private static DailyWindow? Hours(JsonElement constraint) =>
        Time(Text(constraint, "start_time")) is { } start && Time(Text(constraint, "end_time")) is { } end
            ? new DailyWindow(start, end)
            : null;

    // Hours are given in UTC, with or without its letter.
    private static LocalTime? Time(string? text) =>
        text is not null && LocalTimePattern.ExtendedIso.Parse(text.EndsWith('Z') ? text[..^1] : text) is { Success: true } time
            ? time.Value
            : null;

    private static string? Text(JsonElement constraint, string field) =>
        ImportJson.Optional(constraint, field) is { } value ? ImportJson.Text(value) : null;
}
