using System.Collections.Immutable;
using System.CommandLine;
using TokenPricing.Warehouse;

namespace TokenPricing.Tool;

/// <summary><c>token-pricing warehouse sql</c>: the SQL that prices the rows of a log.</summary>
internal sealed class WarehouseSqlCommand
{
    private readonly WordOption<SqlDialect> _dialect = new(
        "--dialect",
        $"The engine: {string.Join(", ", Enum.GetNames<SqlDialect>().Select(n => n.ToLowerInvariant()))}.",
        [.. Enum.GetValues<SqlDialect>().Select(d => (d.ToString().ToLowerInvariant(), d))])
    { HelpName = "ENGINE", Required = true };

    private readonly Option<string?> _table =
        new("--table") { HelpName = "TABLE", Description = "The table or view of the log. [default: calls]" };

    private readonly Option<string[]> _map = new("--map")
    {
        HelpName = "COLUMN=EXPRESSION",
        Description = "Which column or expression of the log is one of " + string.Join(", ", SqlOptions.ColumnNames) + ", or a further "
            + "meter such as web_searches, which then is one of --meters; with commas, or again, for several. Empty where the log has "
            + "none; exact is a condition under which a row is handed back. [default: columns of these names]",
    };

    private readonly Option<string[]> _keep = new("--keep")
    {
        HelpName = "COLUMN",
        Description = "A column that the answer repeats, such as team; again for several. NAME=EXPRESSION gives it another name, as "
            + "http_status=status does, or keeps an expression.",
    };

    private readonly Option<Counting?> _counts = Counts();

    private readonly WordOption<SqlShape> _shape = new(
        "--shape",
        "portable (the same text for every engine) or tuned (faster in DuckDB and ClickHouse). [default: portable]",
        ("portable", SqlShape.Portable),
        ("tuned", SqlShape.Tuned));

    private readonly MetersOption _meters = new();

    private readonly Option<TableFormat?> _format = WarehouseFiles.Format("The format of the files that --tables loads.");

    private readonly Option<string[]> _sum = new("--sum")
    {
        HelpName = "TOTALS",
        Description = "Instead of a query of calls, the one that adds up the totals of several servers: tables or views of each, such as "
            + "s1.totals; again for several.",
    };

    private readonly Option<string?> _schema =
        new("--schema") { HelpName = "SCHEMA", Description = "The schema of the tp_ tables. [default: none]" };

    private readonly Option<string?> _tables = new("--tables")
    {
        HelpName = "FOLDER",
        Description = "Load the tables from this folder of 'warehouse rates'. With --view, tables and view are replaced together.",
    };

    private readonly Option<string?> _view = new("--view")
    {
        HelpName = "NAME",
        Description = "Make a view of the query, and end with the query of its total and counts. [default: the query alone]",
    };

    private readonly Option<string?> _total = new("--by")
    {
        HelpName = "COLUMN",
        Description = "With --view: totals by this column, which is kept as by --keep. [default: one total]",
    };

    /// <summary>Returns the option <c>--counts</c>.</summary>
    public static Option<Counting?> Counts() => new WordOption<Counting>(
        "--counts",
        "totals (input includes cached tokens, output includes reasoning) or parts (no token is in two counts). [default: totals]",
        ("totals", Counting.Totals),
        ("parts", Counting.Parts));

    /// <summary>Returns the command.</summary>
    public ToolCommand Create()
    {
        ToolCommand command = new(
            "sql",
            "The SQL that prices each row of a log inside an engine, from the tables of 'warehouse rates'.",
            [
                new("warehouse sql --dialect duckdb --tables tables-of-june --view priced", "A script: tables, view, total."),
                new(
                    "warehouse sql --dialect clickhouse --table logs.calls --map input=prompt,output=completion --shape tuned",
                    "The query alone, for columns of other names."),
                new("warehouse sql --dialect bigquery --map at_ms=called_ms --view priced --by team", "Totals by team."),
                new("warehouse sql --dialect postgres --sum s1.totals --sum s2.totals --by team", "The totals of two servers."),
            ]);
        Option[] options =
            [_dialect, _table, _map, _keep, _counts, _meters, _shape, _schema, _tables, _format, _view, _total, _sum];
        foreach (Option option in options)
        {
            command.Options.Add(option);
        }

        command.SetAction(parsed =>
        {
            parsed.InvocationConfiguration.Output.Write(Script(parsed));
            return ExitCode.Answered;
        });
        return command;
    }

    private string Script(ParseResult parsed)
    {
        CheckWords(parsed);
        SqlDialect dialect = parsed.GetValue(_dialect)!.Value;
        string? by = parsed.GetValue(_total);
        try
        {
            return parsed.GetValue(_sum) is { Length: > 0 } totals
                ? WarehouseSql.SumOfTotals(totals, by)
                : WarehouseSql.Script(
                    dialect, OptionsOf(parsed, by), parsed.GetValue(_tables), parsed.GetValue(_view), by?.Split('=')[0].Trim());
        }
        catch (ArgumentException e)
        {
            // A message of the library for its caller ends with the name of a parameter, which no user of the tool has seen.
            int end = e.Message.LastIndexOf(" (Parameter '", StringComparison.Ordinal);
            throw new ToolException(end < 0 ? e.Message : e.Message[..end], ExitCode.WrongUsage);
        }
    }

    /// <summary>Refuses options without a value, and those that the command line takes together with others that ignore them.</summary>
    private void CheckWords(ParseResult parsed)
    {
        (Option Option, string Example)[] words =
        [
            (_table, "logs.calls"), (_view, "priced"), (_total, "team"), (_tables, "./prices"), (_schema, "prices"), (_keep, "team"),
            (_sum, "s1.totals"),
        ];
        foreach ((Option option, string example) in words)
        {
            if (parsed.GetResult(option)?.Tokens.Any(t => string.IsNullOrWhiteSpace(t.Value)) == true)
            {
                throw new ToolException($"{option.Name} is empty: write such as {option.Name} {example}.", ExitCode.WrongUsage);
            }
        }

        Option[] ofCalls = [_table, _map, _keep, _counts, _meters, _shape, _schema, _tables, _format, _view];
        string[] ignored = [.. ofCalls.Where(o => parsed.GetResult(o) is { Implicit: false }).Select(o => o.Name)];
        if (parsed.GetResult(_sum) is not null && ignored.Length > 0)
        {
            throw new ToolException(
                $"--sum adds up totals, and no calls: leave out {string.Join(", ", ignored)}.", ExitCode.WrongUsage);
        }

        if (parsed.GetResult(_sum) is null && parsed.GetResult(_total) is not null && parsed.GetValue(_view) is null)
        {
            throw new ToolException("--by needs --view, of which the totals are.", ExitCode.WrongUsage);
        }
    }

    private SqlOptions OptionsOf(ParseResult parsed, string? by)
    {
        ImmutableDictionary<string, string> columns = Mapped(parsed.GetValue(_map) ?? []);
        string[] keep = parsed.GetValue(_keep) ?? [];
        bool isKept = by is null || keep.Any(k => k == by || k.Split('=')[0].Trim() == by);
        SqlOptions options = new()
        {
            Table = parsed.GetValue(_table) ?? "calls",
            Columns = columns,
            Meters =
            [
                .. parsed.GetValue(_meters), .. columns.Keys.Intersect(SqlOptions.MeterColumnNames).Select(MetersOption.Of),
            ],
            Keep = [.. (isKept ? keep : keep.Append(by!)).Distinct()],
            AreParts = parsed.GetValue(_counts) == Counting.Parts,
            Shape = parsed.GetValue(_shape) ?? SqlShape.Portable,
            Schema = parsed.GetValue(_schema) ?? "",
            Format = parsed.GetValue(_format) ?? TableFormat.Csv,
        };
        if (parsed.GetValue(_tables) is { } folder)
        {
            WarehouseFiles.CheckTables(folder, options.Format, options.Meters);
        }

        return options;
    }

    /// <summary>Reads <c>input=prompt_tokens,output=completion_tokens</c>. An expression may have commas of its own.</summary>
    private static ImmutableDictionary<string, string> Mapped(string[] texts)
    {
        ImmutableDictionary<string, string>.Builder columns = ImmutableDictionary.CreateBuilder<string, string>();
        string? last = null;
        foreach (string part in texts.SelectMany(t => t.Split(',').Select((p, i) => i == 0 ? p : $",{p}")))
        {
            string text = part.TrimStart(',');
            string name = text.Split('=')[0].Trim();
            if (text.Contains('=', StringComparison.Ordinal) && SqlOptions.ColumnNames.Concat(SqlOptions.MeterColumnNames).Contains(name))
            {
                columns[name] = text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim();
                last = name;
            }
            else if (part.StartsWith(',') && last is not null)
            {
                columns[last] += part;
            }
            else if (SqlOptions.ColumnNames.Concat(SqlOptions.MeterColumnNames).Contains(text.Trim()))
            {
                throw new ToolException(
                    $"--map '{text}' does not say what {name} is: write {name}=COLUMN, or {name}= where the log has none.",
                    ExitCode.WrongUsage);
            }
            else
            {
                throw new ToolException(
                    $"--map '{text}' is not COLUMN=EXPRESSION with one of the columns {string.Join(", ", SqlOptions.ColumnNames)}."
                    + SimilarNames.Question(SimilarNames.Of(name, SqlOptions.ColumnNames)),
                    ExitCode.WrongUsage);
            }
        }

        return columns.ToImmutable();
    }
}
