using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace TokenPricing.Tests;

/// <summary>Compares what names stand for here with what another project's matcher says, name by name.</summary>
internal sealed class NameEvaluation(PriceCatalog prices)
{
    private readonly List<Comparison> _differences = [];
    private readonly Dictionary<NameOutcome, int> _counts = [];

    private int Resolved => new[] { NameOutcome.Same, NameOutcome.MoreExact, NameOutcome.OtherVariant, NameOutcome.OtherProvider, NameOutcome.Different, NameOutcome.Refused }.Sum(Count);

    private int Found => Count(NameOutcome.Same) + Count(NameOutcome.MoreExact) + Count(NameOutcome.OtherVariant) + Count(NameOutcome.OtherProvider);

    /// <summary>How many names came out like this.</summary>
    public int Count(NameOutcome outcome) => _counts.GetValueOrDefault(outcome);

    /// <summary>Compares every row of a file of JSON Lines.</summary>
    /// <exception cref="InvalidDataException">A line is not a row with a name and an expected answer.</exception>
    public void AddFile(string file) => Add(File.ReadLines(file), file);

    /// <inheritdoc cref="AddFile"/>
    public void Add(IEnumerable<string> lines, string file)
    {
        int number = 0;
        foreach (string line in lines)
        {
            number++;
            if (line.Length == 0)
            {
                continue;
            }

            try
            {
                using JsonDocument row = JsonDocument.Parse(line);
                Add(row.RootElement);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
            {
                throw new InvalidDataException(string.Create(
                    CultureInfo.InvariantCulture, $"{file}, line {number}: expected an object with id, model_ref, provider_id or provider_api_url, and expected ({e.Message})"));
            }
        }
    }

    public Report ToReport()
    {
        int resolved = Resolved;
        string share = resolved == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({100m * Found / resolved:0.0} %)");
        string lead = string.Create(
            CultureInfo.InvariantCulture,
            $"Of {resolved:N0} names that the other resolves, {Found:N0} are found as the same model or a more exact one{share}, {Count(NameOutcome.Refused):N0} are refused, {Count(NameOutcome.Different):N0} are another model.");
        return new Report(
            "Names compared",
            lead,
            [
                new("Counts", [new ReportTable(["", "Names"], [.. Enum.GetValues<NameOutcome>().Select(o => ImmutableArray.Create(Describe(o), Number(Count(o))))], isNumeric: true)]),
                new("Differences",
                [
                    new ReportTable(
                        ["", "Name", "Provider", "The other", "Here", "Outcome", "Reason"],
                        [.. _differences.OrderBy(d => d.Outcome).Select(d => ImmutableArray.Create(d.Id, d.Name, d.Provider ?? "", d.Expected, d.Actual, Describe(d.Outcome), d.Reason))],
                        isNumeric: false),
                ]),
            ],
            WriteJson);
    }

    private static string Describe(NameOutcome outcome) => outcome switch
    {
        NameOutcome.Same => "the same model",
        NameOutcome.MoreExact => "a more exact model",
        NameOutcome.OtherVariant => "another variant of the same model",
        NameOutcome.OtherProvider => "the same model at another provider",
        NameOutcome.Different => "another model",
        NameOutcome.Refused => "refused here",
        NameOutcome.FoundOnlyHere => "found only here",
        _ => "found by neither",
    };

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string? OptionalText(JsonElement row, string name) =>
        row.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private void Add(JsonElement row)
    {
        string name = row.GetProperty("model_ref").GetString()!;
        string? provider = OptionalText(row, "provider_id") ?? OptionalText(row, "provider_api_url");
        JsonElement expected = row.GetProperty("expected");
        Comparison compared = expected.TryGetProperty("error", out _)
            ? CompareWithNothing(name, provider)
            : Compare(name, provider, OptionalText(expected, "model_from"), expected.GetProperty("provider").GetString()!, expected.GetProperty("model").GetString()!);
        _counts[compared.Outcome] = Count(compared.Outcome) + 1;
        if (compared.Outcome is not (NameOutcome.Same or NameOutcome.Neither))
        {
            _differences.Add(compared with { Id = row.GetProperty("id").GetString()! });
        }
    }

    private Comparison CompareWithNothing(string name, string? provider) => prices.TryFind(provider, name, out NameMatch? match)
        ? new Comparison(name, provider, "", match.ToString(), NameOutcome.FoundOnlyHere, string.Join("; ", match.Steps))
        : new Comparison(name, provider, "", "", NameOutcome.Neither, "");

    private Comparison Compare(string name, string? provider, string? modelFrom, string seller, string model)
    {
        Comparison difference = new(name, provider, $"{seller}/{model}", "", NameOutcome.Refused, "");
        NameMatch match;
        try
        {
            match = prices.Find(provider, name);
        }
        catch (PricingException e)
        {
            return difference with { Reason = e.Message };
        }

        difference = difference with { Actual = match.Offer?.ToString() ?? match.Model.Id.Value, Reason = string.Join("; ", match.Steps) };
        NameMatch? reference = Reference(model, seller) ?? (modelFrom is null ? null : Reference(model, modelFrom)) ?? (prices.TryFind(model, out NameMatch? anywhere) ? anywhere : null);
        if (reference?.Model == match.Model)
        {
            bool isSeller = match.Provider is null || reference.Provider is null || match.Provider == reference.Provider || modelFrom is not null;
            return difference with { Outcome = isSeller ? NameOutcome.Same : NameOutcome.OtherProvider };
        }

        if (match.IsExact || (match.Model.Facts.Base is { } origin && reference?.Model.Id == (ModelId)origin))
        {
            return difference with { Outcome = NameOutcome.MoreExact, Reason = $"the catalog has the name itself; the other takes {reference?.Model.Id ?? "a model that is not in the catalog"}" };
        }

        bool isVariant = reference is not null && KeyOf(match.Model) == KeyOf(reference.Model);
        return difference with { Outcome = isVariant ? NameOutcome.OtherVariant : NameOutcome.Different };
    }

    // The name without its region and its date.
    private static string KeyOf(Model model)
    {
        string key = NameRewriting.WithoutRegion(ModelKey.Of(model.Id.Value));
        return NameRewriting.Undated(key) ?? key;
    }

    // Of Vertex's models the other says that Google sells them.
    private NameMatch? Reference(string model, string seller) =>
        prices.TryFind(seller, model, out NameMatch? match) || (seller == "google" && prices.TryFind("google-vertex", model, out match)) ? match : null;

    private void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartObject("counts");
        foreach (NameOutcome outcome in Enum.GetValues<NameOutcome>())
        {
            json.WriteNumber(JsonNamingPolicy.CamelCase.ConvertName(outcome.ToString()), Count(outcome));
        }

        json.WriteEndObject();
        json.WriteStartArray("differences");
        foreach (Comparison difference in _differences)
        {
            json.WriteStartObject();
            json.WriteString("id", difference.Id);
            json.WriteString("name", difference.Name);
            json.WriteString("provider", difference.Provider);
            json.WriteString("expected", difference.Expected);
            json.WriteString("actual", difference.Actual);
            json.WriteString("outcome", JsonNamingPolicy.CamelCase.ConvertName(difference.Outcome.ToString()));
            json.WriteString("reason", difference.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private sealed record Comparison(string Name, string? Provider, string Expected, string Actual, NameOutcome Outcome, string Reason)
    {
        public string Id { get; init; } = "";
    }
}
