namespace TokenPricing.Warehouse;

/// <summary>
/// Writes the SQL that prices each row of a log inside an engine, from the tables of <see cref="WarehouseTables"/>.
/// </summary>
/// <remarks>
/// <para>Every row of the log is a row of the answer, with a <see cref="CallStatus"/>. A cost, in whole pico-dollars, is there where the
/// status is <see cref="CallStatus.Priced"/> and nowhere else: it equals that of <c>CostOf</c> to the last digit.</para>
/// <para>DuckDB and PostgreSQL run it in the tests of the library. What was done for the other engines is in docs/warehouse.md.</para>
/// </remarks>
public static class WarehouseSql
{
    private const string Names = "tp_names";
    private const string Rates = "tp_rate_buckets";

    /// <summary>The parts that rates bill, in the order of the bits of the masks.</summary>
    private static readonly string[] Parts = ["u_in", "u_out", "u_cr", "u_cw", "u_c5", "u_c1", "u_rs"];

    /// <summary>Returns the query that prices the calls.</summary>
    /// <param name="dialect">The engine.</param>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    /// <returns>
    /// A query with the columns <c>id</c>, <c>at_ms</c>, those to keep, <c>terms_id</c>, <c>rates_version</c>, <c>status</c> and
    /// <c>cost_pico</c>.
    /// </returns>
    public static string Query(SqlDialect dialect, SqlOptions? options = null) => new Text(dialect, options ?? new SqlOptions()).Query();

    /// <summary>Returns the statement that makes a view of <see cref="Query"/>.</summary>
    /// <param name="dialect">The engine.</param>
    /// <param name="view">The name of the view.</param>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    public static string View(SqlDialect dialect, string view, SqlOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(view);
        return $"CREATE OR REPLACE VIEW {view} AS\n{Query(dialect, options)};\n";
    }

    /// <summary>Returns the query of totals by a column: never a sum without the counts that say what it is of.</summary>
    /// <param name="dialect">The engine.</param>
    /// <param name="view">The view of <see cref="View"/>.</param>
    /// <param name="by">The column, which the view must keep; <see langword="null"/> for one total.</param>
    /// <returns>
    /// A query with the column, <c>calls</c>, <c>priced</c>, <c>needs_exact</c>, <c>unpriced</c>, <c>damaged</c>, <c>versions</c>,
    /// <c>rates_version</c> and <c>priced_cost_pico</c>. The last is null where a row is damaged or versions are mixed.
    /// </returns>
    public static string Total(SqlDialect dialect, string view, string? by = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(view);
        const string Damaged = "SUM(CASE WHEN status IN (4, 5) THEN 1 ELSE 0 END)";

        // 128 bits hold the cost of any row, but not the sum of a few of the largest, and this engine does not say so.
        string sum = dialect == SqlDialect.ClickHouse ? "SUM(toInt256(cost_pico))" : "SUM(cost_pico)";
        return $"""
            SELECT {(by is null ? "" : $"{by}, ")}COUNT(*) AS calls,
              SUM(CASE WHEN status = 0 THEN 1 ELSE 0 END) AS priced,
              SUM(CASE WHEN status = 1 THEN 1 ELSE 0 END) AS needs_exact,
              SUM(CASE WHEN status > 1 THEN 1 ELSE 0 END) AS unpriced,
              {Damaged} AS damaged,
              COUNT(DISTINCT rates_version) AS versions, MIN(rates_version) AS rates_version,
              CASE WHEN {Damaged} = 0 AND COUNT(DISTINCT rates_version) <= 1 THEN {sum} END AS priced_cost_pico
            FROM {view}{(by is null ? "" : $"\nGROUP BY {by}\nORDER BY {by}")};

            """;
    }

    /// <summary>Returns the statements that create the tables, and fill them from a folder if the engine's client reads files.</summary>
    /// <param name="dialect">The engine.</param>
    /// <param name="folder">The folder of <see cref="WarehouseTables.Save"/>, as the engine sees it.</param>
    /// <param name="options">The options, of which the schema counts; <see langword="null"/> for the defaults.</param>
    public static string Load(SqlDialect dialect, string folder, SqlOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return new TableText(dialect, folder, options ?? new SqlOptions()).Load();
    }

    /// <summary>Writes one query.</summary>
    private sealed class Text(SqlDialect dialect, SqlOptions options)
    {
        private const string TooLarge = "1152921504606846976";

        private bool IsAsOf => options.Shape == SqlShape.Tuned && dialect == SqlDialect.ClickHouse;

        private string Kept => string.Concat(options.Keep.Select(k => $"{k}, "));

        public string Query()
        {
            string usable = $"most < {TooLarge} AND fewest >= 0";
            return $"""
                WITH logged AS (
                  SELECT {Source("id")} AS id, {Count("at_ms")} AS at_ms, {Kept}
                    {string.Join(", ", Name.Select(n => $"{TextOf(n)} AS c_{n}"))},
                    {string.Join(", ", BucketRow.Meters[..^1].Select(m => $"{Count(m)} AS n_{m}"))}, {Exact} AS n_exact
                  FROM {options.Table}
                ), named AS (
                  SELECT c.id AS id, c.at_ms AS at_ms, {Prefixed("c")}n.terms_id AS terms_id,
                    n.rates_version AS rates_version, c.n_exact AS n_exact,
                    c.n_cache_write IS NULL AS no_write,
                    CASE WHEN c.at_ms >= n.days_from_ms AND c.at_ms < n.days_to_ms
                      THEN {SqlWords.Quotient(dialect, "c.at_ms", "86400000")} ELSE 0 END AS bucket,
                    COALESCE(c.n_input, 0) AS i, COALESCE(c.n_output, 0) AS o, COALESCE(c.n_cache_read, 0) AS cr,
                    COALESCE(c.n_cache_write, 0) AS cw,
                    COALESCE(c.n_cache_write_5m, 0) AS c5, COALESCE(c.n_cache_write_1h, 0) AS c1, COALESCE(c.n_reasoning, 0) AS rs
                  FROM logged c LEFT JOIN {options.TableOf(Names)} n
                    ON {string.Join(" AND ", Name.Select(n => $"COALESCE(n.{n}, '') = c.c_{n}"))}
                ), sized AS (
                  SELECT id, at_ms, {Kept}terms_id, rates_version, n_exact, no_write, bucket, i, o, cr, cw, c5, c1, rs,
                    GREATEST(i, o, cr, cw, c5, c1, rs) AS most, LEAST(i, o, cr, cw, c5, c1, rs) AS fewest
                  FROM named
                ), units AS (
                  SELECT id, at_ms, {Kept}terms_id, rates_version, n_exact, bucket, most, fewest,
                    CASE WHEN {usable} THEN {(options.AreParts ? "i + cr + cw + c5 + c1" : "i")} END AS measured,
                    CASE WHEN {usable} THEN {(options.AreParts ? "i" : "i - cr - CASE WHEN no_write THEN c5 + c1 ELSE cw END")} END AS u_in,
                    CASE WHEN {usable} THEN {(options.AreParts ? "o" : "o - rs")} END AS u_out, cr AS u_cr,
                    CASE WHEN {usable} THEN {(options.AreParts ? "cw" : "CASE WHEN no_write THEN 0 ELSE cw - c5 - c1 END")} END AS u_cw,
                    c5 AS u_c5, c1 AS u_c1, rs AS u_rs
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
        /// The order of the conditions is that of the library. A price is reached by proof alone: what proves nothing is an error.
        /// </summary>
        private string Status()
        {
            (long first, long last) = CallPricer.Times;
            return $"""
                CASE WHEN u.most >= {TooLarge} THEN 1
                      WHEN u.fewest < 0 OR u.u_in < 0 OR u.u_out < 0 OR u.u_cw < 0 THEN 2
                      WHEN u.at_ms IS NULL OR u.at_ms < {first} OR u.at_ms > {last} THEN 6
                      WHEN u.terms_id IS NULL THEN 3
                      WHEN r.terms_id IS NULL THEN 4
                      WHEN {Uses("missing_mask")} THEN 32
                      WHEN r.status <> 0 AND r.status <> 21 THEN r.status
                      WHEN u.n_exact <> 0 OR {SqlWords.HasBit(dialect, "r.exact_mask", 128)} OR {Uses("exact_mask")} THEN 1
                      WHEN r.status <> 0 THEN r.status
                      WHEN r.status = 0 AND u.n_exact = 0 AND u.u_in >= 0 AND u.u_out >= 0 AND u.u_cw >= 0 THEN 0
                      ELSE 5 END
                """.Replace("\n", "\n    ", StringComparison.Ordinal);
        }

        private string Pico()
        {
            string wide = string.Join(
                " + ",
                Parts.Zip(BucketRow.Meters, (part, meter) =>
                    $"{SqlWords.Wide(dialect, $"u.{part}")} * {SqlWords.Wide(dialect, $"r.{meter}_pico")}")
                    .Append(SqlWords.Wide(dialect, "r.request_pico")));
            if (options.Shape != SqlShape.Tuned || dialect != SqlDialect.DuckDb)
            {
                return wide;
            }

            IEnumerable<string> products = Parts.Zip(BucketRow.Meters, (part, meter) => $"u.{part} * r.{meter}_pico");
            string small = string.Join(" + ", products.Append("r.request_pico"));
            return $"CASE WHEN u.most < 1073741824 AND r.is_small = 1 THEN {SqlWords.Wide(dialect, small)}\n      ELSE {wide} END";
        }

        private string Uses(string mask) => "(" + string.Join(
            " OR ", Parts.Select((part, bit) => $"(u.{part} > 0 AND {SqlWords.HasBit(dialect, $"r.{mask}", 1 << bit)})")) + ")";

        private string Join()
        {
            string rates = options.TableOf(Rates);
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

    /// <summary>Writes the statements that create and fill the tables.</summary>
    private sealed class TableText(SqlDialect dialect, string folder, SqlOptions options)
    {
        private static readonly string[] Texts =
            ["provider", "model", "service_tier", "region", "hash", "library", "recorded_through", "windows_from", "windows_to"];

        public string Load() => string.Concat(
            Table(Names, WarehouseTables.NamesFile, [.. NameRow.Columns, WarehouseTables.VersionColumn], "terms_id"),
            Table(
                Rates,
                WarehouseTables.RatesFile,
                [.. BucketRow.Columns, WarehouseTables.VersionColumn],
                "terms_id, bucket, from_ms, least_input"),
            Table("tp_meta", WarehouseTables.MetaFile, WarehouseTables.MetaColumns, "rates_version"));

        private string Table(string name, string file, string[] columns, string order)
        {
            string table = options.TableOf(name);
            string path = Quoted(folder.TrimEnd('/') + "/" + file);
            if (dialect == SqlDialect.DuckDb)
            {
                string types = string.Join(", ", columns.Select(c => $"'{c}': '{TypeOf(c)}'"));
                return $"CREATE OR REPLACE TABLE {table} AS SELECT * FROM read_csv({path}, header = true, columns = {{{types}}});\n";
            }

            string typed = string.Join(", ", columns.Select(c => $"{c} {TypeOf(c)}"));
            string create = $"DROP TABLE IF EXISTS {table};\nCREATE TABLE {table} ({typed})";
            string[] texts = [.. columns.Where(Texts.Contains)];
            string notNull = texts.Length == 0 ? "" : $", FORCE_NOT_NULL ({string.Join(", ", texts)})";
            return dialect switch
            {
                SqlDialect.ClickHouse => $"{create} ENGINE = MergeTree ORDER BY ({order});\n"
                    + $"INSERT INTO {table} FROM INFILE {path} FORMAT CSVWithNames;\n",
                SqlDialect.Postgres => $"{create};\n\\copy {table} FROM {path} WITH (FORMAT csv, HEADER true"
                    + $"{notNull})\nCREATE INDEX ON {table} ({order});\nANALYZE {table};\n",
                _ => $"{create};\n-- Load {file} with the loader of the engine: CSV with a header, UTF-8.\n",
            };
        }

        private string TypeOf(string column) => Texts.Contains(column) ? SqlWords.TextType(dialect) : SqlWords.LongType(dialect);

        private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }
}
