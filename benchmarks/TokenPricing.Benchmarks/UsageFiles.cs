using System.Diagnostics;
using System.Globalization;
using DuckDB.NET.Data;
using NodaTime;
using TokenPricing.Parquet;
using TokenPricing.Statements;

namespace TokenPricing.Benchmarks;

/// <summary>
/// Files of millions of calls, read and priced row by row, next to DuckDB that reads and prices the same files by SQL. Each runs in a
/// process of its own, so that its memory is its own; both sums must be the same to the last digit. <c>library-sums</c> reads only what a
/// price depends on, as the SQL does.
/// </summary>
internal static class UsageFiles
{
    private static readonly string[] Engines = ["library", "library-sums", "duckdb-1", "duckdb-2"];
    private static readonly string[] Kinds = ["litellm", "csv", "parquet"];

    private static readonly (string Provider, string Model)[] Offers =
    [
        ("openai", "gpt-4o"), ("openai", "gpt-4o-mini"), ("openai", "gpt-4.1"), ("openai", "o4-mini"), ("anthropic", "claude-haiku-4-5"),
        ("anthropic", "claude-opus-4-5"),
    ];

    private static readonly Instant First = Instant.FromUtc(2026, 4, 1, 0, 0);

    /// <summary>Writes the files, lets both read them in turn, and prints a table; says by the exit code whether the sums agree.</summary>
    public static int Run(long rows, string[] kinds)
    {
        string folder = Directory.CreateTempSubdirectory("usage-files-").FullName;
        bool isSame = true;
        try
        {
            Console.WriteLine("| file | MB | engine | seconds | of a processor | rows per second | per second of a processor | memory | sum |");
            Console.WriteLine("| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |");
            foreach (string kind in kinds.Length > 0 ? kinds : Kinds)
            {
                string file = Write(folder, kind, rows);
                string[] sums = [.. Engines.Select(e => Child(e, kind, file, rows))];
                isSame &= sums.Distinct().Count() == 1;
                File.Delete(file);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        Console.WriteLine(isSame ? "The sums are the same." : "The sums differ.");
        return isSame ? 0 : 1;
    }

    /// <summary>Reads and prices one file with one engine, and prints the sum, the seconds and the peak of memory.</summary>
    public static int Read(string engine, string kind, string path)
    {
        // Both need the built-in prices, whose loading takes the same time however long the file is.
        _ = new RowPricer(PriceCatalog.BuiltIn);
        using Process process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        long start = Stopwatch.GetTimestamp();
        decimal sum = engine.StartsWith("library", StringComparison.Ordinal)
            ? Library(path, withDetails: engine == "library")
            : Duck(kind, path, engine == "duckdb-1" ? 1 : 2);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        process.Refresh();
        double processor = (process.TotalProcessorTime - before).TotalSeconds;
        Console.WriteLine(FormattableString.Invariant(
            $"{sum:0.############} {seconds:0.00} {processor:0.00} {process.PeakWorkingSet64 / 1e6:0}"));
        return 0;
    }

    private static string Child(string engine, string kind, string file, long rows)
    {
        using Process process = Process.Start(
            new ProcessStartInfo(Environment.ProcessPath!, ["file", engine, kind, file]) { RedirectStandardOutput = true })!;
        string[] answer = process.StandardOutput.ReadToEnd().Trim().Split(' ');
        process.WaitForExit();
        double seconds = double.Parse(answer[1], CultureInfo.InvariantCulture);
        double processor = double.Parse(answer[2], CultureInfo.InvariantCulture);
        Console.WriteLine(
            FormattableString.Invariant($"| {kind} | {new FileInfo(file).Length / 1e6:0} | {engine} | {seconds:0.0} | {processor:0.0} | ")
            + FormattableString.Invariant($"{rows / seconds:N0} | {rows / processor:N0} | {answer[3]} MB | {answer[0]} |"));
        return answer[0];
    }

    private static decimal Library(string path, bool withDetails)
    {
        using FileStream file = File.OpenRead(path);
        UsageInput input = new(new UsageFileOptions { Parquet = ParquetTable.Open, WithDetails = withDetails });
        RowPricer pricer = new(PriceCatalog.BuiltIn);
        decimal sum = 0;
        foreach (PricedRow row in pricer.Price(input.Read(file).Concat(input.Complete())))
        {
            sum += row.Cost is { } cost ? cost.Total.Amount : throw new InvalidDataException(row.Error?.Message ?? row.Row.NotCounted);
        }

        return sum;
    }

    /// <summary>Prices a file by SQL: the rates in a table, the counts times the rates.</summary>
    private static decimal Duck(string kind, string path, int threads)
    {
        string source = kind switch
        {
            "parquet" => $"select provider, model, input, cache_read, output from read_parquet('{path}')",
            "csv" => $"select provider, model, input, cache_read, output from read_csv('{path}', header=true, columns={{'id': 'VARCHAR', "
                + "'provider': 'VARCHAR', 'model': 'VARCHAR', 'at': 'VARCHAR', 'input': 'BIGINT', 'cache_read': 'BIGINT', "
                + "'output': 'BIGINT', 'team': 'VARCHAR'})",
            _ => "select custom_llm_provider as provider, model, metadata.usage_object.prompt_tokens as input, "
                + "metadata.usage_object.prompt_tokens_details.cached_tokens as cache_read, "
                + $"metadata.usage_object.completion_tokens as output from read_json('{path}', format='newline_delimited', columns={{"
                + "'custom_llm_provider': 'VARCHAR', 'model': 'VARCHAR', 'metadata': 'STRUCT(usage_object STRUCT(prompt_tokens BIGINT, "
                + "completion_tokens BIGINT, prompt_tokens_details STRUCT(cached_tokens BIGINT)))'})",
        };
        using DuckDBConnection connection = new("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = FormattableString.Invariant($"set threads={threads}; ")
            + "create table rates (provider varchar, model varchar, input decimal(18,12), cache_read decimal(18,12), output decimal(18,12)); "
            + $"insert into rates values {string.Join(", ", Offers.Select(Rates))}";
        command.ExecuteNonQuery();
        command.CommandText = "select sum(((c.input - c.cache_read) * r.input + c.cache_read * r.cache_read + c.output * r.output)"
            + $"::decimal(38,12)) from ({source}) c join rates r on c.provider = r.provider and c.model = r.model";
        return (decimal)command.ExecuteScalar()!;
    }

    private static string Rates((string Provider, string Model) name)
    {
        Offer offer = PriceCatalog.BuiltIn.Offer(name.Provider, name.Model);
        return FormattableString.Invariant(
            $"('{name.Provider}', '{name.Model}', {Rate(TokenUsage.FromTotals(input: 1000, output: 0))}, ")
            + FormattableString.Invariant($"{Rate(TokenUsage.FromTotals(input: 1000, output: 0, cacheRead: 1000))}, ")
            + FormattableString.Invariant($"{Rate(TokenUsage.FromTotals(input: 0, output: 1000))})");

        decimal Rate(TokenUsage usage) => offer.CostOf(usage, First).Total.Amount / 1000;
    }

    /// <summary>Writes a file of calls with invented counts; the Parquet file is written from the CSV by DuckDB, in its groups of rows.</summary>
    private static string Write(string folder, string kind, long rows)
    {
        if (kind == "parquet")
        {
            string csv = Write(folder, "csv", rows);
            string parquet = Path.Combine(folder, "calls.parquet");
            using DuckDBConnection connection = new("DataSource=:memory:");
            connection.Open();
            using DuckDBCommand command = connection.CreateCommand();
            command.CommandText = $"set timezone='UTC'; copy (select * replace (\"at\"::timestamptz as \"at\") from read_csv('{csv}', all_varchar=false)) "
                + $"to '{parquet}' (format parquet, compression snappy)";
            command.ExecuteNonQuery();
            File.Delete(csv);
            return parquet;
        }

        string file = Path.Combine(folder, kind == "csv" ? "calls.csv" : "calls.jsonl");
        using StreamWriter writer = new(file, append: false, System.Text.Encoding.ASCII, 1 << 20);
        if (kind == "csv")
        {
            writer.Write("id,provider,model,at,input,cache_read,output,team\n");
        }

        ulong seed = 42;
        for (long i = 0; i < rows; i++)
        {
            seed = unchecked((seed * 6_364_136_223_846_793_005) + 1_442_695_040_888_963_407);
            (string provider, string model) = Offers[(seed >> 33) % (ulong)Offers.Length];
            long input = (long)((seed >> 36) % 20_000);
            long read = (seed >> 40) % 3 == 0 ? 0 : input / 2;
            long output = (long)((seed >> 44) % 2_000);
            string at = NodaTime.Text.InstantPattern.General.Format(First + Duration.FromSeconds(i * 2_500_000 / rows));
            writer.Write(kind == "csv"
                ? string.Create(CultureInfo.InvariantCulture, $"call{i},{provider},{model},{at},{input},{read},{output},team{i % 7}\n")
                : LiteLlm(i, provider, model, at, input, read, output));
        }

        return file;
    }

    private static string LiteLlm(long i, string provider, string model, string at, long input, long read, long output) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$$"""
            {"request_id":"chatcmpl-{{{i:D12}}}","call_type":"acompletion","api_key":"88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b","spend":0.0123,"total_tokens":{{{input + output}}},"prompt_tokens":{{{input}}},"completion_tokens":{{{output}}},"startTime":"{{{at}}}","endTime":"{{{at}}}","model":"{{{model}}}","model_group":"chat","custom_llm_provider":"{{{provider}}}","api_base":"https://api.example.com/v1","user":"user{{{i % 100}}}","team_id":"team{{{i % 7}}}","metadata":{"usage_object":{"prompt_tokens":{{{input}}},"completion_tokens":{{{output}}},"total_tokens":{{{input + output}}},"prompt_tokens_details":{"cached_tokens":{{{read}}},"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0}},"status":"success"},"cache_hit":"False","request_tags":["env:prod"],"status":"success"}

            """);
}
