using System.Diagnostics;

namespace TokenPricing.Peers;

/// <summary>Whole processes, from their start to their end: ours and node with genai-prices print the cost of the same call; an empty .NET program prints nothing.</summary>
internal static class ColdRounds
{
    private const int WarmUp = 2;
    private const int Rounds = 25;

    public static void Measure(string cold, string empty, string peers, Figures figures)
    {
        List<(double Ours, double Genai, double Empty, double Node)> rounds = [];
        for (int i = 0; i < WarmUp + Rounds; i++)
        {
            (double ours, string cost) = Run(cold, [], peers);
            (double genai, string theirs) = Run("node", ["cold.cjs"], peers);
            if (cost.TrimStart('$') != theirs)
            {
                throw new PeersException($"The cold programs differ: '{cost}' here, '{theirs}' at genai-prices.");
            }

            if (i >= WarmUp)
            {
                rounds.Add((ours, genai, Run(empty, [], peers).Milliseconds, Run("node", ["--eval", "0"], peers).Milliseconds));
            }
        }

        figures.Ratios["coldVsGenaiPrices"] = [.. rounds.Select(r => r.Ours / r.Genai)];
        figures.Ratios["coldMsOverEmpty"] = [.. rounds.Select(r => r.Ours - r.Empty)];
        figures.Measure("coldMilliseconds", rounds.Select(r => r.Ours));
        figures.Measure("coldGenaiPricesMilliseconds", rounds.Select(r => r.Genai));
        figures.Measure("coldEmptyMilliseconds", rounds.Select(r => r.Empty));
        figures.Measure("coldEmptyNodeMilliseconds", rounds.Select(r => r.Node));
        figures.Notes.Add(
            $"Cold: whole processes, {Rounds} times in turn; the files are in the system's cache. Ours is a ReadyToRun program, the empty .NET program is published the same way, node imports genai-prices.");
        Console.WriteLine(
            $"cold, ms: ours {figures.Measured["coldMilliseconds"]:0.0}, genai-prices {figures.Measured["coldGenaiPricesMilliseconds"]:0.0}, " +
            $"empty .NET {figures.Measured["coldEmptyMilliseconds"]:0.0}, empty node {figures.Measured["coldEmptyNodeMilliseconds"]:0.0}");
    }

    private static (double Milliseconds, string Output) Run(string program, string[] arguments, string folder)
    {
        long start = Stopwatch.GetTimestamp();
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return process.ExitCode == 0 ? (milliseconds, output) : throw new PeersException($"{program} {string.Join(' ', arguments)} ended with exit code {process.ExitCode}.");
    }
}
