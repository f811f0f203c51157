using System.Numerics;

namespace TokenPricing.Warehouse;

/// <summary>
/// Reads and writes the CSV files between a warehouse and the library: names, rows that are handed back, answers. UTF-8, with a header, in
/// which the columns may be in any order.
/// </summary>
public static class CallCsv
{
    private const string Sum = "priced_cost_pico";

    /// <summary>A decimal has at most 28 digits behind the point; zeros at the end say nothing.</summary>
    private const string AllDigits = "0.############################";

    /// <summary>
    /// Reads the names of a file with the columns <c>provider, model, service_tier, region</c>, of which only the model must be there.
    /// </summary>
    /// <param name="stream">The stream, which stays open: the distinct names, or a whole log.</param>
    /// <param name="file">The name of the file, for messages.</param>
    /// <returns>The names as they come, with repetitions.</returns>
    /// <exception cref="InvalidDataException">The file is no such table; the message says the line and what is wrong.</exception>
    public static IEnumerable<CallName> ReadNames(Stream stream, string file) =>
        CsvTable.Read(stream, file, ["model"], header => CallColumns.CheckNames(file, header)).Select(NameOf);

    /// <summary>Refuses the columns of a file of names if one is nearly that of the provider, the service tier or the region.</summary>
    /// <param name="columns">The names of the columns.</param>
    /// <param name="file">The name of the file, for messages.</param>
    /// <exception cref="InvalidDataException">A column is misspelled; the message says which.</exception>
    public static void CheckNames(IReadOnlyList<string> columns, string file)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(file);
        CallColumns.CheckNames(file, columns);
    }

    /// <summary>Reads the rows of a log.</summary>
    /// <param name="stream">
    /// The stream, which stays open. Its columns are the <see cref="SqlOptions.ColumnNames"/>, of which <c>id</c>, <c>model</c> and
    /// <c>at_ms</c> must be there, at least one count, counts of further meters by their ids, such as <c>web_searches</c>,
    /// <c>requests</c> for the number of requests in a row, and columns of your own, regardless of case. A column that looks like a count
    /// and is none is an error. An empty cell, and <c>\N</c>, is a null.
    /// </param>
    /// <param name="file">The name of the file, for messages.</param>
    /// <param name="group">A column whose text is the group of a row; <see langword="null"/> for none.</param>
    /// <returns>The id of each row, the row, and its group.</returns>
    /// <exception cref="InvalidDataException">The file is no such table; the message says the line and what is wrong.</exception>
    public static IEnumerable<(string Id, LoggedCall Call, string Group)> ReadCalls(Stream stream, string file, string? group = null)
    {
        ImmutableArray<string> required = ["id", "model", "at_ms"];
        (string Column, Meter Meter)[] further = [];
        foreach (CsvTable.Record r in CsvTable.Read(stream, file, group is null ? required : [.. required, group], Check))
        {
            yield return (
                r["id"],
                new LoggedCall(NameOf(r), r.NumberOrNull("at_ms"))
                {
                    Input = r.NumberOrNull("input"),
                    Output = r.NumberOrNull("output"),
                    CacheRead = r.NumberOrNull("cache_read"),
                    CacheWrite = r.NumberOrNull("cache_write"),
                    CacheWrite5m = r.NumberOrNull("cache_write_5m"),
                    CacheWrite1h = r.NumberOrNull("cache_write_1h"),
                    Reasoning = r.NumberOrNull("reasoning"),
                    Requests = RequestsOf(r),
                    Others = [.. OthersOf(r, further)],
                },
                group is null ? "" : r[group]);
        }

        void Check(IReadOnlyList<string> header)
        {
            CallColumns.CheckCalls(file, header, group);
            further = [.. CallColumns.Further(header)];
        }
    }

    /// <summary>Reads the answers of an engine: the columns <c>id</c>, <c>status</c> and <c>cost_pico</c>.</summary>
    /// <param name="stream">The stream, which stays open.</param>
    /// <param name="file">The name of the file, for messages.</param>
    /// <exception cref="InvalidDataException">The file is no such table; the message says the line and what is wrong.</exception>
    public static IEnumerable<EngineAnswer> ReadAnswers(Stream stream, string file) =>
        CsvTable.Read(stream, file, ["id", "status", "cost_pico"])
            .Select(r => new EngineAnswer(r["id"], r.Small("status"), PicoOf(r, "cost_pico")));

    /// <summary>
    /// Reads the totals of an engine, as <see cref="WarehouseSql.Total"/> gives them: <c>calls</c>, <c>priced</c>, <c>needs_exact</c>,
    /// <c>unpriced</c>, <c>damaged</c>, <c>priced_cost_pico</c>, and a column of groups.
    /// </summary>
    /// <param name="stream">The stream, which stays open.</param>
    /// <param name="file">The name of the file, for messages.</param>
    /// <param name="group">The column of groups; <see langword="null"/> for one total.</param>
    /// <exception cref="InvalidDataException">The file is no such table; the message says the line and what is wrong.</exception>
    public static IEnumerable<EngineTotal> ReadTotals(Stream stream, string file, string? group = null)
    {
        ImmutableArray<string> required = ["calls", "priced", "needs_exact", "unpriced", "damaged", Sum];
        return CsvTable.Read(stream, file, group is null ? required : [.. required, group])
            .Select(r => new EngineTotal(
                group is null ? "" : r[group], r.Number("calls"), r.Number("priced"), r.Number("needs_exact"), r.Number("unpriced"),
                r.Number("damaged"), PicoOf(r, Sum)));
    }

    /// <summary>Prices rows that an engine handed back and writes them: <c>id, status, cost_usd, message</c>.</summary>
    /// <param name="input">The rows, as for <see cref="ReadCalls"/>.</param>
    /// <param name="file">The name of their file, for messages.</param>
    /// <param name="output">The stream to write to, which stays open.</param>
    /// <param name="pricer">The library.</param>
    /// <returns>The number of rows with a cost, and the number of those without.</returns>
    /// <exception cref="InvalidDataException">The file is no such table; the message says the line and what is wrong.</exception>
    /// <remarks>
    /// The status is 0 for a row with a cost, and otherwise the reason. A cost is decimal text in US dollars, with all digits.
    /// </remarks>
    public static (long Priced, long Failed) Finish(Stream input, string file, Stream output, CallPricer pricer)
    {
        ArgumentNullException.ThrowIfNull(pricer);
        (long priced, long failed) = (0, 0);
        CsvTable.Write(output, ["id", "status", "cost_usd", "message"], Rows());
        return (priced, failed);

        IEnumerable<string[]> Rows()
        {
            foreach ((string id, LoggedCall call, _) in ReadCalls(input, file))
            {
                (CallAnswer answer, CallStatus reason) = pricer.Finish(call);
                (priced, failed) = answer.Cost is null ? (priced, failed + 1) : (priced + 1, failed);
                string cost = answer.Cost?.Amount.ToString(AllDigits, CultureInfo.InvariantCulture) ?? "";
                yield return [id, CsvTable.Text((int)reason), cost, answer.Message ?? ""];
            }
        }
    }

    /// <summary>Writes how names are understood: the four columns, <c>offer</c>, <c>status</c> and <c>message</c>.</summary>
    /// <param name="stream">The stream, which stays open.</param>
    /// <param name="names">The names with their answers, as <see cref="CallPricer.Resolve"/> gives them.</param>
    public static void WriteNames(Stream stream, IEnumerable<(CallName Name, NameAnswer Answer)> names) => CsvTable.Write(
        stream,
        ["provider", "model", "service_tier", "region", "offer", "status", "message"],
        names.Select(n => (string[])[
            n.Name.Provider, n.Name.Model, n.Name.ServiceTier, n.Name.Region, n.Answer.Offer?.ToString() ?? "",
            CsvTable.Text((int)n.Answer.Status), n.Answer.Message ?? "",
        ]));

    /// <summary>Writes changes: the four columns, <c>from_ms</c> and <c>to_ms</c>, empty for the beginning and the end of time.</summary>
    /// <param name="stream">The stream, which stays open.</param>
    /// <param name="changes">The changes, as <see cref="WarehouseTables.ChangesTo"/> gives them.</param>
    public static void WriteChanges(Stream stream, IEnumerable<RateChange> changes) => CsvTable.Write(
        stream,
        ["provider", "model", "service_tier", "region", "from_ms", "to_ms"],
        changes.Select(c => (string[])[
            c.Name.Provider, c.Name.Model, c.Name.ServiceTier, c.Name.Region, c.From is { } from ? CsvTable.Text(from) : "",
            c.To is { } to ? CsvTable.Text(to) : "",
        ]));

    private static CallName NameOf(CsvTable.Record r) => new(r["provider"], r["model"], r["service_tier"], r["region"]);

    private static IEnumerable<MeterQuantity> OthersOf(CsvTable.Record r, (string Column, Meter Meter)[] further)
    {
        foreach ((string column, Meter meter) in further)
        {
            if (r.FractionOrNull(column) is { } count)
            {
                yield return new MeterQuantity(meter, count);
            }
        }
    }

    private static long RequestsOf(CsvTable.Record r) => r.NumberOrNull(CallColumns.Requests) switch
    {
        null => 1,
        { } number when number > 0 => number,
        _ => throw r.Wrong(
            $"requests is '{r[CallColumns.Requests]}': expected a whole number from 1. Fees are counted by request_fees"),
    };

    private static BigInteger? PicoOf(CsvTable.Record r, string column) => r[column] is not { Length: > 0 } text ? null
        : BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger pico) ? pico
        : throw r.Wrong($"{column} is '{text}': expected a whole number of pico-dollars");
}
