using System.Text;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Session logs of Codex: sums and responses, forks and sub-agents, settings. All numbers are invented.</summary>
public static class CodexLogTests
{
    private const string Parent = """
        {"timestamp":"2026-08-08T12:00:00Z","type":"session_meta","payload":{"id":"p"}}
        {"timestamp":"2026-08-08T12:00:01Z","type":"turn_context","payload":{"model":"gpt-x"}}
        {"timestamp":"2026-08-08T12:00:04Z","type":"event_msg","payload":{"type":"token_count","info":{"total_token_usage":{"input_tokens":100,"output_tokens":10},"last_token_usage":{"input_tokens":100,"output_tokens":10}}}}
        {"timestamp":"2026-08-08T12:01:04Z","type":"event_msg","payload":{"type":"token_count","info":{"total_token_usage":{"input_tokens":300,"cached_input_tokens":50,"output_tokens":25},"last_token_usage":{"input_tokens":200,"cached_input_tokens":50,"output_tokens":15}}}}

        """;

    private const string MetaOfParent = """{"timestamp":"2026-08-08T12:00:00Z","ordinal":1,"type":"session_meta","payload":{"id":"p"}}""";
    private const string FirstOfParent = "2026-08-08T12:00:04Z: openai/gpt-x x 1 2026-08-08T12:00:04Z input=100 output=10";
    private const string SecondOfParent = "2026-08-08T12:01:04Z: openai/gpt-x x 1 2026-08-08T12:01:04Z input=150 output=15 cache-read=50";
    private const string OwnOfFork = "2026-08-09T09:01:00Z: openai/gpt-x x 1 2026-08-09T09:01:00Z input=300 output=20 cache-read=100";

    /// <summary>A fork: its meta, then its parent's lines at the given times, then a call of its own.</summary>
    private static string Fork(string meta, string first, string second, bool hasParentsMeta = true, string more = "") => $$$$$"""
        {"timestamp":"2026-08-09T09:00:00Z","ordinal":0,"type":"session_meta","payload":{"id":"f",{{{{{meta}}}}} }}
        {{{{{(hasParentsMeta ? MetaOfParent : "")}}}}}
        {"timestamp":"2026-08-09T09:00:00.001Z","ordinal":2,"type":"turn_context","payload":{"model":"gpt-x"}}
        {"timestamp":"{{{{{first}}}}}","ordinal":3,"type":"event_msg","payload":{"type":"token_count","info":{"total_token_usage":{"input_tokens":100,"output_tokens":10},"last_token_usage":{"input_tokens":100,"output_tokens":10}}}}
        {"timestamp":"{{{{{second}}}}}","ordinal":4,"type":"event_msg","payload":{"type":"token_count","info":{"total_token_usage":{"input_tokens":300,"cached_input_tokens":50,"output_tokens":25},"last_token_usage":{"input_tokens":200,"cached_input_tokens":50,"output_tokens":15}}}}
        {{{{{more}}}}}
        {"timestamp":"2026-08-09T09:01:00Z","ordinal":7,"type":"event_msg","payload":{"type":"token_count","info":{"total_token_usage":{"input_tokens":700,"cached_input_tokens":150,"output_tokens":45},"last_token_usage":{"input_tokens":400,"cached_input_tokens":100,"output_tokens":20}}}}

        """;

    /// <summary>Forks whose first two sums are the parent's, however a version of Codex writes them.</summary>
    public static TheoryData<string> Forks =>
    [
        Fork("""  "forked_from_id":"p" """, "2026-08-09T09:00:00.002Z", "2026-08-09T09:00:00.003Z"),
        Fork("""  "forked_from_id":"p" """, "2026-08-08T12:00:04Z", "2026-08-08T12:01:04Z"),
        Fork("""  "parent_thread_id":"p" """, "2026-08-09T09:00:00.9Z", "2026-08-09T09:00:01.8Z"),
        Fork("""  "source":{"subagent":"review"} """, "2026-08-09T09:00:00.002Z", "2026-08-09T09:00:00.003Z"),
        Fork("""  "source":{"subagent":{"thread_spawn":{"parent_thread_id":"p"}}} """, "2026-08-09T09:00:00.002Z", "2026-08-09T09:00:00.003Z", hasParentsMeta: false),
        Fork("""  "forked_from_id":"p","subagent_history_start_ordinal":5 """, "2026-08-09T09:00:00.002Z", "2026-08-09T09:00:20Z"),
    ];

    [Theory]
    [MemberData(nameof(Forks))]
    public static void Read_ForkAlone_HasItsOwnCall(string fork) => Assert.Equal([OwnOfFork], Counted(fork));

    [Theory]
    [MemberData(nameof(Forks))]
    public static void Read_ForkAndParent_CountEachCallOnce(string fork)
    {
        Assert.Equal([FirstOfParent, SecondOfParent, OwnOfFork], Counted(Parent, fork));
        Assert.Equal([FirstOfParent, SecondOfParent, OwnOfFork], Counted(fork, Parent).Order(StringComparer.Ordinal));
    }

    [Fact]
    public static void Read_ForkCopiedSlowly_IsToldByItsParent()
    {
        string fork = Fork("""  "forked_from_id":"p" """, "2026-08-09T09:00:04Z", "2026-08-09T09:00:08Z");

        Assert.Equal([FirstOfParent, SecondOfParent, OwnOfFork], Counted(Parent, fork));
        Assert.Equal([FirstOfParent, SecondOfParent, OwnOfFork], Counted(fork, Parent).Order(StringComparer.Ordinal));
        Assert.Equal(3, Counted(fork).Length);
    }

    [Fact]
    public static void Read_ForkWithoutACallOfItsOwn_HasNothing()
    {
        string[] lines = Fork("""  "forked_from_id":"p" """, "2026-08-09T09:00:00.002Z", "2026-08-09T09:00:00.003Z").Split('\n');

        Assert.Empty(Counted(string.Join('\n', lines.Where(l => !l.Contains("\"ordinal\":7", StringComparison.Ordinal)))));
    }

    [Fact]
    public static void Read_SubAgentWithoutHistory_HasItsFirstCall() => Assert.Equal(
        [
            "2026-08-09T09:00:10Z: openai/gpt-x x 1 2026-08-09T09:00:10Z input=100 output=10",
            "2026-08-09T09:00:20Z: openai/gpt-x x 1 2026-08-09T09:00:20Z input=150 output=15 cache-read=50",
            OwnOfFork,
        ],
        Counted(Fork(
            """  "source":{"subagent":{"thread_spawn":{"parent_thread_id":"p"}}} """,
            "2026-08-09T09:00:10Z",
            "2026-08-09T09:00:20Z",
            hasParentsMeta: false)));

    [Fact]
    public static void Read_ForkWhoseFirstSumHasTheParents_CountsTheLastCall() => Assert.Equal(
        ["2026-08-09T09:00:10Z: openai/gpt-x x 1 2026-08-09T09:00:10Z input=40 output=5 cache-read=60"],
        Counted("""
            {"timestamp":"2026-08-09T09:00:00Z","type":"session_meta","payload":{"id":"f","forked_from_id":"p"}}
            {"timestamp":"2026-08-09T09:00:00Z","type":"turn_context","payload":{"model":"gpt-x"}}
            {"timestamp":"2026-08-09T09:00:10Z","type":"event_msg","payload":{"type":"token_count","info":{"total_token_usage":{"input_tokens":400000,"cached_input_tokens":300000,"output_tokens":900},"last_token_usage":{"input_tokens":100,"cached_input_tokens":60,"output_tokens":5}}}}
            """));

    [Fact]
    public static void Read_TwoSessionsInOneFile_CountsBoth() => Assert.Equal(
        [FirstOfParent, SecondOfParent, FirstOfParent, SecondOfParent],
        Counted(Parent + Parent.Replace("\"p\"", "\"q\"", StringComparison.Ordinal)));

    [Fact]
    public static void Read_TheSameSessionArchived_CountsOnce() => Assert.Equal([FirstOfParent, SecondOfParent], Counted(Parent, Parent));

    [Fact]
    public static void Read_WritesToTheCache_AreNoPlainInput() => Assert.Equal(
        [
            "2026-09-08T12:00:04Z: openai/gpt-x x 1 2026-09-08T12:00:04Z input=50 output=13 cache-read=40 cache-write=10 reasoning=7",
            "2026-09-08T12:00:08Z: openai/gpt-x x 1 2026-09-08T12:00:08Z input=30 output=5 cache-read=20",
        ],
        Counted("""
            {"timestamp":"2026-09-08T12:00:01Z","type":"turn_context","payload":{"model":"gpt-x"}}
            {"timestamp":"2026-09-08T12:00:04Z","type":"event_msg","payload":{"type":"token_count","info":{"total_token_usage":{"input_tokens":100,"cached_input_tokens":40,"cache_write_input_tokens":10,"output_tokens":20,"reasoning_output_tokens":7}}}}
            {"timestamp":"2026-09-08T12:00:08Z","type":"event_msg","payload":{"type":"token_count","info":{"total_token_usage":{"input_tokens":150,"cached_input_tokens":60,"cache_write_input_tokens":10,"output_tokens":25,"reasoning_output_tokens":7}}}}
            """));

    [Fact]
    public static void Read_SettingsOfTheThread_SetModelAndTier() => Assert.Equal(
        [
            "1: openai/gpt-x x 1 input=100 output=10", "2: openai/gpt-x x 1 priority input=100 output=10",
            "3: openai/gpt-y x 1 flex input=100 output=10", "4: openai/gpt-y x 1 input=100 output=10",
        ],
        Counted(
            Settings("gpt-x", "\"default\"") + Sum(1) + Settings("gpt-x", "\"fast\"") + Sum(2) + Settings("gpt-y", "\"flex\"") + Sum(3)
            + Settings("gpt-y", "null") + Sum(4)).Select(WithoutTime));

    [Fact]
    public static void Read_SumWithoutATotal_CountsTheLastCall() => Assert.Equal(
        ["2026-09-08T12:00:04Z: openai/gpt-x x 1 2026-09-08T12:00:04Z input=100 output=10"],
        Counted("""
            {"timestamp":"2026-09-08T12:00:01Z","type":"turn_context","payload":{"model":"gpt-x"}}
            {"timestamp":"2026-09-08T12:00:04Z","type":"event_msg","payload":{"type":"token_count","info":{"total_token_usage":null,"last_token_usage":{"input_tokens":100,"output_tokens":10}}}}
            """));

    [Fact]
    public static void Read_ResponsesAndSums_CountEachOnce()
    {
        string[] expected = ["r1: openai/gpt-x x 1 input=100 output=10", "r2: openai/gpt-x x 1 input=100 output=10"];

        Assert.Equal(expected, Counted(Turn + Response("r1", 100) + Sum(1) + Response("r2", 100) + Sum(2)).Select(WithoutTime));
        Assert.Equal(expected, Counted(Turn + Response("r1", 100) + Response("r2", 100) + Sum(1) + Sum(2)).Select(WithoutTime));
        Assert.Equal(expected, Counted(Turn + Response("r1", 100) + Response("r2", 100) + Sum(2)).Select(WithoutTime));
        Assert.Equal(expected, Counted(Turn + Response("r1", 100) + Response("r1", 100) + Response("r2", 100)).Select(WithoutTime));
        Assert.Equal(2, Counted(Turn + Sum(1) + Response("r1", 100) + Sum(2) + Response("r2", 100)).Length);
        Assert.Equal(2, Counted(Turn + Sum(1) + Response("r2", 100) + Sum(2)).Length);
        string file = Turn + Response("r1", 100) + Sum(1) + Response("r2", 100) + Sum(2);
        Assert.Equal(expected, Counted(file, file).Select(WithoutTime));
    }

    [Fact]
    public static void Read_ResponseOfACompaction_IsInNoSum() => Assert.Equal(
        ["r1 100", "c 5000", "5 100"],
        Counted(
            Turn + Response("r1", 100) + Sum(1) + Response("c", 5000)
            + """{"timestamp":"2026-09-08T12:00:00Z","type":"compacted","payload":{"compaction_response_id":"c"}}""" + "\n" + Sum(2).Replace(":02Z", ":05Z", StringComparison.Ordinal))
            .Select(WithoutTime)
            .Select(r => $"{r.Split(':')[0]} {r.Split("input=")[1].Split(' ')[0]}"));

    [Fact]
    public static void Read_ResponseOfTheParent_IsNotTheForks() => Assert.Equal(
        [OwnOfFork],
        Counted(Fork(
            """  "forked_from_id":"p" """,
            "2026-08-09T09:00:00.002Z",
            "2026-08-09T09:00:00.003Z",
            more: """{"timestamp":"2026-08-09T09:00:30Z","type":"token_usage_record","payload":{"thread_id":"p","response_id":"r","usage":{"input_tokens":200,"cached_input_tokens":50,"output_tokens":15}}}""")));

    [Fact]
    public static void Read_WithAProvider_IsOfThatProvider()
    {
        UsageInput input = new(new UsageFileOptions { Provider = "azure" });

        Assert.StartsWith("2026-08-08T12:00:04Z: azure/gpt-x", Counted(input, Parent)[0], StringComparison.Ordinal);
    }

    private const string Turn = """{"timestamp":"2026-09-08T12:00:00Z","type":"turn_context","payload":{"model":"gpt-x"}}""" + "\n";

    private static string Settings(string model, string tier) =>
        $$$$$"""{"timestamp":"2026-09-08T12:00:00Z","type":"event_msg","payload":{"type":"thread_settings_applied","thread_settings":{"model":"{{{{{model}}}}}","service_tier":{{{{{tier}}}}} }}}""" + "\n";

    /// <summary>The sum after a number of calls of 100 input tokens and 10 output tokens.</summary>
    private static string Sum(int calls) =>
        $$$$$"""{"timestamp":"2026-09-08T12:00:0{{{{{calls}}}}}Z","type":"event_msg","payload":{"type":"token_count","info":{"total_token_usage":{"input_tokens":{{{{{calls * 100}}}}} ,"output_tokens":{{{{{calls * 10}}}}} },"last_token_usage":{"input_tokens":100,"output_tokens":10}}}}""" + "\n";

    private static string Response(string id, int input) =>
        $$$$$"""{"timestamp":"2026-09-08T12:00:00Z","type":"token_usage_record","payload":{"response_id":"{{{{{id}}}}}","usage":{"input_tokens":{{{{{input}}}}} ,"output_tokens":10}}}""" + "\n";

    /// <summary>Returns a row without its time, of which the last second is left where it is the id.</summary>
    private static string WithoutTime(string row)
    {
        string[] words = row.Split(' ');
        string id = words[0].StartsWith("2026-", StringComparison.Ordinal) ? $"{words[0][^3]}:" : words[0];
        return string.Join(' ', words.Skip(1).Where(w => !w.StartsWith("2026-", StringComparison.Ordinal)).Prepend(id));
    }

    private static string[] Counted(params string[] files) => Counted(new UsageInput(), files);

    private static string[] Counted(UsageInput input, params string[] files)
    {
        List<UsageRow> rows = [];
        foreach (string file in files)
        {
            rows.AddRange(input.Read(new MemoryStream(Encoding.UTF8.GetBytes(file)), "f"));
        }

        rows.AddRange(input.Complete());
        return [.. rows.Where(r => r.NotCounted is null).Select(UsageFileTests.Words)];
    }
}
