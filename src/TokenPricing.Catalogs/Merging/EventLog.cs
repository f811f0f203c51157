using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using NodaTime.Text;

namespace TokenPricing.Catalogs;

/// <summary>
/// The history of another project's price list: when listings were added, changed and removed, as JSON Lines that were derived from its
/// commits. The times are those of the commits, which can be days after the provider's change.
/// </summary>
/// <remarks>
/// A line of models.dev has <c>at, commit, event, provider, model</c> and the prices per million tokens before and after as <c>old</c> and
/// <c>new</c>. A line of LiteLLM has dollars per token as <c>prices</c>, and for a change <c>changes</c> (<c>[before, after]</c>); a line
/// with <c>models</c> is the whole list at its time. Only prices without a condition are read: the keys of the others changed their meaning
/// over time.
/// </remarks>
internal sealed class EventLog
{
    private const int MostChangesADay = 25;

    private static readonly FrozenDictionary<string, Meter> ModelsDevMeters = new Dictionary<string, Meter>(StringComparer.Ordinal)
    {
        ["input"] = Meter.Input,
        ["output"] = Meter.Output,
        ["cache_read"] = Meter.CacheRead,
        ["cache_write"] = Meter.CacheWrite,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The meters whose prices are read from histories.</summary>
    public static IReadOnlyCollection<Meter> Meters { get; } = ModelsDevMeters.Values.ToFrozenSet();

    private readonly Dictionary<(string Provider, string Listing), List<Sighting>> _sightings = [];
    private readonly Dictionary<string, (string Provider, Dictionary<string, string?> Prices)> _liteLlm = new(StringComparer.Ordinal);
    private readonly List<ImportSkip> _skipped = [];

    /// <summary>Initializes an empty history.</summary>
    private EventLog(PriceListFormat format) => Format = format;

    /// <summary>The format of the price list whose history this is.</summary>
    public PriceListFormat Format { get; }

    /// <summary>The sightings, oldest first, by provider and listing as the source spells them.</summary>
    public IReadOnlyDictionary<(string Provider, string Listing), List<Sighting>> Sightings => _sightings;

    /// <summary>The prices that could not be read, and why.</summary>
    public IReadOnlyList<ImportSkip> Skipped => _skipped;

    /// <summary>
    /// Returns the days on which the prices of more than 25 listings of a provider changed: the source read the provider's prices again,
    /// and the day is not that of the changes.
    /// </summary>
    public HashSet<(string Provider, LocalDate Day)> Resyncs() =>
    [
        .. _sightings
            .SelectMany(s => s.Value.Zip(s.Value.Skip(1))
                .Where(p => p.First.Prices is not null && p.Second.Prices is not null && !p.First.SaysTheSameAs(p.Second))
                .Select(p => (s.Key.Provider, Day: p.Second.At.InUtc().Date))
                .Distinct())
            .CountBy(c => c)
            .Where(c => c.Value > MostChangesADay)
            .Select(c => c.Key),
    ];

    /// <summary>Reads the files of one source, oldest first.</summary>
    /// <exception cref="PriceDataException">A line is not JSON, or not an event of such a history.</exception>
    public static EventLog Read(PriceListFormat format, IEnumerable<Stream> files)
    {
        EventLog log = new(format);
        foreach (Stream file in files)
        {
            log.ReadFile(file);
        }

        return log;
    }

    /// <summary>Reads the lines of a file; empty lines are ignored.</summary>
    private void ReadFile(Stream file)
    {
        // A line can be as long as the file, so the file is bounded, like a list in JSON.
        using LimitedStream limited = new(file, ImportJson.LargestFile, "history");
        using StreamReader reader = new(
            limited,
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true),
            detectEncodingFromByteOrderMarks: false,
            leaveOpen: true);
        for (long line = 1; Next(line)?.TrimStart('\uFEFF') is { } text; line++)
        {
            if (text.Length == 0)
            {
                continue;
            }

            try
            {
                using JsonDocument document = JsonDocument.Parse(text);
                ReadLine(document.RootElement, line);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException)
            {
                throw new PriceDataException([new PriceDataError(
                    "history",
                    line,
                    null,
                    null,
                    text[..Math.Min(80, text.Length)],
                    $"an event of a price list in JSON ({e.Message})")]);
            }
        }

        string? Next(long line)
        {
            try
            {
                return reader.ReadLine();
            }
            catch (DecoderFallbackException)
            {
                throw new PriceDataException([new PriceDataError("history", line, null, null, null, "text in UTF-8")]);
            }
        }
    }

    /// <summary>Reads one event, or the whole list of a line with <c>models</c>. The event <c>baseline</c> is ignored.</summary>
    private void ReadLine(JsonElement entry, long line)
    {
        OffsetDateTime at = OffsetDateTimePattern.Rfc3339.Parse(Text(entry, "at")) is { Success: true } parsed
            ? parsed.Value
            : throw new PriceDataException(
                [new PriceDataError("history", line, null, "at", Text(entry, "at"), "an instant such as 2026-07-02T00:40:28+08:00")]);
        if (entry.TryGetProperty("models", out JsonElement all) && all.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty model in all.EnumerateObject())
            {
                _liteLlm[model.Name] = (Text(model.Value, "provider"), []);
                AddLiteLlm(
                    at.ToInstant(),
                    model.Name,
                    model.Value.EnumerateObject().Where(p => p.Name != "provider").Select(p => (p.Name, p.Value.GetString())));
            }
        }
        else if (Text(entry, "event") is not "baseline" and var kind)
        {
            string listing = Text(entry, "model").Trim();
            if (Format == PriceListFormat.LiteLlm)
            {
                ReadLiteLlm(entry, kind, at.ToInstant(), listing);
            }
            else
            {
                ReadModelsDev(entry, at.ToInstant(), listing, isListed: kind != "removed");
            }
        }
    }

    /// <summary>Reads an event of models.dev.</summary>
    private void ReadModelsDev(JsonElement entry, Instant at, string listing, bool isListed)
    {
        Dictionary<Meter, Rate> prices = [];
        if (isListed && entry.TryGetProperty("new", out JsonElement cost) && cost.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty price in cost.EnumerateObject())
            {
                if (ModelsDevMeters.TryGetValue(price.Name, out Meter meter))
                {
                    AddPrice(prices, meter, price.Value.GetString(), listing, price.Name, Rate.PerMillion);
                }
            }
        }

        Add(at, Text(entry, "provider"), listing, prices, isListed);
    }

    /// <summary>
    /// Reads an event of LiteLLM. A change states only the keys that changed, so the other prices are kept from the events before.
    /// </summary>
    private void ReadLiteLlm(JsonElement entry, string kind, Instant at, string listing)
    {
        if (kind == "removed")
        {
            if (_liteLlm.Remove(listing, out (string Provider, Dictionary<string, string?> Prices) gone))
            {
                Add(at, gone.Provider, listing, [], isListed: false);
            }

            return;
        }

        string provider = Text(entry, "provider");
        if (!_liteLlm.TryGetValue(listing, out (string Provider, Dictionary<string, string?> Prices) known) || known.Provider != provider)
        {
            _liteLlm[listing] = (provider, known.Prices ?? []);
        }

        IEnumerable<(string, string?)> now = entry.TryGetProperty("changes", out JsonElement changes)
            ? changes.EnumerateObject().Select(c => (c.Name, c.Value[1].GetString()))
            : entry.GetProperty("prices").EnumerateObject().Select(p => (p.Name, p.Value.GetString()));
        AddLiteLlm(at, listing, now);
    }

    /// <summary>Updates the known prices of a listing and adds a sighting of all of them.</summary>
    private void AddLiteLlm(Instant at, string listing, IEnumerable<(string Key, string? Usd)> now)
    {
        (string provider, Dictionary<string, string?> known) = _liteLlm[listing];
        Dictionary<Meter, Rate> prices = [];
        foreach ((string key, string? usd) in now)
        {
            known[key] = usd;
        }

        foreach ((string key, string? usd) in known)
        {
            if (LiteLlmKeys.Find(key) is { } meter && Meters.Contains(meter))
            {
                AddPrice(prices, meter, usd, listing, key, perToken => Rate.PerMillion((new Usd(perToken) * 1_000_000).Amount));
            }
        }

        Add(at, provider, listing, prices, isListed: true);
    }

    /// <summary>Returns a required text.</summary>
    private static string Text(JsonElement entry, string property) =>
        entry.GetProperty(property).GetString() ?? throw new InvalidOperationException($"'{property}' is null");

    /// <summary>
    /// Adds a price, or lists it as skipped if it is not a number from zero to below 10¹⁸; <see langword="null"/> adds nothing.
    /// </summary>
    private void AddPrice(Dictionary<Meter, Rate> prices, Meter meter, string? usd, string listing, string key, Func<decimal, Rate> rate)
    {
        if (usd is null)
        {
            return;
        }

        if (ExactNumber.TryParse(usd, out decimal amount) && amount is >= 0 and < 1e18m)
        {
            prices[meter] = rate(amount);
        }
        else
        {
            _skipped.Add(new ImportSkip($"{listing}: {key}", usd, "A price is a number of at most 28 digits, zero or more."));
        }
    }

    /// <summary>Adds a sighting.</summary>
    private void Add(Instant at, string provider, string listing, Dictionary<Meter, Rate> prices, bool isListed)
    {
        if (!_sightings.TryGetValue((provider, listing), out List<Sighting>? sightings))
        {
            _sightings[(provider, listing)] = sightings = [];
        }

        sightings.Add(new Sighting(at, prices.Count == 0 ? null : prices.ToFrozenDictionary(), isListed));
    }
}
