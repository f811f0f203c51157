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
    private readonly (int Column, int Meter)[] _counted;
    private readonly int[] _kept;
    private readonly int _id;
    private readonly int _provider;
    private readonly int _model;
    private readonly int _at;
    private readonly int _serviceTier;
    private readonly int _region;
    private readonly int _batch;
    private readonly int _requests;
    private readonly int _from;
    private readonly int _to;
    private readonly int _context;

    /// <summary>Checks a header.</summary>
    /// <param name="header">The names of the columns.</param>
    /// <param name="zone">The zone of times without one; <see langword="null"/> to refuse them.</param>
    /// <param name="file">The name of the file, for the rows.</param>
    /// <param name="withDetails">Whether rows have ids and tags.</param>
    /// <exception cref="InvalidDataException">A column is unknown, missing, or there twice.</exception>
    public OwnRows(string[] header, DateTimeZone? zone, string? file, bool withDetails)
    {
        (_header, _zone, _file) = (header, zone, file);
        CheckHeader();
        _kept = withDetails ? [.. _header.Index().Where(c => !IsColumn(c.Item)).Select(c => c.Index)] : [];
        _counted =
        [
            .. _header.Index()
                .Where(c => UsageFields.TryGetMeter(c.Item, out _))
                .Select(c => (c.Index, UsageFields.TryGetMeter(c.Item, out int meter) ? meter : 0)),
        ];
        (_id, _provider, _model, _at) = (withDetails ? Column("id") : -1, Column("provider"), Column("model"), Column("at"));
        (_serviceTier, _region, _batch) = (Column("service_tier"), Column("data_residency"), Column("batch"));
        (_requests, _from, _to, _context) = (Column("requests"), Column("from"), Column("to"), Column("context"));

        int Column(string name) => Array.IndexOf(_header, name);
    }

    /// <summary>Returns whether a column has a meaning in this format.</summary>
    public static bool IsColumn(string name) => Fields.Contains(name) || UsageFields.TryGetMeter(name, out _);

    /// <summary>Returns whether rows need a column.</summary>
    public bool Reads(int column) => IsColumn(_header[column]) ? _header[column] != "id" || _id >= 0 : _kept.Contains(column);

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
    /// <param name="cells">The cells.</param>
    /// <param name="shapeError">What is wrong with the row as a whole; <see langword="null"/> for nothing.</param>
    public UsageRow Row(long line, RowCells cells, RowError? shapeError)
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
            Interval? during = RowFields.Period(Text(cells, _from), Text(cells, _to), _zone);
            return new UsageRow(line)
            {
                File = _file,
                Cells = cells.Kept,
                Id = Text(cells, _id),
                Usage = usage,
                Provider = cells.Text(_provider) ?? "",
                Model = cells.Text(_model) ?? throw new RowException(RowError.InvalidRow, "model is missing: expected its id."),
                At = _at < 0 ? null : cells.Time(_at) ?? RowFields.Moment(cells.Text(_at), zone: _zone),
                During = during,
                Requests = RowFields.Requests(Text(cells, _requests), during),
                Context = RowFields.Context(Text(cells, _context)),
                Tags = Tags(cells),
                ServiceTier = RowFields.Tier(Text(cells, _serviceTier), IsBatch(cells)),
                Region = Text(cells, _region),
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

        return new UsageRow(line) { File = _file, Cells = cells.Kept, Id = Text(cells, _id), Usage = usage, Error = error };
    }

    /// <summary>Returns the columns of the user's own.</summary>
    private ImmutableArray<KeyValuePair<string, string>> Tags(RowCells cells)
    {
        if (_kept.Length == 0)
        {
            return [];
        }

        KeyValuePair<string, string>[] tags = new KeyValuePair<string, string>[_kept.Length];
        int count = 0;
        foreach (int column in _kept)
        {
            if (cells.Text(column) is { } text)
            {
                tags[count++] = new(_header[column], text);
            }
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(count == tags.Length ? tags : tags[..count]);
    }

    /// <summary>Returns the cell of a column; <see langword="null"/> if it is empty or the column is missing.</summary>
    private static string? Text(RowCells cells, int column) => column < 0 ? null : cells.Text(column);

    /// <summary>Returns the value of the column <c>batch</c>; <see langword="false"/> if it is empty.</summary>
    private bool IsBatch(RowCells cells) => Text(cells, _batch) switch
    {
        null => false,
        { } text when bool.TryParse(text, out bool isBatch) => isBatch,
        { } text => throw new RowException(RowError.InvalidRow, $"batch is '{text}': expected true or false."),
    };

    /// <summary>Returns the usage of a row. An empty cell means that the count was not reported.</summary>
    private TokenUsage Usage(RowCells cells)
    {
        _counts.Clear();
        foreach ((int column, int meter) in _counted)
        {
            if (cells.Count(column) is { } whole)
            {
                _counts.Add((meter, whole));
            }
            else if (cells.Text(column) is { } text)
            {
                _counts.Add(UsageFields.TryParseUnits(meter, text, out decimal count)
                    ? (meter, count)
                    : throw new RowException(RowError.InvalidRow, $"{_header[column]} is '{text}': {UsageFields.Expected(meter)}."));
            }
        }

        // A row of JSON says with an empty object that nothing was used. A row whose cells are all empty says nothing.
        return _counts.Count > 0
            ? UsageFields.ToUsage(CollectionsMarshal.AsSpan(_counts))
            : throw new RowException(
                RowError.InvalidRow, "No count is given, so that the cost is not known: write at least one, such as input, or 0 for none.");
    }
}
