namespace TokenPricing.Warehouse;

/// <summary>Writes the query that prices the calls of a log.</summary>
/// <param name="dialect">The engine.</param>
/// <param name="options">The options.</param>
internal sealed class PricingQuery(SqlDialect dialect, SqlOptions options)
{
    private const string TooLarge = "1152921504606846976";

    /// <summary>The parts that the ordinary rates bill, in the order of the bits of the masks.</summary>
    private static readonly string[] Parts = ["u_in", "u_out", "u_cr", "u_cw", "u_c5", "u_c1", "u_rs"];

    private bool IsAsOf => options.Shape == SqlShape.Tuned && dialect == SqlDialect.ClickHouse;

    private string Kept => string.Concat(options.Keep.Select(k => $"{k}, "));

    /// <summary>The columns of the log with counts.</summary>
    private string[] Counted { get; } = [.. BucketRow.Meters[..^1], .. options.Meters.Select(FurtherMeters.ColumnOf)];

    /// <summary>The counts without nulls, in the same order.</summary>
    private string[] Counts { get; } =
        ["i", "o", "cr", "cw", "c5", "c1", "rs", .. options.Meters.Select(m => "x_" + FurtherMeters.ColumnOf(m))];

    /// <summary>The part of each meter, its rate and its bit in the masks. The parts of further meters are their counts.</summary>
    private (string Part, string Rate, int Bit)[] Billed =>
    [
        .. Parts.Concat(Counts[Parts.Length..]).Zip(Counted, PriceRow.Meters[..^1].Concat(options.Meters))
            .Select(b => ($"u.{b.First}", $"r.{b.Second}_pico", FurtherMeters.BitOf(b.Third))),
    ];

    public string Text()
    {
        string usable = $"most < {TooLarge} AND fewest >= 0";
        string all = string.Join(", ", Counts);
        string further = string.Concat(Counts[Parts.Length..].Select(c => $", {c}"));
        (string measured, string input, string output, string write) = options.AreParts
            ? ($"LEAST(i + cr + cw + c5 + c1{Signed('+', Meter.Input)}, {BucketRow.Open - 1})", "i", "o", "cw")
            : (
                "i",
                $"i - cr - CASE WHEN no_write THEN c5 + c1 ELSE cw END{Signed('-', Meter.Input)}",
                $"o - rs{Signed('-', Meter.Output)}",
                "CASE WHEN no_write THEN 0 ELSE cw - c5 - c1 END");
        return $"""
            WITH logged AS (
              SELECT {Source("id")} AS id, {Count("at_ms")} AS at_ms, {Kept}
                {string.Join(", ", Name.Select(n => $"{TextOf(n)} AS c_{n}"))},
                {string.Join(", ", Counted.Select(m => $"{Count(m)} AS n_{m}"))}, {Exact} AS n_exact
              FROM {options.Table}
            ), named AS (
              SELECT c.id AS id, c.at_ms AS at_ms, {Prefixed("c")}n.terms_id AS terms_id,
                n.rates_version AS rates_version, c.n_exact AS n_exact,
                c.n_cache_write IS NULL AS no_write,
                CASE WHEN c.at_ms >= n.days_from_ms AND c.at_ms < n.days_to_ms
                  THEN {SqlWords.Quotient(dialect, "c.at_ms", "86400000")} ELSE 0 END AS bucket,
                {string.Join(", ", Counted.Zip(Counts, (column, count) => $"COALESCE(c.n_{column}, 0) AS {count}"))}
              FROM logged c LEFT JOIN {options.TableOf(EngineTable.OfNames)} n
                ON {string.Join(" AND ", Name.Select(n => $"COALESCE(n.{n}, '') = c.c_{n}"))}
            ), sized AS (
              SELECT id, at_ms, {Kept}terms_id, rates_version, n_exact, no_write, bucket, {all},
                GREATEST({all}) AS most, LEAST({all}) AS fewest
              FROM named
            ), units AS (
              SELECT id, at_ms, {Kept}terms_id, rates_version, n_exact, bucket, most, fewest,
                CASE WHEN {usable} THEN {measured} END AS measured,
                CASE WHEN {usable} THEN {input} END AS u_in,
                CASE WHEN {usable} THEN {output} END AS u_out, cr AS u_cr,
                CASE WHEN {usable} THEN {write} END AS u_cw,
                c5 AS u_c5, c1 AS u_c1, rs AS u_rs{further}{(MayOverlap ? $",\n    {Overlap()} AS overlap" : "")}
              FROM sized
            ), rated AS (
              SELECT u.id AS id, u.at_ms AS at_ms, {Prefixed("u")}u.terms_id AS terms_id, u.rates_version AS rates_version,
                {Status()} AS status,
                {Pico()} AS pico
              FROM units u {Join()}
            )
            SELECT id, at_ms, {Kept}terms_id, rates_version, status, CASE WHEN status = 0 THEN pico END AS cost_pico FROM rated{(
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
        const string Proven = "u.u_in >= 0 AND u.u_out >= 0 AND u.u_cw >= 0";
        (long first, long last) = CallPricer.Times;
        return $"""
            CASE WHEN u.most >= {TooLarge}{(MayOverlap ? " OR u.overlap = 1" : "")} THEN 1
                  WHEN u.fewest < 0 OR u.u_in < 0 OR u.u_out < 0 OR u.u_cw < 0 THEN 2
                  WHEN u.at_ms IS NULL OR u.at_ms < {first} OR u.at_ms > {last} THEN 6
                  WHEN u.terms_id IS NULL THEN 3
                  WHEN r.terms_id IS NULL THEN 4
                  WHEN r.missing_mask = 0 AND r.exact_mask = 0 AND u.n_exact = 0 AND r.status >= 0 AND {Proven} THEN r.status
                  WHEN {Uses("missing_mask")} THEN 32
                  WHEN r.status <> 0 AND r.status <> 21 THEN r.status
                  WHEN u.n_exact <> 0 OR {SqlWords.HasBit(dialect, "r.exact_mask", 128)} OR {Uses("exact_mask")} THEN 1
                  WHEN r.status <> 0 THEN r.status
                  WHEN r.status = 0 AND u.n_exact = 0 AND {Proven} THEN 0
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
        return $"CASE WHEN u.most < 1073741824 AND r.is_small = 1 THEN {SqlWords.Wide(dialect, small)}\n      ELSE {wide} END";
    }

    private string Sum(Func<string, string> number) =>
        string.Join(" + ", Billed.Select(b => $"{number(b.Part)} * {number(b.Rate)}").Append(number("r.request_pico")));

    private string Uses(string mask) =>
        "(" + string.Join(" OR ", Billed.Select(b => $"({b.Part} > 0 AND {SqlWords.HasBit(dialect, $"r.{mask}", b.Bit)})")) + ")";

    /// <summary>Whether totals may have tokens in two parts, such as cached audio, which only the library can tell apart.</summary>
    private bool MayOverlap => !options.AreParts && options.Meters.Any(m => !m.Parents.IsEmpty);

    private string Overlap()
    {
        (Meter Whole, string[] Ordinary)[] pairs = [(Meter.Input, ["cr", "cw", "c5", "c1"]), (Meter.Output, ["rs"])];
        IEnumerable<string> both = pairs.Where(p => PartsOf(p.Whole).Length > 0)
            .Select(p => $"({Any(PartsOf(p.Whole))} AND {Any(p.Ordinary)})");
        return $"CASE WHEN fewest >= 0 AND ({string.Join(" OR ", both)}) THEN 1 ELSE 0 END";

        static string Any(string[] counts) => $"({string.Join(" OR ", counts.Select(c => $"{c} > 0"))})";
    }

    /// <summary>The further counts that are in the input, or in the output.</summary>
    private string[] PartsOf(Meter whole) =>
        [.. options.Meters.Zip(Counts[Parts.Length..]).Where(m => FurtherMeters.IsPartOf(m.First, whole)).Select(m => m.Second)];

    private string Signed(char sign, Meter whole) => string.Concat(PartsOf(whole).Select(c => $" {sign} {c}"));

    private string Join()
    {
        string rates = options.TableOf(EngineTable.OfRates);
        return IsAsOf
            ? $"""
              ASOF LEFT JOIN (SELECT terms_id, rates_version, bucket, from_ms, period_id FROM {rates} WHERE least_input = 0) p
                  ON p.terms_id = u.terms_id AND p.rates_version = u.rates_version AND p.bucket = u.bucket AND u.at_ms >= p.from_ms
                LEFT JOIN {rates} r ON r.period_id = p.period_id AND r.rates_version = u.rates_version
                  AND u.at_ms >= r.from_ms AND u.at_ms < r.to_ms AND u.measured >= r.least_input AND u.measured < r.below_input
              """
            : $"""
              LEFT JOIN {rates} r ON r.terms_id = u.terms_id AND r.rates_version = u.rates_version AND r.bucket = u.bucket
                  AND u.at_ms >= r.from_ms AND u.at_ms < r.to_ms AND u.measured >= r.least_input AND u.measured < r.below_input
              """;
    }

    /// <summary>The expression of a column in the log; null if the log does not have it.</summary>
    private string? Given(string column) => options.Columns.TryGetValue(column, out string? given)
        ? given.Length == 0 ? null : given
        : column;

    private string Source(string column) => Given(column) ?? "NULL";

    private string Count(string column) => SqlWords.Count(dialect, Source(column));

    private string TextOf(string column) => Given(column) is { } given ? $"COALESCE({given}, '')" : "''";

    private string Prefixed(string alias) => string.Concat(options.Keep.Select(k => $"{alias}.{k} AS {k}, "));
}
