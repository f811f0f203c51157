using System.IO.Compression;
using System.Text;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Mistakes that people make in files. Each message says what is wrong, and what to write.</summary>
public static class FileMistakeTests
{
    private const string Own = "provider,model,input,output";
    private const string Page = """{"object":"page","data":[{"object":"bucket","start_time":1777680000,"end_time":1777766400,"results":[{"object":"organization.usage.completions.result","input_tokens":1000,"output_tokens":80,"num_model_requests":7,"model":MODEL}]}],"has_more":MORE}""";

    /// <summary>The mistakes: what is in the file, what is wrong with it, and what to write.</summary>
    public static TheoryData<string, string, string> Mistakes => new()
    {
        // Separators and decimal marks.
        { "model~tokens_in\ngpt-4o~1\n", "It has one column", "\"separator\":\"~\"" },
        { "model;tokens_in;cost\ngpt-4o;1.000;0.5\n", "expected ',' as the decimal mark, as semicolons separate the cells", "say --decimal ." },
        { "model,tokens_in,cost\ngpt-4o,1000,0,05\n", "4 cells and the header 3 columns", "in quotes, or separate the cells by semicolons" },
        { "model,tokens_in,cost\ngpt-4o,1000,\"0,05\"\n", "cost is '0,05'", "say --decimal ," },
        { "model,tokens_in\ngpt-4o,12.000\n", "may be a thousand times as much", "--decimal , or --decimal ." },
        { "model,tokens_in\ngpt-4o,12 000\n", "tokens_in is '12 000'", "a whole number, zero or more, such as 12000" },
        { "model,tokens_in\ngpt-4o,12k\n", "tokens_in is '12k'", "such as 12000" },
        { "model,tokens_in\ngpt-4o,12.5\n", "tokens_in is '12.5'", "a whole number" },
        { "model,tokens_in\ngpt-4o,-5\n", "tokens_in is '-5'", "zero or more" },
        { "model,tokens_in,cost\ngpt-4o,12,USD 0.5\n", "cost is 'USD 0.5'", "such as 1234.56" },

        // Times.
        { "model,tokens_in,ts\ngpt-4o,1,2026-05-02 09:00:00\n", "a time without a zone", "--zone UTC" },
        { $"{Own},at\nopenai,gpt-4o,1,1,2026-05-02 09:00:00\n", "a time without a zone", "write 2026-04-24T13:00:00Z" },
        { "model,tokens_in,ts\ngpt-4o,1,05/02/2026\n", "ts is '05/02/2026'", "a date such as 2026-04-24" },
        { "model,tokens_in,ts\ngpt-4o,1,02.05.2026 09:00\n", "ts is '02.05.2026 09:00'", "such as 2026-04-24T13:00:00Z" },
        { "model,tokens_in,ts\ngpt-4o,1,46144.375\n", "day number of a spreadsheet", "write it as 2026-04-24 13:00:00" },
        { "model,tokens_in,ts\ngpt-4o,1,17776800\n", "ts is '17776800'", "seconds since 1970" },
        { $"{Own},at\nopenai,gpt-4o,1,1,2026-13-02T09:00:00Z\n", "at is '2026-13-02T09:00:00Z'", "such as 2026-04-24T13:00:00Z" },
        { $"{Own},at\nanthropic,claude-sonnet-4-5,1,1,2020-01-01\n", "no price at 2020-01-01T00:00:00Z", "an instant from then on" },
        { $"{Own},from,to\nopenai,gpt-4o,1,1,2026-05-03,2026-05-02\n", "from is '2026-05-03'", "the later one second" },

        // Tiers, requests and bands.
        { $"{Own},service_tier\nopenai,gpt-4o,1,1,express\n", "has no express prices", "--missing-tier standard" },
        { $"{Own},service_tier\nopenai,gpt-4o,1,1,fast\n", "has no fast prices; it has standard", "--missing-tier standard" },
        { $"{Own},batch\nopenai,gpt-4o,1,1,yes\n", "batch is 'yes'", "expected true or false" },
        { $"{Own},batch,service_tier\nopenai,gpt-4o,1,1,true,flex\n", "batch is true and service_tier is 'flex'", "leave out one of them" },
        { $"{Own},requests\nopenai,gpt-4o,1,1,0\n", "requests is '0'", "a whole number from 1, or 'unknown'" },
        { $"{Own},context\nopenai,gpt-4o,1,1,huge\n", "context is 'huge'", "such as 0-200k" },

        // Names.
        { $"{Own}\nopenai,gpt-4oo,1,1\n", "knows no model 'gpt-4oo' at openai", "Did you mean" },
        { $"{Own}\nopanai,gpt-4o,1,1\n", "knows no provider 'opanai'", "Did you mean 'openai'" },
        { $"{Own}\nanthropic,gpt-4o,1,1\n", "anthropic does not offer gpt-4o", "others." },
        { "model,tokens_in\nmeta-llama/Llama-3.3-70B-Instruct,1\n", "names no provider", "name one, such as --provider" },
        { "provider,model,inptu,output\nopenai,gpt-4o,1,1\n", "a column 'inptu'", "Did you mean 'input'" },
        { "provider,model,input,input\nopenai,gpt-4o,1,1\n", "the column 'input' twice", "remove one of them" },
        { "provider,tokens_in\nopenai,1\n", "no column 'model'", "A row needs provider, model and counts" },
        { "provider,model,team\nopenai,gpt-4o,x\n", "no column of counts", "such as input, output and cache_read" },
        { $"{Own},input_cost,total\nopenai,gpt-4o,1,1,1,1\n", "the column 'input_cost' of an answer", "Price the file that it was made of" },
        { """{"provider":"openai","model":"gpt-4o","usage":{"input_tokens":1}}""" + "\n", "usage has a field 'input_tokens'", "Did you mean 'input'" },
        { """{"provider":"openai","model":"gpt-4o","usage":{"input":"1"}}""" + "\n", "usage.input is \"1\"", "without quotes" },

        { """{"provider":"openai","model":"gpt-4o","usage":{"requests":1}}""" + "\n", "usage has a field 'requests'", "counted by request_fees" },

        // Counts that contradict each other.
        { $"{Own},requests_search_low\nperplexity,sonar-pro,10,1,2\n", "requests-search-low is reported", "and request_fees, of which it is a part" },
        { $"{Own},requests_search_low,request_fees\nperplexity,sonar-pro,10,1,2,1\n", "requests-search-low (2) is more than", "than request_fees (1)" },
        { "model,input_tokens,cache_read_input_tokens\ngpt-4o,5,2\n", "It is not known whether input_tokens contains the cached tokens", "--counts parts" },
        { $"{Own},cache_read\nopenai,gpt-4o,10,1,20\n", "cache-read (20) is more than input (10)", "the input contains the cached tokens" },

        // Files cut off or of another kind.
        { $"{Own}\nopenai,gpt-4o,1000", "3 cells and the header 4 columns", "the file was cut off here" },
        { $"{Own}\nopenai,\"gpt-4o,1000,10\nopenai,gpt-4o,1,1\n", "quotes are wrong", "doubled inside them and closed" },
        { $"{Own}\n", "has a header and no rows", "" },
        { "", "is empty", "expected a header and rows, or JSON" },
        { """{"data":[{"starting_at":"2026-05-02T00:00:00Z","ending_at":"2026-05-03T00:00:00Z","results":[{"uncach""", "ends in the middle of a value", "cut off" },
        { Page.Replace("MODEL", "\"gpt-4o\"", StringComparison.Ordinal).Replace("MORE", "true", StringComparison.Ordinal), "says has_more", "give all of its pages" },
        { Page.Replace("MODEL", "null", StringComparison.Ordinal).Replace("MORE", "false", StringComparison.Ordinal), "does not say which model", "group_by=model" },
        { """{"error":{"message":"invalid api key"}}""", "a request that failed: invalid api key", "Request the report again" },
        { "<!DOCTYPE html><html><body>Sign in</body></html>", "is a web page", "download the report again, as CSV or JSON" },
        { "%PDF-1.7\n", "is a PDF", "as CSV or JSON" },
        { "PK\u0003\u0004\u0014\0[Content_Types].xml", "is an Excel workbook", "save the sheet as CSV" },
        { "PK\u0003\u0004\u0014\0calls.csv", "is a zip archive", "unpack it first" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public static void Read_AMistake_SaysWhatIsWrongAndWhatToWrite(string content, string wrong, string write)
    {
        string message = Message(Encoding.UTF8.GetBytes(content));

        Assert.Contains(wrong, message, StringComparison.Ordinal);
        Assert.Contains(write, message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 1, 400);
    }

    [Fact]
    public static void Read_AMistakeInTheBytes_SaysWhatIsWrongAndWhatToWrite()
    {
        byte[] rows = Encoding.UTF8.GetBytes(
            string.Concat(Enumerable.Range(0, 5000).Select(i => $"openai,gpt-4o,{i * 7919 % 10_007},{i}\n").Prepend($"{Own}\n")));
        MemoryStream zipped = new();
        using (GZipStream gzip = new(zipped, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(rows);
        }

        Assert.Contains("cut off: its end is missing", Message(zipped.ToArray()[..4000]), StringComparison.Ordinal);
        Assert.Contains("gzip file is damaged: download", Message([0x1F, 0x8B, 8, 0, .. "garbage garbage garbage"u8]), StringComparison.Ordinal);
        Assert.Contains("UTF-16: save it as UTF-8", Message([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Own)]), StringComparison.Ordinal);
        Assert.Contains(
            "not UTF-8: save the file as UTF-8",
            Message([.. Encoding.UTF8.GetBytes($"{Own},team\nopenai,gpt-4o,1,1,M"), 0xFC, .. "ller\n"u8]),
            StringComparison.Ordinal);
        Assert.Contains("is an Excel workbook", Message([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]), StringComparison.Ordinal);
    }

    [Fact]
    public static void Read_AFormatThatTheFileIsNot_SaysSo() => Assert.Contains(
        "has nothing of the format openai-costs: it has the fields provider, model, input, output. Leave out --input-format",
        Message(Encoding.UTF8.GetBytes($"{Own}\nopenai,gpt-4o,1,1\n"), new UsageFileOptions { Format = "openai-costs" }),
        StringComparison.Ordinal);

    [Fact]
    public static void Read_AMappingOfAMissingColumn_NamesIt() => Assert.Contains(
        "The mapping names a column 'tokens', which calls.csv does not have.",
        Message(
            "deployment,count\ngpt-4o,1\n"u8.ToArray(),
            new UsageFileOptions { Mapping = ColumnMapping.Parse("""{"columns":{"model":"deployment","input":"tokens"}}""") }),
        StringComparison.Ordinal);

    /// <summary>Returns the first message about a file: of the file, of a row, or a warning.</summary>
    private static string Message(byte[] content, UsageFileOptions? options = null)
    {
        UsageInput input = new(options);
        try
        {
            RowPricer pricer = new(PriceCatalog.BuiltIn);
            PricedRow[] rows = [.. pricer.Price(input.Read(new MemoryStream(content), "calls.csv").Concat(input.Complete()))];
            return rows.Select(r => r.Error?.Message).FirstOrDefault(m => m is not null) ?? input.Warnings.FirstOrDefault() ?? "";
        }
        catch (InvalidDataException e)
        {
            return e.Message;
        }
    }
}
