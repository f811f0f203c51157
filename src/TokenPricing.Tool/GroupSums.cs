using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace TokenPricing.Tool;

/// <summary>Sums the cost of rows by fields of the rows, such as team and day.</summary>
internal sealed class GroupSums(ImmutableArray<string> fields)
{
    private const int MostGroups = 10_000;
    private const string Others = "(all other groups)";

    private const int MostNames = 200;

    private static readonly ImmutableArray<string> OfEveryRow =
        ["provider", "model", "day", "month", "hour", "tier", "service_tier", "file", "format"];

    private readonly Dictionary<string, Group> _groups = new(StringComparer.Ordinal);
    private readonly HashSet<string> _missing =
        new(fields.Except(OfEveryRow, StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The fields, in the order of the command line.</summary>
    public ImmutableArray<string> Fields => fields;

    /// <summary>The groups, the most expensive first.</summary>
    public IEnumerable<(ImmutableArray<string> Keys, long Rows, UsdSum Total)> All => _groups.Values
        .OrderByDescending(g => Amount(g.Total))
        .ThenBy(g => string.Join('\u001f', g.Keys), StringComparer.Ordinal)
        .Select(g => (g.Keys, g.Rows, g.Total));

    /// <summary>Warnings of the fields that no row has, with similar ones.</summary>
    public IEnumerable<string> Warnings => _groups.Count == 0 ? [] : _missing.Select(f =>
        SimilarNames.Of(f, _names.Concat(OfEveryRow)) is [_, ..] near
            ? $"no row has a column '{f}' to sum by: did you mean {string.Join(" or ", near.Select(n => $"'{n}'"))}"
            : $"no row has a column '{f}' to sum by");

    /// <summary>Adds a row with a cost.</summary>
    public void Add(PricedRow row)
    {
        if (row.Cost is not { } cost)
        {
            return;
        }

        if (_missing.Count > 0)
        {
            foreach (string name in row.Row.Tags.Select(t => t.Key))
            {
                _missing.Remove(name);
                _ = _names.Count < MostNames && _names.Add(name);
            }
        }

        ImmutableArray<string> keys = [.. fields.Select(f => ValueOf(row, f))];
        string key = string.Join('\u001f', keys);
        if (!_groups.TryGetValue(key, out Group? group))
        {
            if (_groups.Count >= MostGroups)
            {
                keys = [Others, .. fields.Skip(1).Select(_ => "")];
                key = Others;
            }

            if (!_groups.TryGetValue(key, out group))
            {
                _groups[key] = group = new Group(keys);
            }
        }

        group.Rows++;
        group.Total.Add(cost.Total);
    }

    private static string ValueOf(PricedRow priced, string field)
    {
        UsageRow row = priced.Row;
        string? value = field.ToLowerInvariant() switch
        {
            "provider" => priced.Offer?.Provider.Id.Value ?? row.Provider,
            "model" => priced.Offer?.Model.Id.Value ?? row.Model,
            "day" => Start(row) is { } at ? LocalDatePattern.Iso.Format(at.InUtc().Date) : null,
            "month" => Start(row) is { } at ? at.InUtc().Date.ToString("uuuu-MM", CultureInfo.InvariantCulture) : null,
            "hour" => Start(row) is { } at ? at.InUtc().LocalDateTime.ToString("uuuu-MM-dd'T'HH", CultureInfo.InvariantCulture) : null,
            "tier" or "service_tier" => row.ServiceTier ?? "standard",
            "file" => row.File,
            "format" => row.Format,
            _ => null,
        };
        return value ?? row.Tags.FirstOrDefault(t => t.Key.Equals(field, StringComparison.OrdinalIgnoreCase)).Value ?? "(none)";
    }

    private static Instant? Start(UsageRow row) => row.Start;

    /// <summary>Returns a sum to order by; the most that there is for one that no decimal holds.</summary>
    private static Usd Amount(UsdSum sum)
    {
        try
        {
            return sum.ToUsd();
        }
        catch (OverflowException)
        {
            return new Usd(decimal.MaxValue);
        }
    }

    private sealed class Group(ImmutableArray<string> keys)
    {
        public ImmutableArray<string> Keys => keys;

        public long Rows { get; set; }

        public UsdSum Total { get; } = new();
    }
}
