using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace TokenPricing.Statements;

/// <summary>
/// Reads rows of cells in this library's own format: the columns <c>id, provider, model, at, service_tier, data_residency, batch</c> and
/// those of the usage, in any order.
/// </summary>
internal sealed class OwnRows
{
    private static readonly string[] Fields =
        ["id", "provider", "model", "at", "service_tier", "data_residency", "batch", "requests", "from", "to", "context"];
    private static readonly string[] Required = ["provider", "model"];

    /// <summary>The columns that are added to the rows of a CSV file when they are priced.</summary>
    public static IReadOnlyList<string> Answers { get; } =
        ["input_cost", "output_cost", "total", "unpriced", "error_code", "error_message", "low", "high"];

    private readonly List<(int Meter, decimal Count)> _counts = [];
    private readonly string[] _header;
    private readonly DateTimeZone? _zone;
    private readonly string? _file;
    private readonly Dictionary<string, int> _columns;
    private readonly int?[] _meters;
    private readonly int[] _kept;

    /// <summary>Checks a header.</summary>
    /// <param name="header">The names of the columns.</param>
    /// <param name="zone">The zone of times without one; <see langword="null"/> to refuse them.</param>
    /// <param name="file">The name of the file, for the rows.</param>
    /// <exception cref="InvalidDataException">A column is unknown, missing, or there twice.</exception>
    public OwnRows(string[] header, DateTimeZone? zone, string? file)
    {
        (_header, _zone, _file) = (header, zone, file);
        CheckHeader();
        _columns = _header.Index().ToDictionary(c => c.Item, c => c.Index);
        _meters = [.. _header.Select(c => UsageFields.TryGetMeter(c, out int meter) ? meter : (int?)null)];
        _kept = [.. _header.Index().Where(c => !IsColumn(c.Item)).Select(c => c.Index)];
    }

    /// <summary>Returns whether a column has a meaning in this format.</summary>
    public static bool IsColumn(string name) => Fields.Contains(name) || UsageFields.TryGetMeter(name, out _);

    /// <summary>Checks that every column is known and unique. A misspelled column would silently lose its counts.</summary>
    private void CheckHeader()
    {
        string[] unknown = [.. _header.Where(c => !IsColumn(c) && !IsKept(c))];
        string[] missing = [.. Required.Except(_header)];
        string[] twice = [.. _header.GroupBy(c => c).Where(g => g.Count() > 1).Select(g => g.Key)];
        string? wrong = twice.Length > 0 ? $"the header has the column '{twice[0]}' twice: remove one of them"
            : missing.Length > 0 ? $"the header has no column '{missing[0]}'"
            : unknown.Length > 0 ? $"the header has a column '{unknown[0]}'"
            : !_header.Any(c => UsageFields.TryGetMeter(c, out _)) ? "the header has no column of counts"
            : null;
        if (Array.Find(unknown, Answers.Contains) is { } answer)
        {
            throw new InvalidDataException(
                $"Line 1: the header has the column '{answer}' of an answer: the file was priced before. Price the file that it was made "
                + "of, or leave out the columns of the answer.");
        }

        if (wrong is not null)
        {
            string near = twice.Length > 0 || unknown.Length == 0
                ? ""
                : SimilarNames.Question(SimilarNames.Of(unknown[0], Fields.Concat(UsageFields.Names)));
            throw new InvalidDataException(
                $"Line 1: {wrong}.{near} A row needs provider, model and counts such as input, output and cache_read.");
        }
    }

    /// <summary>
    /// Returns whether a column is one of the user's own, such as a team, which the answer repeats. One that looks like a count or is
    /// nearly the name of one is a mistake.
    /// </summary>
    private static bool IsKept(string name) =>
        name.Length > 0
        && !name.Contains("token", StringComparison.OrdinalIgnoreCase)
        && !Fields.Contains(name, StringComparer.OrdinalIgnoreCase)
        && SimilarNames.Of(name, Fields.Concat(UsageFields.Names)) is { Count: 0 };

    /// <summary>Reads a row. What is wrong becomes its error.</summary>
    /// <param name="line">The line of the row, from 1.</param>
    /// <param name="cells">The cells, as many as the header has; empty for no value.</param>
    /// <param name="shapeError">What is wrong with the row as a whole; <see langword="null"/> for nothing.</param>
    public UsageRow Row(long line, string[] cells, RowError? shapeError)
    {
        TokenUsage? usage = null;
        RowError error;
        try
        {
            if (shapeError is not null)
            {
                throw new RowException(shapeError.Code, shapeError.Message);
            }

            usage = Usage(cells);
            Interval? during = RowFields.Period(Cell(cells, "from"), Cell(cells, "to"), _zone);
            return new UsageRow(line)
            {
                File = _file,
                Cells = cells,
                Id = Cell(cells, "id"),
                Usage = usage,
                Provider = RequiredCell(cells, "provider"),
                Model = RequiredCell(cells, "model"),
                At = RowFields.Moment(Cell(cells, "at"), zone: _zone),
                During = during,
                Requests = RowFields.Requests(Cell(cells, "requests"), during),
                Context = RowFields.Context(Cell(cells, "context")),
                Tags = Tags(cells),
                ServiceTier = RowFields.Tier(Cell(cells, "service_tier"), IsBatch(cells)),
                Region = Cell(cells, "data_residency"),
            };
        }
        catch (RowException e)
        {
            error = e.Error;
        }
        catch (Exception e) when (e is PricingException or OverflowException)
        {
            error = RowError.Of(e);
        }

        return new UsageRow(line) { File = _file, Cells = cells, Id = Cell(cells, "id"), Usage = usage, Error = error };
    }

    /// <summary>Returns the columns of the user's own.</summary>
    private ImmutableArray<KeyValuePair<string, string>> Tags(string[] cells) => _kept.Length == 0
        ? []
        : [.. _kept.Where(k => cells[k].Length > 0).Select(k => KeyValuePair.Create(_header[k], cells[k]))];

    /// <summary>Returns the cell of a column; <see langword="null"/> if it is empty or the column is missing.</summary>
    private string? Cell(string[] cells, string column) =>
        _columns.TryGetValue(column, out int index) && cells[index].Length > 0 ? cells[index] : null;

    /// <summary>Returns the cell of a required column.</summary>
    private string RequiredCell(string[] cells, string column) =>
        Cell(cells, column) ?? throw new RowException(RowError.InvalidRow, $"{column} is missing: expected its id.");

    /// <summary>Returns the value of the column <c>batch</c>; <see langword="false"/> if it is empty.</summary>
    private bool IsBatch(string[] cells) => Cell(cells, "batch") switch
    {
        null => false,
        { } text when bool.TryParse(text, out bool isBatch) => isBatch,
        { } text => throw new RowException(RowError.InvalidRow, $"batch is '{text}': expected true or false."),
    };

    /// <summary>Returns the usage of a row. An empty cell means that the count was not reported.</summary>
    private TokenUsage Usage(string[] cells)
    {
        _counts.Clear();
        for (int i = 0; i < _header.Length; i++)
        {
            if (cells[i].Length > 0 && _meters[i] is { } meter)
            {
                _counts.Add(UsageFields.TryParseUnits(meter, cells[i], out decimal count)
                    ? (meter, count)
                    : throw new RowException(RowError.InvalidRow, $"{_header[i]} is '{cells[i]}': {UsageFields.Expected(meter)}."));
            }
        }

        // A row of JSON says with an empty object that nothing was used. A row whose cells are all empty says nothing.
        return _counts.Count > 0
            ? UsageFields.ToUsage(CollectionsMarshal.AsSpan(_counts))
            : throw new RowException(
                RowError.InvalidRow, "No count is given, so that the cost is not known: write at least one, such as input, or 0 for none.");
    }
}
