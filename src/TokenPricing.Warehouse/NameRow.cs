namespace TokenPricing.Warehouse;

/// <summary>A row of <c>tp_names</c>: which rates a name has.</summary>
/// <param name="Name">The name as in the log.</param>
/// <param name="TermsId">The rates: <see cref="BucketRow.TermsId"/> of their rows, from 1.</param>
/// <param name="DaysFrom">
/// The first Unix millisecond whose rates are found by the day, so that an engine joins few rows; equal to <paramref name="DaysTo"/> if
/// none are.
/// </param>
/// <param name="DaysTo">The first Unix millisecond after them.</param>
public sealed record NameRow(CallName Name, int TermsId, long DaysFrom, long DaysTo)
{
    /// <summary>The names of the columns, without the version.</summary>
    internal static readonly string[] Columns = ["provider", "model", "service_tier", "region", "terms_id", "days_from_ms", "days_to_ms"];

    internal string[] Cells =>
        [Name.Provider, Name.Model, Name.ServiceTier, Name.Region, CsvTable.Text(TermsId), CsvTable.Text(DaysFrom), CsvTable.Text(DaysTo)];

    internal static NameRow Of(CsvTable.Record r) => new(
        new CallName(r["provider"], r["model"], r["service_tier"], r["region"]),
        r.Small("terms_id"), r.Number("days_from_ms"), r.Number("days_to_ms"));
}
