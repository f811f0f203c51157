using NodaTime;

namespace TokenPricing.Data;

/// <summary>
/// Collects what is wrong with the rows of a catalog beyond what the type of each value says: subjects that are not unique, references
/// that do not resolve, ranges, and prices that contradict each other. The rules of each table stand with it in <see cref="CatalogTables"/>.
/// </summary>
internal sealed class RowChecker
{
    private readonly HashSet<OfferId> _pricedOffers;
    private readonly Dictionary<string, string> _providerNames = new(StringComparer.OrdinalIgnoreCase);
    private readonly Func<string, int, long?> _line;
    private readonly Func<string, long, bool> _isMisread;

    /// <summary>A checker of rows that may refer to certain sources, providers and models.</summary>
    /// <param name="sources">The rows of sources.</param>
    /// <param name="providers">The rows of providers.</param>
    /// <param name="models">The rows of models.</param>
    /// <param name="rates">The rows of rates.</param>
    /// <param name="line">The line of a file that a row of its table comes from; <see langword="null"/>: the rows come from no file.</param>
    /// <param name="isMisread">Whether a line could not be read whole, so that its row is not compared with others.</param>
    public RowChecker(
        IEnumerable<PriceSource> sources,
        IEnumerable<ProviderRow> providers,
        IEnumerable<ModelRow> models,
        IEnumerable<RateRow> rates,
        Func<string, int, long?> line,
        Func<string, long, bool> isMisread)
    {
        _line = line;
        _isMisread = isMisread;
        _pricedOffers = [.. rates.Select(r => new OfferId(r.Provider, r.Model))];
        Sources = new HashSet<string>(sources.Select(s => s.Id), StringComparer.OrdinalIgnoreCase);
        Providers = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (ProviderRow provider in providers)
        {
            Providers.Add(provider.Id);
            _providerNames.TryAdd(provider.Id, provider.Id);
        }

        foreach (ModelRow model in models)
        {
            Models[model.Id] = model.Base;
        }
    }

    /// <summary>What is wrong, in the order in which it was found.</summary>
    public List<PriceDataError> Errors { get; } = [];

    /// <summary>The ids of the sources.</summary>
    public HashSet<string> Sources { get; }

    /// <summary>The ids of the providers.</summary>
    public HashSet<string> Providers { get; }

    /// <summary>The ids of the models, each with the id of its base model.</summary>
    public Dictionary<string, string?> Models { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether an offer has rates.</summary>
    public bool IsPriced(IDatedRow row) => _pricedOffers.Contains(new OfferId(row.Provider, row.Model));

    /// <summary>Whether a name of a provider is not taken yet; takes it.</summary>
    public bool TakeName(string name, string provider, out string owner)
    {
        bool isFree = _providerNames.TryAdd(name, provider);
        owner = _providerNames[name];
        return isFree;
    }

    /// <summary>Adds an error about a row.</summary>
    public void Add(string file, int row, string column, string? value, string expected) =>
        Errors.Add(_line(file, row) is { } line
            ? new PriceDataError(file, line, null, column, value, expected)
            : new PriceDataError(file, null, row, column, value, expected));

    /// <summary>Checks that no two rows are about the same subject.</summary>
    public void Unique(string file, string column, (RowSubject, LocalDate)[] subjects, Func<int, string?> value)
    {
        Dictionary<(RowSubject, LocalDate), int> seen = new(subjects.Length);
        for (int i = 0; i < subjects.Length; i++)
        {
            if (!IsMisread(file, i) && !seen.TryAdd(subjects[i], i))
            {
                Add(file, i, column, value(i), $"no second row for what {Place(file, seen[subjects[i]])} says already");
            }
        }
    }

    /// <summary>Checks that no two rows on the same subject, recorded on the same day, hold at the same time.</summary>
    public void NoOverlaps(string file, ((RowSubject, LocalDate) Key, IDatedRow Row)[] rows, string name)
    {
        Dictionary<(RowSubject, LocalDate), int> first = new(rows.Length);
        Dictionary<(RowSubject, LocalDate), List<int>> several = [];
        for (int i = 0; i < rows.Length; i++)
        {
            if (IsMisread(file, i) || first.TryAdd(rows[i].Key, i))
            {
                continue;
            }

            if (!several.TryGetValue(rows[i].Key, out List<int>? same))
            {
                several[rows[i].Key] = same = [first[rows[i].Key]];
            }

            same.Add(i);
        }

        foreach (List<int> same in several.Values.OrderBy(s => s[0]))
        {
            (Instant End, int Index)? reach = null;
            foreach (int index in same.OrderBy(i => rows[i].Row.From ?? Instant.MinValue).ThenBy(i => i))
            {
                IDatedRow row = rows[index].Row;
                Instant end = row.To ?? Instant.MaxValue;
                if (reach is { } r && (row.From ?? Instant.MinValue) < r.End)
                {
                    Add(
                        file, index, "from", CellText.Of(row.From),
                        $"a period that does not overlap that of {Place(file, r.Index)} (the same {name}, recorded the same day)");
                }

                if (reach is null || end > reach.Value.End)
                {
                    reach = (end, index);
                }
            }
        }
    }

    private bool IsMisread(string file, int row) => _line(file, row) is { } line && _isMisread(file, line);

    private string Place(string file, int row) => _line(file, row) is { } line ? $"line {line}" : $"row {row}";
}
