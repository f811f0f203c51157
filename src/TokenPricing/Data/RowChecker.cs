using System.Runtime.InteropServices;

namespace TokenPricing.Data;

/// <summary>
/// Collects the errors in the rows of a catalog that the types of their values do not rule out: subjects that are not unique, references
/// that do not resolve, numbers out of range, and prices that contradict each other.
/// </summary>
/// <remarks>The rules of each table stand with the table in <see cref="CatalogTables"/>.</remarks>
internal sealed class RowChecker
{
    private readonly HashSet<OfferId> _pricedOffers;
    private readonly Dictionary<string, string> _providerNames = new(StringComparer.OrdinalIgnoreCase);
    private readonly Func<string, int, long?> _line;
    private readonly Func<string, long, bool> _isMisread;
    private readonly Func<string, int, int?> _place;

    /// <summary>Initializes a checker of rows that may refer to these rows.</summary>
    /// <param name="sources">The sources.</param>
    /// <param name="providers">The providers.</param>
    /// <param name="models">The models.</param>
    /// <param name="rates">The rates.</param>
    /// <param name="line">Returns the line of the file that a row comes from; <see langword="null"/> if the rows come from no file.</param>
    /// <param name="isMisread">Returns whether a line could not be read completely, so that its row is not compared with others.</param>
    /// <param name="place">Returns the position of a row that an error names; <see langword="null"/> if none is to be named.</param>
    public RowChecker(
        IEnumerable<PriceSource> sources, IEnumerable<ProviderRow> providers, IEnumerable<ModelRow> models, IEnumerable<RateRow> rates,
        Func<string, int, long?> line, Func<string, long, bool> isMisread, Func<string, int, int?> place)
    {
        _line = line;
        _isMisread = isMisread;
        _place = place;
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

    /// <summary>The errors, in the order in which they were found.</summary>
    public List<PriceDataError> Errors { get; } = [];

    /// <summary>The ids of the sources.</summary>
    public HashSet<string> Sources { get; }

    /// <summary>The ids of the providers, without their aliases.</summary>
    public HashSet<string> Providers { get; }

    /// <summary>The id of each model, with the id of its base model; <see langword="null"/> for a model that is no variant.</summary>
    public Dictionary<string, string?> Models { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns whether the offer of a row has rates.</summary>
    public bool IsPriced(IDatedRow row) => _pricedOffers.Contains(new OfferId(row.Provider, row.Model));

    /// <summary>Takes a name for a provider, unless another provider has it.</summary>
    /// <param name="name">The name.</param>
    /// <param name="provider">The id of the provider.</param>
    /// <param name="owner">The id of the provider that has the name now.</param>
    /// <returns>Whether the name was free.</returns>
    public bool TakeName(string name, string provider, out string owner)
    {
        bool isFree = _providerNames.TryAdd(name, provider);
        owner = _providerNames[name];
        return isFree;
    }

    /// <summary>Adds an error about a cell.</summary>
    public void Add(string file, int row, string column, string? value, string expected) =>
        Errors.Add(_line(file, row) is { } line
            ? new PriceDataError(file, line, null, column, value, expected)
            : new PriceDataError(file, null, _place(file, row), column, value, expected));

    /// <summary>Adds an error for each row whose subject an earlier row has already.</summary>
    /// <param name="file">The name of the table's file.</param>
    /// <param name="column">The column that the error names.</param>
    /// <param name="subjects">What each row is about, with the day it was recorded if the table keeps history.</param>
    /// <param name="value">Returns the text of the cell of a row, for the error.</param>
    public void Unique(string file, string column, (RowSubject, LocalDate)[] subjects, Func<int, string?> value)
    {
        Dictionary<(RowSubject, LocalDate), int> seen = new(subjects.Length);
        for (int i = 0; i < subjects.Length; i++)
        {
            if (!IsMisread(file, i) && !seen.TryAdd(subjects[i], i))
            {
                Add(file, i, column, value(i), $"one row for each subject; {Place(file, seen[subjects[i]])} is about the same");
            }
        }
    }

    /// <summary>Adds an error for each row whose period overlaps that of another row of its subject and day recorded.</summary>
    /// <param name="file">The name of the table's file.</param>
    /// <param name="rows">The rows, with what they are about.</param>
    /// <param name="name">What the subject is called in the error, such as <c>tier</c>.</param>
    /// <remarks>Of rows recorded on different days, the newer one counts, so that they may overlap.</remarks>
    public void NoOverlaps(string file, ((RowSubject, LocalDate) Key, IDatedRow Row)[] rows, string name)
    {
        Dictionary<(RowSubject, LocalDate), int> first = new(rows.Length);
        Dictionary<(RowSubject, LocalDate), List<int>> several = [];
        for (int i = 0; i < rows.Length; i++)
        {
            if (!IsMisread(file, i) && !first.TryAdd(rows[i].Key, i))
            {
                (CollectionsMarshal.GetValueRefOrAddDefault(several, rows[i].Key, out _) ??= [first[rows[i].Key]]).Add(i);
            }
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

    private string Place(string file, int row) => _line(file, row) is { } line ? $"line {line}" : $"row {_place(file, row)}";
}
