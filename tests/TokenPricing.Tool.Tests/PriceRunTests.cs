using System.Text;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Rows are priced in batches, and nobody can tell.</summary>
public static class PriceRunTests
{
    private const int Most = RowPricer.BatchSize;

    private static readonly PriceCatalog Prices = new(TestCatalog.Facts(TestCatalog.Offer("gpt", "openai", 1, 2)));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Most - 1)]
    [InlineData(Most)]
    [InlineData(Most + 1)]
    [InlineData((2 * Most) + 1)]
    public static void Run_AnyNumberOfRows_AnswersEachInItsOrder(int rows)
    {
        (bool isComplete, string[] answers, PriceSummary summary) = Run(rows, strict: true);

        Assert.True(isComplete);
        Assert.Equal((rows, 0), (summary.Rows, summary.Bad));
        Assert.Equal(Enumerable.Range(1, rows).Select(Answer), answers);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(Most / 2)]
    [InlineData(Most)]
    [InlineData(Most + 1)]
    [InlineData(Most + 100)]
    public static void Run_WithABadRow_AnswersTheOthers_OrStopsThereIfStrict(int bad)
    {
        const int Rows = (2 * Most) + 7;

        (bool isComplete, string[] answers, PriceSummary summary) = Run(Rows, strict: false, bad);
        (bool isStrictComplete, string[] strict, PriceSummary strictSummary) = Run(Rows, strict: true, bad);

        Assert.Equal((true, false), (isComplete, isStrictComplete));
        Assert.Equal((Rows, 1), (summary.Rows, summary.Bad));
        Assert.Equal((bad, 1), (strictSummary.Rows, strictSummary.Bad));
        Assert.Contains("unknown_model", answers[bad - 1], StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(1, Rows).Where(n => n != bad).Select(Answer), answers.Where((_, i) => i != bad - 1));
        Assert.Equal(answers.Take(bad), strict);
    }

    [Fact]
    public static void Run_OfAFileThatBreaksOff_AnswersTheRowsBefore()
    {
        MemoryStream output = new();
        PriceRun run = new(new BrokenFile(output, Rows(3)), Pricer(), Progress(), () => 0);

        Assert.Throws<InvalidDataException>(() => run.ToTheEnd(strict: true, CancellationToken.None));
        Assert.Equal(Enumerable.Range(1, 3).Select(Answer), Lines(output));
    }

    [Fact]
    public static void Run_StrictOfAFileThatBreaksOff_StopsAtTheBadRowBefore()
    {
        MemoryStream output = new();
        PriceRun run = new(new BrokenFile(output, Rows(3, bad: 2)), Pricer(), Progress(), () => 0);

        Assert.False(run.ToTheEnd(strict: true, CancellationToken.None));
        Assert.Equal(2, Lines(output).Length);
    }

    [Fact]
    public static void Run_StoppedBetweenTwoRows_AnswersTheRowsBefore()
    {
        using CancellationTokenSource stop = new();
        MemoryStream output = new();
        int read = 0;
        using PriceProgress progress = new(new ToolConsole(TextWriter.Null, TextWriter.Null, IsTerminal: false, Width: 100), isShown: true, length: null);
        PriceRun run = new(new BrokenFile(output, Rows(Most), onRow: () => StopAt(5)), Pricer(), progress, () => 0);

        Assert.Throws<OperationCanceledException>(() => run.ToTheEnd(strict: false, stop.Token));
        Assert.Equal((4, 4), (Lines(output).Length, run.Summary.Rows));

        void StopAt(int row)
        {
            if (++read == row)
            {
                stop.Cancel();
            }
        }
    }

    [Fact]
    public static void Run_WhoseOutputFails_DoesNotAnswerTwice()
    {
        FullDisk disk = new();
        PriceRun run = new(RowFile.JsonLines(Rows(10), disk), Pricer(), Progress(), () => 0);

        Assert.Throws<IOException>(() => run.ToTheEnd(strict: false, CancellationToken.None));
        Assert.Equal(1, disk.Writes);
    }

    private static string Answer(int n) =>
        FormattableString.Invariant($$"""{"id":{{n}},"usage":{"input":{{n}}},"input_cost":"{{DecimalText.Format(n * 0.000001m)}}","output_cost":"0","total":"{{DecimalText.Format(n * 0.000001m)}}"}""");

    private static MemoryStream Rows(int rows, int bad = 0) => new(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(1, rows).Select(n =>
        FormattableString.Invariant($$$"""{"id":{{{n}}},"provider":"openai","model":"{{{(n == bad ? "nope" : "gpt")}}}","usage":{"input":{{{n}}}}}""") + "\n"))));

    private static (bool IsComplete, string[] Answers, PriceSummary Summary) Run(int rows, bool strict, int bad = 0)
    {
        MemoryStream output = new();
        using RowFile file = RowFile.JsonLines(Rows(rows, bad), output);
        PriceRun run = new(file, Pricer(), Progress(), () => 0);
        return (run.ToTheEnd(strict, CancellationToken.None), Lines(output), run.Summary);
    }

    private static string[] Lines(MemoryStream output) => Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static RowPricer Pricer() => new(Prices, undated: Instant.FromUtc(2026, 5, 1, 0, 0));

    private static PriceProgress Progress() => new(new ToolConsole(TextWriter.Null, TextWriter.Null, IsTerminal: false, Width: 100), isShown: false, length: null);

    // Rows of JSON Lines after which the file cannot be read on.
    private sealed class BrokenFile(Stream output, Stream rows, Action? onRow = null) : RowFile
    {
        private readonly RowFile _file = JsonLines(rows, output);

        public override IEnumerable<UsageRow> Read()
        {
            foreach (UsageRow row in _file.Read())
            {
                onRow?.Invoke();
                yield return row;
            }

            throw new InvalidDataException("The file breaks off.");
        }

        public override void Write(PricedRow row) => _file.Write(row);

        protected override void Dispose(bool disposing) => _file.Dispose();
    }

    private sealed class FullDisk : MemoryStream
    {
        public int Writes { get; private set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Writes++;
            throw new IOException("No space left on device.");
        }
    }
}
