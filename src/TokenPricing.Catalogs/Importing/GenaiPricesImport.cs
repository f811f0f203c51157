using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using NodaTime.Text;

namespace TokenPricing.Catalogs;

/// <summary>
/// Reads genai-prices' <c>data.json</c> (github.com/pydantic/genai-prices, MIT; read as of version 2 of 2026-08-21 and of its npm package
/// 0.1.8): providers with their models. A price is a number per unit of its key, or a base with context tiers; a model has one set of
/// prices, or a list of sets with a start date or hours of the day.
/// </summary>
/// <remarks>
/// In a list, the last entry that applies wins; if none applies, the first one does, so the first entry has no beginning. A tier applies to
/// a whole request with more input tokens than its start, including cached ones. <see cref="GenaiPriceKeys"/> states what a price key
/// counts.
/// </remarks>
internal sealed partial class GenaiPricesImport
{
    private const string Gateway = "openrouter";

    private readonly ImportedRows _facts;

    /// <summary>Initializes an import of the list of a day.</summary>
    private GenaiPricesImport(LocalDate recorded) =>
        _facts = new ImportedRows(
            new PriceSource("genai-prices", "genai-prices, data.json", "https://github.com/pydantic/genai-prices", License: "MIT"),
            recorded);

    /// <summary>Reads the list.</summary>
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

    /// <summary>Adds a provider with its models.</summary>
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

    /// <summary>Adds an offer with its model, aliases and prices. A second listing of the same id is skipped.</summary>
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
        if (provider != Gateway && ImportJson.Optional(model, "price_comments") is { } comment && ImportJson.Text(comment) is { } said
            && FromGateway().IsMatch(said))
        {
            _facts.MarkCopied(listing, said);
        }

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

    /// <summary>Returns the other ids of a provider. The list's "google" includes what other lists call Vertex.</summary>
    private static IEnumerable<string> Aliases(string provider) =>
        NameNormalizer.ProviderAliases(NameNormalizer.ProviderId(provider)).Append(NameNormalizer.ProviderId(provider))
            .Concat(provider == "google" ? NameNormalizer.ProviderAliases("google-vertex").Append("google-vertex") : []);

    /// <summary>
    /// Returns the API addresses of a provider; empty if the list states none or they cannot be expressed as a host with a path.
    /// </summary>
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

    /// <summary>
    /// Adds the text of each clause as an alias. Only the exact text is used, also for <c>starts_with</c> and <c>contains</c>: that a
    /// longer name means the same model would be a guess.
    /// </summary>
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

    /// <summary>Adds prices that depend on a start date or on the hours of the day. Other constraints are skipped.</summary>
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

    /// <summary>
    /// Adds prices with start dates. At each date, the last entry of the list that has begun applies; before all dates, the last entry
    /// without a date or else the first entry. Once a later entry has begun, no earlier one applies again.
    /// </summary>
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

    /// <summary>Adds one set of prices for an optional window of the day and an optional period.</summary>
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

    /// <summary>Returns the hours of the day that a constraint states; <see langword="null"/> if it states none.</summary>
    private static DailyWindow? Hours(JsonElement constraint) =>
        Time(Text(constraint, "start_time")) is { } start && Time(Text(constraint, "end_time")) is { } end
            ? new DailyWindow(start, end)
            : null;

    /// <summary>Reads a time of day in UTC, with or without a <c>Z</c>; <see langword="null"/> if it is not one.</summary>
    private static LocalTime? Time(string? text) =>
        text is not null && LocalTimePattern.ExtendedIso.Parse(text.EndsWith('Z') ? text[..^1] : text) is { Success: true } time
            ? time.Value
            : null;

    /// <summary>Returns the text of an optional field; <see langword="null"/> if it is missing or not a text.</summary>
    private static string? Text(JsonElement constraint, string field) =>
        ImportJson.Optional(constraint, field) is { } value ? ImportJson.Text(value) : null;

    // "Imported from OpenRouter pricing; verify against ...", "... so just trusting open router", "Seen on OpenRouter before OpenAI"; but
    // not a comment that says so of an earlier price.
    [GeneratedRegex("^(imported from|seen on) open ?router|trusting open ?router", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FromGateway();
}
