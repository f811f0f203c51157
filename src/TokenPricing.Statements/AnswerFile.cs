using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NodaTime.Text;

namespace TokenPricing.Statements;

/// <summary>Writes priced rows of any format as JSON Lines or CSV, with the fields of the source that the reader kept.</summary>
/// <remarks>
/// <para>
/// JSON Lines: <c>{"id","file","provider","model","at","usage":{},"total","low","high","stated":{},"difference","tags":{}}</c>; a row
/// that does not count has <c>not_counted</c>, and one without a cost has an <c>error</c>. Amounts are texts with all their digits.
/// </para>
/// <para>CSV has the same values as columns. The tags of the first row have a column each; tags that come later are in <c>tags</c>.</para>
/// <para>Dispose the file before you close its stream, which it leaves open.</para>
/// </remarks>
public sealed class AnswerFile : IDisposable
{
    private static readonly ImmutableArray<TableColumn> BeforeUsage =
    [
        Text("id"), Text("file"), Count("line"), Text("provider"), Text("model"), Time("at"), Time("from"), Time("to"), Count("requests"),
        Text("service_tier"), Text("context"), Text("data_residency"),
    ];

    private static readonly ImmutableArray<TableColumn> AfterUsage =
    [
        Amount("input_cost"), Amount("output_cost"), Amount("total"), Amount("low"), Amount("high"), Text("unpriced"), Amount("stated"),
        Text("currency"), Text("stated_kind"), Amount("difference"), Text("not_counted"), Text("error_code"), Text("error_message"),
        Text("unread"), Text("warnings"), Text("tags"),
    ];

    private readonly Stream _output;
    private readonly ArrayBufferWriter<byte> _answer = new();
    private readonly Utf8JsonWriter _json =
        new(Stream.Null, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    private readonly TableWriter? _table;
    private readonly bool _hasMeters;
    private readonly bool _isOfRows;
    private readonly ImmutableArray<TableColumn> _columns;
    private readonly ExchangeRates? _rates;
    private string[]? _tags;

    private AnswerFile(Stream output, TableWriter? table, ExchangeRates? rates, bool isOfRows = false)
    {
        (_output, _table, _rates, _isOfRows) = (output, table, rates, isOfRows);
        _hasMeters = table is not CsvTableWriter;
        _columns = [.. BeforeUsage, .. _hasMeters ? Meter.All.Select(OfMeter) : [Text("usage")], .. AfterUsage];
    }

    /// <summary>Opens a file of JSON Lines.</summary>
    /// <param name="output">Receives the rows.</param>
    /// <param name="rates">
    /// Converts stated costs in other currencies by the rate of their day; <see langword="null"/>: they have no difference.
    /// </param>
    public static AnswerFile JsonLines(Stream output, ExchangeRates? rates = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        return new AnswerFile(output, null, rates);
    }

    /// <summary>
    /// Opens a file of JSON Lines for rows of this library's own format beside the file of the rows, which has their names: an answer has
    /// the id and the fields of the user's own as the row writes them.
    /// </summary>
    internal static AnswerFile Rows(Stream output) => new(output, null, null, isOfRows: true);

    /// <summary>Opens a CSV file.</summary>
    /// <param name="output">Receives the rows.</param>
    /// <param name="rates">
    /// Converts stated costs in other currencies by the rate of their day; <see langword="null"/>: they have no difference.
    /// </param>
    public static AnswerFile Csv(Stream output, ExchangeRates? rates = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        return new AnswerFile(Stream.Null, new CsvTableWriter(output), rates);
    }

    /// <summary>Opens a table of another kind, such as a Parquet file. Each meter has a column.</summary>
    /// <param name="table">Receives the rows. It is disposed with the file.</param>
    /// <param name="rates">
    /// Converts stated costs in other currencies by the rate of their day; <see langword="null"/>: they have no difference.
    /// </param>
    public static AnswerFile Table(TableWriter table, ExchangeRates? rates = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new AnswerFile(Stream.Null, table, rates);
    }

    /// <summary>Writes a row.</summary>
    /// <param name="row">The row.</param>
    public void Write(PricedRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (_table is null)
        {
            WriteJson(row);
        }
        else
        {
            WriteRow(row, _table);
        }
    }

    /// <summary>Writes what is still buffered. The stream stays open.</summary>
    public void Dispose()
    {
        if (_table is not null && _tags is null)
        {
            // A table without rows has its columns all the same.
            _table.Begin(_columns);
        }

        _table?.Dispose();
        _json.Dispose();
    }

    private static TableColumn Text(string name) => new(name, TableColumnKind.Text);

    private static TableColumn Count(string name) => new(name, TableColumnKind.Count);

    /// <summary>Returns the column of a meter: seconds have fractions.</summary>
    private static TableColumn OfMeter(Meter meter) =>
        meter.HasFractions ? Amount(UsageFields.Name(meter)) : Count(UsageFields.Name(meter));

    private static TableColumn Amount(string name) => new(name, TableColumnKind.Amount);

    private static TableColumn Time(string name) => new(name, TableColumnKind.Time);

    private static string Plain(decimal amount) => AmountText.Of(new Usd(amount));

    private static string? Time(Instant? at) => at is { } known ? InstantPattern.ExtendedIso.Format(known) : null;

    /// <summary>Returns the id without the quotes that a row of JSON Lines has.</summary>
    private static string? IdOf(UsageRow row) =>
        row.Id is ['"', .., '"'] quoted ? Unquoted(quoted) : row.Id;

    private static string Unquoted(string quoted)
    {
        using JsonDocument text = JsonDocument.Parse(quoted);
        return text.RootElement.GetString()!;
    }

    /// <summary>Returns the stated cost less the computed one; <see langword="null"/> if it cannot be converted.</summary>
    private decimal? Difference(PricedRow row) =>
        row.Known is { } cost && InUsd(row.Row) is { } stated ? stated.Usd - cost.Total.Amount : null;

    /// <summary>
    /// Returns the stated cost in US dollars, with the rate and its day; <see langword="null"/> if it cannot be converted.
    /// </summary>
    private (decimal Usd, decimal Rate, LocalDate Day)? InUsd(UsageRow row) =>
        row.Stated is not { } stated ? null
        : stated.Currency == "USD" ? (stated.Amount, 1, default)
        : row.Start is { } at && _rates is not null && _rates.TryConvert(
            stated.Amount, stated.Currency, at.InUtc().Date, out decimal usd, out decimal rate, out LocalDate day)
            ? (usd, rate, day)
            : null;

    /// <summary>Returns the model that was priced: the one that answered, if the response says which.</summary>
    private static string ModelOf(PricedRow priced) =>
        priced is { Offer: { } offer, Row.Served: { Model: not null } or { ImageFormat: not null } }
            ? offer.Model.Id.Value
            : priced.Row.Model;

    private void WriteJson(PricedRow priced)
    {
        UsageRow row = priced.Row;
        _answer.ResetWrittenCount();
        _json.Reset(_answer);
        _json.WriteStartObject();
        if (_isOfRows)
        {
            _json.WritePropertyName("id");
            _json.WriteRawValue(row.Id ?? "null", skipInputValidation: true);
        }
        else
        {
            WriteNames(priced);
        }

        WriteUsage(row);
        if (priced.Cost is { } cost)
        {
            WriteCost(cost, priced.Known is not null);
        }

        WriteStated(priced);
        WriteWarnings(row);
        Text("not_counted", row.NotCounted);
        if (priced.Missing is { } error)
        {
            _json.WriteStartObject("error");
            _json.WriteString("code", error.Code);
            _json.WriteString(
                "message",
                row.Line == 0 || row.Id is not null ? error.Message : FormattableString.Invariant($"Line {row.Line}: {error.Message}"));
            _json.WriteEndObject();
        }

        WriteOwnFields(row);
        _json.WriteEndObject();
        _json.Flush();
        _answer.Write("\n"u8);
        _output.Write(_answer.WrittenSpan);
    }

    /// <summary>Writes what a row says beside its usage, so that the answer is a row that can be priced again.</summary>
    private void WriteNames(PricedRow priced)
    {
        UsageRow row = priced.Row;
        Text("id", IdOf(row));
        Text("file", row.File);
        Text("provider", priced.Offer?.Provider.Id.Value ?? row.Provider);
        Text("model", ModelOf(priced));
        Text("at", Time(row.At));
        if (row.During is { } during)
        {
            Text("from", during.HasStart ? Time(during.Start) : null);
            Text("to", during.HasEnd ? Time(during.End) : null);
        }

        if (row.IsAggregate && row.Requests is { } requests)
        {
            _json.WriteNumber("requests", requests);
        }
        else if (row.IsAggregate && row.NotCounted is null)
        {
            _json.WriteString("requests", "unknown");
        }

        Text("service_tier", row.ServiceTier);
        Text("context", row.Context?.ToString());
        Text("data_residency", row.Region);
        Text("description", row.IsBilled ? row.Description : null);
    }

    private void Text(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            _json.WriteString(name, value);
        }
    }

    private void WriteUsage(UsageRow row)
    {
        if (row.Usage is { } usage)
        {
            _json.WriteStartObject("usage");
            foreach ((string name, decimal count) in UsageFields.TotalsOf(usage))
            {
                _json.WriteNumber(name, count);
            }

            _json.WriteEndObject();
        }
    }

    /// <summary>Writes the amounts of a cost, if it has any, and what has no price.</summary>
    private void WriteCost(RowCost cost, bool isKnown)
    {
        if (isKnown)
        {
            _json.WriteString("input_cost", AmountText.Of(cost.Input));
            _json.WriteString("output_cost", AmountText.Of(cost.Output));
            _json.WriteString("total", AmountText.Of(cost.Total));
            if (cost.Bounds is { } bounds)
            {
                _json.WriteString("low", AmountText.Of(bounds.Low));
                _json.WriteString("high", AmountText.Of(bounds.High));
            }
        }

        UsageFields.WriteUnpriced(_json, cost);
    }

    private void WriteStated(PricedRow priced)
    {
        if (priced.Row.Stated is not { } stated)
        {
            return;
        }

        _json.WriteStartObject("stated");
        _json.WriteString("amount", Plain(stated.Amount));
        _json.WriteString("currency", stated.Currency);
        _json.WriteString("kind", KindOf(priced.Row));
        Text("fee", priced.Row.StatedFee is { } fee ? Plain(fee) : null);
        Text("credit", priced.Row.StatedCredit is { } credit ? Plain(credit) : null);
        if (stated.Currency != "USD" && InUsd(priced.Row) is var (usd, rate, day))
        {
            _json.WriteString("usd", Plain(usd));
            _json.WriteString("rate", Plain(rate));
            _json.WriteString("rate_day", LocalDatePattern.Iso.Format(day));
        }

        _json.WriteEndObject();
        Text("difference", Difference(priced) is { } difference ? Plain(difference) : null);
    }

    /// <summary>Writes what was not understood, with its JSON, and what else should be known about the row.</summary>
    private void WriteWarnings(UsageRow row)
    {
        if (row.Served is { Unread: { IsEmpty: false } unread })
        {
            _json.WriteStartObject("unread");
            foreach (UnreadField field in unread)
            {
                _json.WritePropertyName(field.Path);
                _json.WriteRawValue(field.Value);
            }

            _json.WriteEndObject();
        }

        if (!row.Warnings.IsEmpty)
        {
            _json.WriteStartArray("warnings");
            foreach (string warning in row.Warnings)
            {
                _json.WriteStringValue(warning);
            }

            _json.WriteEndArray();
        }
    }

    /// <summary>Writes the fields of the user's own: as the row has them, or as tags.</summary>
    private void WriteOwnFields(UsageRow row)
    {
        if (_isOfRows)
        {
            foreach ((string name, string json) in row.Kept)
            {
                _json.WritePropertyName(name);
                _json.WriteRawValue(json, skipInputValidation: true);
            }
        }
        else if (!row.Tags.IsEmpty)
        {
            _json.WriteStartObject("tags");
            HashSet<string> written = [];
            foreach ((string name, string value) in row.Tags)
            {
                if (written.Add(name))
                {
                    _json.WriteString(name, value);
                }
            }

            _json.WriteEndObject();
        }
    }

    private void WriteRow(PricedRow priced, TableWriter table)
    {
        UsageRow row = priced.Row;
        if (_tags is null)
        {
            _tags = [.. row.Tags.Select(t => t.Key).Distinct().Except(_columns.Select(c => c.Name))];
            table.Begin([.. _columns, .. _tags.Select(Text)]);
        }

        RowCost? cost = priced.Known;
        table.AddText(IdOf(row));
        table.AddText(row.File);
        table.AddCount(row.Line);
        table.AddText(priced.Offer?.Provider.Id.Value ?? row.Provider);
        table.AddText(ModelOf(priced));
        table.AddTime(row.At);
        table.AddTime(row.During is { HasStart: true } from ? from.Start : null);
        table.AddTime(row.During is { HasEnd: true } to ? to.End : null);
        table.AddCount(row.Requests);
        table.AddText(row.ServiceTier);
        table.AddText(row.Context?.ToString());
        table.AddText(row.Region);
        AddUsage(row, table);
        table.AddAmount(cost?.Input.Amount);
        table.AddAmount(cost?.Output.Amount);
        table.AddAmount(cost?.Total.Amount);
        table.AddAmount(cost?.Bounds?.Low.Amount);
        table.AddAmount(cost?.Bounds?.High.Amount);
        table.AddText(priced.Cost is not { Unpriced: { IsEmpty: false } unpriced } ? null : string.Join(
            ' ', unpriced.Select(u => FormattableString.Invariant($"{UsageFields.Name(u.Part.Meter)}={u.Part.Quantity}"))));
        table.AddAmount(row.Stated?.Amount);
        table.AddText(row.Stated?.Currency);
        table.AddText(row.Stated is null ? null : KindOf(row));
        table.AddAmount(Difference(priced));
        table.AddText(row.NotCounted);
        table.AddText(priced.Missing?.Code);
        table.AddText(priced.Missing?.Message);
        table.AddText(row.Served is not { Unread: { IsEmpty: false } unread } ? null : string.Join(
            ' ', unread.Select(u => $"{u.Path}={u.Value}")));
        table.AddText(row.Warnings.IsEmpty ? null : string.Join("; ", row.Warnings));
        table.AddText(OtherTags(row));
        foreach (string tag in _tags)
        {
            table.AddText(row.Tags.FirstOrDefault(t => t.Key == tag).Value);
        }

        table.EndRow();
    }

    /// <summary>Adds the counts: in one text, or each to its column.</summary>
    private void AddUsage(UsageRow row, TableWriter table)
    {
        IEnumerable<(string Name, decimal Count)> totals = row.Usage is { } usage ? UsageFields.TotalsOf(usage) : [];
        if (!_hasMeters)
        {
            table.AddText(row.Usage is null
                ? null
                : string.Join(' ', totals.Select(u => FormattableString.Invariant($"{u.Name}={u.Count}"))));
            return;
        }

        Dictionary<string, decimal> counts = totals.ToDictionary(t => t.Name, t => t.Count);
        foreach (Meter meter in Meter.All)
        {
            decimal? count = counts.TryGetValue(UsageFields.Name(meter), out decimal known) ? known : null;
            if (meter.HasFractions)
            {
                table.AddAmount(count);
            }
            else
            {
                table.AddCount((long?)count);
            }
        }
    }

    /// <summary>Says of a stated cost whether it was billed, said in the response, or estimated by the tool that wrote the file.</summary>
    private static string KindOf(UsageRow row) =>
        row.IsBilled ? "billed" : row.Stated == row.Served?.Stated ? "response" : "estimated";

    /// <summary>Returns the tags that have no column of their own, as JSON.</summary>
    private string? OtherTags(UsageRow row)
    {
        ImmutableArray<KeyValuePair<string, string>> others = [.. row.Tags.Where(t => !_tags!.Contains(t.Key)).DistinctBy(t => t.Key)];
        if (others.IsEmpty)
        {
            return null;
        }

        _answer.ResetWrittenCount();
        _json.Reset(_answer);
        _json.WriteStartObject();
        foreach ((string name, string value) in others)
        {
            _json.WriteString(name, value);
        }

        _json.WriteEndObject();
        _json.Flush();
        return Encoding.UTF8.GetString(_answer.WrittenSpan);
    }
}
