namespace TokenPricing.Warehouse;

/// <summary>Writes the query that prices the calls of a log.</summary>
/// <param name="dialect">The engine.</param>
/// <param name="options">The options.</param>
/// <remarks>
/// Every name that the query gives begins with <c>tp_</c> until the last SELECT, and kept columns are numbered until then: no column of the
/// log, and none that is kept, can be taken for one of the query's own, in whatever order an engine looks for a name.
/// </remarks>
internal sealed class PricingQuery(SqlDialect dialect, SqlOptions options)
{
    private const string TooLarge = "1152921504606846976";

    /// <summary>The parts that the ordinary rates bill, in the order of the bits of the masks.</summary>
    private static readonly string[] Parts = ["tp_u_in", "tp_u_out", "tp_u_cr", "tp_u_cw", "tp_u_c5", "tp_u_c1", "tp_u_rs"];

    private bool IsAsOf => options.Shape == SqlShape.Tuned && dialect == SqlDialect.ClickHouse;

    private (string Inner, KeptColumn Column)[] KeptColumns { get; } =
        [.. options.Keep.Select((k, i) => (FormattableString.Invariant($"tp_k{i}"), KeptColumn.Of(k)))];

    private string Kept => string.Concat(KeptColumns.Select(k => $"{k.Inner}, "));

    private string Renamed => string.Concat(KeptColumns.Select(k => $"{k.Inner} AS {k.Column.Name}, "));

    /// <summary>The columns of the log with counts.</summary>
    private string[] Counted { get; } = [.. BucketRow.Meters[..^1], .. options.Meters.Select(FurtherMeters.ColumnOf)];

    /// <summary>The counts without nulls, in the same order.</summary>
    private string[] Counts { get; } =
    [
        "tp_i", "tp_o", "tp_cr", "tp_cw", "tp_c5", "tp_c1", "tp_rs",
        .. options.Meters.Select(m => "tp_x_" + FurtherMeters.ColumnOf(m)),
    ];

    /// <summary>The part of each meter, its rate and its bit in the masks. The parts of further meters are their counts.</summary>
    private (string Part, string Rate, int Bit)[] Billed =>
    [
        .. Parts.Concat(Counts[Parts.Length..]).Zip(Counted, PriceRow.Meters[..^1].Concat(options.Meters))
            .Select(b => ($"tp_u.{b.First}", $"tp_r.{b.Second}_pico", FurtherMeters.BitOf(b.Third))),
    ];

    public string Text()
    {
        string usable = $"tp_most < {TooLarge} AND tp_fewest >= 0";
        string all = string.Join(", ", Counts);
        string further = string.Concat(Counts[Parts.Length..].Select(c => $", {c}"));
        (string measured, string input, string output, string write) = options.AreParts
            ? (
                $"LEAST(tp_i + tp_cr + tp_cw + tp_c5 + tp_c1{Signed('+', Meter.Input)}, {BucketRow.Open - 1})",
                "tp_i", "tp_o", "tp_cw")
            : (
                "tp_i",
                $"tp_i - tp_cr - CASE WHEN tp_no_write THEN tp_c5 + tp_c1 ELSE tp_cw END{Signed('-', Meter.Input)}",
                $"tp_o - tp_rs{Signed('-', Meter.Output)}",
                "CASE WHEN tp_no_write THEN 0 ELSE tp_cw - tp_c5 - tp_c1 END");
        return $"""
            WITH tp_logged AS (
              SELECT {Source("id")} AS tp_id, {Count("at_ms")} AS tp_at_ms, {string.Concat(KeptColumns.Select(Given))}
                {string.Join(", ", Name.Select(n => $"{TextOf(n)} AS tp_c_{n}"))},
                {string.Join(", ", Counted.Select(m => $"{Count(m)} AS tp_n_{m}"))}, {Exact} AS tp_exact
              FROM {options.Table}
            ), tp_named AS (
              SELECT tp_c.tp_id AS tp_id, tp_c.tp_at_ms AS tp_at_ms, {Prefixed("tp_c")}tp_n.terms_id AS tp_terms_id,
                tp_n.rates_version AS tp_version, tp_c.tp_exact AS tp_exact,
                tp_c.tp_n_cache_write IS NULL AS tp_no_write,
                CASE WHEN COALESCE({string.Join(", ", Counted.Select(m => $"tp_c.tp_n_{m}"))}) IS NULL AND tp_c.tp_exact = 0
                  THEN 1 ELSE 0 END AS tp_none,
                CASE WHEN tp_c.tp_at_ms >= tp_n.days_from_ms AND tp_c.tp_at_ms < tp_n.days_to_ms
                  THEN {SqlWords.Quotient(dialect, "tp_c.tp_at_ms", "86400000")} ELSE 0 END AS tp_bucket,
                {string.Join(", ", Counted.Zip(Counts, (column, count) => $"COALESCE(tp_c.tp_n_{column}, 0) AS {count}"))}
              FROM tp_logged tp_c LEFT JOIN {options.TableOf(EngineTable.OfNames)} tp_n
                ON {string.Join(" AND ", Name.Select(n => $"COALESCE(tp_n.{n}, '') = tp_c.tp_c_{n}"))}
            ), tp_sized AS (
              SELECT tp_id, tp_at_ms, {Kept}tp_terms_id, tp_version, tp_exact, tp_no_write, tp_none, tp_bucket, {all},
                GREATEST({all}) AS tp_most, LEAST({all}) AS tp_fewest
              FROM tp_named
            ), tp_units AS (
              SELECT tp_id, tp_at_ms, {Kept}tp_terms_id, tp_version, tp_exact, tp_none, tp_bucket, tp_most, tp_fewest,
                CASE WHEN {usable} THEN {measured} END AS tp_measured,
                CASE WHEN {usable} THEN {input} END AS tp_u_in,
                CASE WHEN {usable} THEN {output} END AS tp_u_out, tp_cr AS tp_u_cr,
                CASE WHEN {usable} THEN {write} END AS tp_u_cw,
                tp_c5 AS tp_u_c5, tp_c1 AS tp_u_c1, tp_rs AS tp_u_rs{further}{(
                    MayOverlap ? $",\n    {Overlap()} AS tp_overlap" : "")}
              FROM tp_sized
            ), tp_rated AS (
              SELECT tp_u.tp_id AS tp_id, tp_u.tp_at_ms AS tp_at_ms, {Prefixed("tp_u")}tp_u.tp_terms_id AS tp_terms_id,
                tp_u.tp_version AS tp_version,
                {Status()} AS tp_status,
                {Pico()} AS tp_pico
              FROM tp_units tp_u {Join()}
            )
            SELECT tp_id AS id, tp_at_ms AS at_ms, {Renamed}tp_terms_id AS terms_id, tp_version AS rates_version, tp_status AS status,
              CASE WHEN tp_status = 0 THEN tp_pico END AS cost_pico FROM tp_rated{(
                dialect == SqlDialect.ClickHouse ? "\nSETTINGS join_use_nulls = 1" : "")}
            """;
    }

    private static string[] Name => ["provider", "model", "service_tier", "region"];

    private string Exact => options.Columns.GetValueOrDefault("exact", "") is { Length: > 0 } condition
        ? $"CASE WHEN {condition} THEN 1 ELSE 0 END"
        : "0";

    /// <summary>
    /// The order of the conditions is that of the library. A price is reached by proof alone: what proves nothing is an error. Most rows
    /// are of rates without an exception, which are asked about first: DuckDB is a tenth faster for it.
    /// </summary>
    private string Status()
    {
        const string Proven = "tp_u.tp_u_in >= 0 AND tp_u.tp_u_out >= 0 AND tp_u.tp_u_cw >= 0";
        const string Negative = "tp_u.tp_fewest < 0 OR tp_u.tp_u_in < 0 OR tp_u.tp_u_out < 0 OR tp_u.tp_u_cw < 0";
        const string Ordinary = "tp_r.missing_mask = 0 AND tp_r.exact_mask = 0 AND tp_u.tp_exact = 0 AND tp_r.status >= 0";
        string isFeeInexact = SqlWords.HasBit(dialect, "tp_r.exact_mask", 128);
        (long first, long last) = CallPricer.Times;
        return $"""
            CASE WHEN tp_u.tp_most >= {TooLarge}{(MayOverlap ? " OR tp_u.tp_overlap = 1" : "")} THEN 1
                  WHEN {Negative} OR tp_u.tp_none = 1 THEN 2
                  WHEN tp_u.tp_at_ms IS NULL OR tp_u.tp_at_ms < {first} OR tp_u.tp_at_ms > {last} THEN 6
                  WHEN tp_u.tp_terms_id IS NULL THEN 3
                  WHEN tp_r.terms_id IS NULL THEN 4
                  WHEN {Ordinary} AND {Proven} THEN tp_r.status
                  WHEN {Uses("missing_mask")} THEN 32
                  WHEN tp_r.status <> 0 AND tp_r.status <> 21 THEN tp_r.status
                  WHEN tp_u.tp_exact <> 0 OR {isFeeInexact} OR {Uses("exact_mask")} THEN 1
                  WHEN tp_r.status <> 0 THEN tp_r.status
                  WHEN tp_r.status = 0 AND tp_u.tp_exact = 0 AND {Proven} THEN 0
                  ELSE 5 END
            """.Replace("\n", "\n    ", StringComparison.Ordinal);
    }

    private string Pico()
    {
        string wide = Sum(text => SqlWords.Wide(dialect, text));
        if (options.Shape != SqlShape.Tuned || dialect != SqlDialect.DuckDb)
        {
            return wide;
        }

        string small = Sum(text => text);
        return $"CASE WHEN tp_u.tp_most < 1073741824 AND tp_r.is_small = 1 THEN {SqlWords.Wide(dialect, small)}\n      ELSE {wide} END";
    }

    private string Sum(Func<string, string> number) =>
        string.Join(" + ", Billed.Select(b => $"{number(b.Part)} * {number(b.Rate)}").Append(number("tp_r.request_pico")));

    private string Uses(string mask) =>
        "(" + string.Join(" OR ", Billed.Select(b => $"({b.Part} > 0 AND {SqlWords.HasBit(dialect, $"tp_r.{mask}", b.Bit)})")) + ")";

    /// <summary>Whether totals may have tokens in two parts, such as cached audio, which only the library can tell apart.</summary>
    private bool MayOverlap => !options.AreParts && options.Meters.Any(m => !m.Parents.IsEmpty);

    private string Overlap()
    {
        (Meter Whole, string[] Ordinary)[] pairs =
            [(Meter.Input, ["tp_cr", "tp_cw", "tp_c5", "tp_c1"]), (Meter.Output, ["tp_rs"])];
        IEnumerable<string> both = pairs.Where(p => PartsOf(p.Whole).Length > 0)
            .Select(p => $"({Any(PartsOf(p.Whole))} AND {Any(p.Ordinary)})");
        return $"CASE WHEN tp_fewest >= 0 AND ({string.Join(" OR ", both)}) THEN 1 ELSE 0 END";

        static string Any(string[] counts) => $"({string.Join(" OR ", counts.Select(c => $"{c} > 0"))})";
    }

    /// <summary>The further counts that are in the input, or in the output.</summary>
    private string[] PartsOf(Meter whole) =>
        [.. options.Meters.Zip(Counts[Parts.Length..]).Where(m => FurtherMeters.IsPartOf(m.First, whole)).Select(m => m.Second)];

    private string Signed(char sign, Meter whole) => string.Concat(PartsOf(whole).Select(c => $" {sign} {c}"));

    /// <summary>
    /// The rates must be of the same version as the names, and have the further meters of this query: rates of other meters, whose columns
    /// a loader has filled by their places, are found by no row.
    /// </summary>
    private string Join()
    {
        string rates = options.TableOf(EngineTable.OfRates);
        string meters = CsvTable.Text(FurtherMeters.MaskOf(options.Meters));
        string within = $"tp_u.tp_at_ms >= tp_r.from_ms AND tp_u.tp_at_ms < tp_r.to_ms"
            + $"\n        AND tp_u.tp_measured >= tp_r.least_input AND tp_u.tp_measured < tp_r.below_input";
        return IsAsOf
            ? $"""
              ASOF LEFT JOIN (
                  SELECT terms_id, rates_version, bucket, from_ms, period_id FROM {rates} WHERE least_input = 0
                ) tp_p ON tp_p.terms_id = tp_u.tp_terms_id AND tp_p.rates_version = tp_u.tp_version AND tp_p.bucket = tp_u.tp_bucket
                    AND tp_u.tp_at_ms >= tp_p.from_ms
                LEFT JOIN {rates} tp_r ON tp_r.period_id = tp_p.period_id AND tp_r.rates_version = tp_u.tp_version
                  AND tp_r.meters_mask = {meters} AND {within}
              """
            : $"""
              LEFT JOIN {rates} tp_r ON tp_r.terms_id = tp_u.tp_terms_id AND tp_r.rates_version = tp_u.tp_version
                  AND tp_r.meters_mask = {meters} AND tp_r.bucket = tp_u.tp_bucket AND {within}
              """;
    }

    /// <summary>The expression of a column in the log; null if the log does not have it.</summary>
    private string? Given(string column) => options.Columns.TryGetValue(column, out string? given)
        ? given.Length == 0 ? null : given
        : column;

    private static string Given((string Inner, KeptColumn Column) kept) => $"{kept.Column.Expression} AS {kept.Inner}, ";

    private string Source(string column) => Given(column) ?? "NULL";

    private string Count(string column) => SqlWords.Count(dialect, Source(column));

    private string TextOf(string column) => Given(column) is { } given ? $"COALESCE({given}, '')" : "''";

    private string Prefixed(string alias) => string.Concat(KeptColumns.Select(k => $"{alias}.{k.Inner} AS {k.Inner}, "));
}
