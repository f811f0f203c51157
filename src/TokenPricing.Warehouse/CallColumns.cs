namespace TokenPricing.Warehouse;

/// <summary>Knows the columns of a log, and refuses a header in which one is misspelled: its counts would silently be missing.</summary>
internal static class CallColumns
{
    /// <summary>The column with the number of requests that a row adds up.</summary>
    public const string Requests = "requests";

    private const string FeesColumn = "request_fees";

    private static readonly string[] Names = ["provider", "model", "service_tier", "region"];

    private static readonly string[] Own = [.. Names, "id", "at_ms", Requests];

    /// <summary>The columns of files for the command <c>price</c> that have other names here.</summary>
    private static readonly Dictionary<string, string> OfPrice = new(StringComparer.OrdinalIgnoreCase)
    {
        ["at"] = "at_ms, in milliseconds since 1970",
        ["data_residency"] = "region",
        ["batch"] = "service_tier, with the word batch",
        ["tier"] = "service_tier",
    };

    private static readonly Dictionary<string, Meter> Counts =
        Meter.All.ToDictionary(m => m == Meter.Requests ? FeesColumn : FurtherMeters.ColumnOf(m), StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the columns of a header that count further meters, such as <c>web_searches</c>.</summary>
    public static IEnumerable<(string Column, Meter Meter)> Further(IEnumerable<string> header) => header
        .Select(c => (c, Meter: Counts.TryGetValue(Underscored(c), out Meter meter) ? meter : default(Meter?)))
        .Where(c => c.Meter is { } meter && !PriceRow.Meters[..^1].Contains(meter))
        .Select(c => (c.c, c.Meter!.Value));

    /// <summary>Refuses a header of names in which the provider, the service tier or the region is misspelled.</summary>
    /// <exception cref="InvalidDataException">A column is nearly one of them.</exception>
    public static void CheckNames(string file, IReadOnlyList<string> header)
    {
        foreach (string column in header.Where(c => !IsKnown(c)))
        {
            string[] absent = [.. Names.Where(n => !Has(header, n))];
            Refuse(file, column, absent, OfPrice.GetValueOrDefault(Underscored(column)), isCount: false);
        }
    }

    /// <summary>Refuses a header of calls in which a column is misspelled, or that has no counts.</summary>
    /// <param name="file">The name of the file.</param>
    /// <param name="header">The columns.</param>
    /// <param name="group">A column that is the group of a row; <see langword="null"/> for none.</param>
    /// <exception cref="InvalidDataException">A column is nearly a known one or looks like a count, or there are no counts.</exception>
    public static void CheckCalls(string file, IReadOnlyList<string> header, string? group)
    {
        foreach (string column in header.Where(c => !IsKnown(c) && !c.Equals(group, StringComparison.OrdinalIgnoreCase)))
        {
            // What ends in _id identifies something, and counts nothing.
            bool isId = column.EndsWith("_id", StringComparison.OrdinalIgnoreCase);
            IEnumerable<string> near = Names.Concat(isId ? [] : Counts.Keys.Append(Requests)).Where(n => !Has(header, n));
            bool isCount = column.Contains("token", StringComparison.OrdinalIgnoreCase);
            Refuse(file, column, [.. near], OfPrice.GetValueOrDefault(Underscored(column)), isCount);
        }

        if (!header.Any(IsCount))
        {
            throw new InvalidDataException(
                $"{file}, line 1: the header has no column of counts, such as input or output; it has {string.Join(", ", header)}.");
        }
    }

    private static bool Has(IEnumerable<string> header, string column) =>
        header.Any(c => Underscored(c).Equals(column, StringComparison.OrdinalIgnoreCase));

    private static bool IsCount(string column) => Counts.ContainsKey(Underscored(column));

    private static bool IsKnown(string column) => IsCount(column) || Own.Contains(Underscored(column), StringComparer.OrdinalIgnoreCase);

    private static string Underscored(string column) => column.Replace('-', '_');

    private static void Refuse(string file, string column, string[] known, string? here, bool isCount)
    {
        IReadOnlyList<string> near = SimilarNames.Of(column, known);
        if (here is null && near.Count == 0 && !isCount)
        {
            return;
        }

        string question = here is null ? SimilarNames.Question(near) : $" Here it is {here}.";
        string counts = isCount ? $" Counts are {string.Join(", ", BucketRow.Meters[..^1])} and further meters such as web_searches." : "";
        throw new InvalidDataException(
            $"{file}, line 1: the header has a column '{column}', which is not known.{question}{counts} Rename it, or leave it out.");
    }
}
