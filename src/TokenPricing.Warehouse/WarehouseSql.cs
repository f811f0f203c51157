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
    /// <summary>Returns the query that prices the calls.</summary>
    /// <param name="dialect">The engine.</param>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    /// <returns>
    /// A query with the columns <c>id</c>, <c>at_ms</c>, those to keep, <c>terms_id</c>, <c>rates_version</c>, <c>status</c> and
    /// <c>cost_pico</c>.
    /// </returns>
    /// <exception cref="ArgumentException">A column of a meter is mapped that is not one of <see cref="SqlOptions.Meters"/>.</exception>
    public static string Query(SqlDialect dialect, SqlOptions? options = null)
    {
        SqlOptions effective = options ?? new SqlOptions();
        string[] idle =
        [
            .. effective.Columns.Keys.Intersect(SqlOptions.MeterColumnNames).Except(effective.Meters.Select(FurtherMeters.ColumnOf)),
        ];
        return idle.Length == 0
            ? new PricingQuery(dialect, effective).Text()
            : throw new ArgumentException(
                $"The column '{idle[0]}' is mapped, and its meter is not one of those that are priced.", nameof(options));
    }

    /// <summary>Returns a script that can be run again: it loads the tables, makes the view, and ends with the total.</summary>
    /// <param name="dialect">The engine.</param>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    /// <param name="folder">
    /// The folder of <see cref="WarehouseTables.Save"/>, as the engine sees it; <see langword="null"/> if the tables are loaded.
    /// </param>
    /// <param name="view">The name of the view; <see langword="null"/> for the query alone, without a total.</param>
    /// <param name="by">A column for totals, which the view must keep; <see langword="null"/> for one total.</param>
    /// <returns>
    /// The script. In DuckDB, PostgreSQL and Redshift, tables and view change in one transaction, and for psql it stops at an error. In the
    /// last two the view is dropped first: what else depends on it or on the tables must be dropped before, or the script fails.
    /// </returns>
    public static string Script(
        SqlDialect dialect, SqlOptions? options = null, string? folder = null, string? view = null, string? by = null)
    {
        SqlOptions effective = options ?? new SqlOptions();
        string tables = folder is null ? "" : new LoadScript(dialect, folder, effective).Tables();
        string changes = view is null ? tables : Dropped(dialect, view) + tables + Created(dialect, view, effective);
        string end = view is null ? $"{Query(dialect, effective)};\n" : Total(dialect, view, by);
        return changes.Length == 0 ? end : LoadScript.Wrapped(dialect, changes) + end;
    }

    /// <summary>Returns the statement that makes a view of <see cref="Query"/>.</summary>
    /// <param name="dialect">The engine.</param>
    /// <param name="view">The name of the view.</param>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    public static string View(SqlDialect dialect, string view, SqlOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(view);
        return Dropped(dialect, view) + Created(dialect, view, options);
    }

    /// <summary>Returns the query of totals by a column: never a sum without the counts that say what it is of.</summary>
    /// <param name="dialect">The engine.</param>
    /// <param name="view">The view of <see cref="View"/>.</param>
    /// <param name="by">The column, which the view must keep; <see langword="null"/> for one total.</param>
    /// <returns>
    /// A query with the column, <c>calls</c>, <c>priced</c>, <c>needs_exact</c>, <c>unpriced</c>, <c>damaged</c>, <c>versions</c>,
    /// <c>version</c> and <c>priced_cost_pico</c>. The last is null where a row is damaged or versions are mixed,
    /// and where nothing is priced.
    /// </returns>
    /// <exception cref="ArgumentException">The column is no name, or that of another column of the totals.</exception>
    public static string Total(SqlDialect dialect, string view, string? by = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(view);
        by = KeptColumn.GroupOf(by);
        const string Damaged = "COALESCE(SUM(CASE WHEN status IN (4, 5) THEN 1 ELSE 0 END), 0)";

        // 128 bits hold the cost of any row, but not the sum of a few of the largest, and this engine does not say so. It also takes the
        // name of a column of the answer for one of the view: no aggregate is named like what another one reads.
        string sum = dialect == SqlDialect.ClickHouse ? "SUM(toInt256(cost_pico))" : "SUM(cost_pico)";
        return $"""
            SELECT {Column(by)}COUNT(*) AS calls,
              COALESCE(SUM(CASE WHEN status = 0 THEN 1 ELSE 0 END), 0) AS priced,
              COALESCE(SUM(CASE WHEN status = 1 THEN 1 ELSE 0 END), 0) AS needs_exact,
              COALESCE(SUM(CASE WHEN status > 1 THEN 1 ELSE 0 END), 0) AS unpriced,
              {Damaged} AS damaged,
              COUNT(DISTINCT rates_version) AS versions, MIN(rates_version) AS version,
              CASE WHEN {Damaged} = 0 AND COUNT(DISTINCT rates_version) <= 1 THEN {sum} END AS priced_cost_pico
            FROM {view}{Grouped(by)};

            """;
    }

    /// <summary>Returns the query that adds up the totals of several servers, each of which prices its own rows.</summary>
    /// <param name="totals">
    /// The tables, views or foreign tables with what <see cref="Total"/> gives, one of each server, as they are written in SQL.
    /// </param>
    /// <param name="by">The column of the totals; <see langword="null"/> for one total.</param>
    /// <returns>
    /// A query with the columns of <see cref="Total"/>. The sum is null where a row is damaged on a server, or versions differ.
    /// </returns>
    /// <exception cref="ArgumentException">There are no totals, or the column is no name of its own.</exception>
    public static string SumOfTotals(IEnumerable<string> totals, string? by = null)
    {
        ArgumentNullException.ThrowIfNull(totals);
        by = KeptColumn.GroupOf(by);
        string[] each = [.. totals];
        if (each.Length == 0 || each.Any(string.IsNullOrWhiteSpace))
        {
            throw new ArgumentException(
                "There are no totals to add up, or one of them has no name: write such as s1.totals.", nameof(totals));
        }

        string all = string.Join("\n  UNION ALL ", each.Select(t => $"SELECT * FROM {t}"));

        return $"""
            SELECT {Column(by)}COALESCE(SUM(t.calls), 0) AS calls, COALESCE(SUM(t.priced), 0) AS priced,
              COALESCE(SUM(t.needs_exact), 0) AS needs_exact, COALESCE(SUM(t.unpriced), 0) AS unpriced,
              COALESCE(SUM(t.damaged), 0) AS damaged,
              CASE WHEN MAX(t.versions) > COUNT(DISTINCT t.version) THEN MAX(t.versions) ELSE COUNT(DISTINCT t.version) END AS versions,
              MIN(t.version) AS version,
              CASE WHEN SUM(t.damaged) = 0 AND MAX(t.versions) <= 1 AND COUNT(DISTINCT t.version) <= 1
                THEN SUM(t.priced_cost_pico) END AS priced_cost_pico
            FROM (
              {all}
            ) t{Grouped(by)};

            """;
    }

    /// <summary>Returns the statements that create the tables, and fill them from a folder if the engine's client reads files.</summary>
    /// <param name="dialect">The engine.</param>
    /// <param name="folder">The folder of <see cref="WarehouseTables.Save"/>, as the engine sees it.</param>
    /// <param name="options">
    /// The options, of which the schema, the format and the further meters of the tables count; <see langword="null"/> for the defaults.
    /// </param>
    public static string Load(SqlDialect dialect, string folder, SqlOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return new LoadScript(dialect, folder, options ?? new SqlOptions()).Text();
    }

    /// <summary>Determines whether a view cannot be replaced by one of other columns, and keeps its tables from being dropped.</summary>
    private static bool HasFixedViews(SqlDialect dialect) => dialect is SqlDialect.Postgres or SqlDialect.Redshift;

    private static string Dropped(SqlDialect dialect, string view) => HasFixedViews(dialect) ? $"DROP VIEW IF EXISTS {view};\n" : "";

    private static string Created(SqlDialect dialect, string view, SqlOptions? options) =>
        $"CREATE {(HasFixedViews(dialect) ? "" : "OR REPLACE ")}VIEW {view} AS\n{Query(dialect, options)};\n";

    private static string Column(string? by) => by is null ? "" : $"{by}, ";

    private static string Grouped(string? by) => by is null ? "" : $"\nGROUP BY {by}\nORDER BY {by}";
}
