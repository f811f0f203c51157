using System.Collections.Concurrent;
using System.Diagnostics;

namespace TokenPricing.Tests;

/// <summary>A process that runs tests (<see cref="Worker"/>), with time limits.</summary>
internal sealed class Caller : IDisposable
{
    private readonly Process _process;
    private readonly BlockingCollection<string> _answers = [];

    /// <summary>Starts the process, with a change that is active from its beginning or with -1.</summary>
    public Caller(string folder, string project, string library, int mutant)
    {
        ProcessStartInfo start = new("dotnet",
        [
            "exec", "--depsfile", $"{project}.deps.json", "--runtimeconfig", $"{project}.runtimeconfig.json", "TokenPricing.Mutation.dll",
            "worker", Path.Combine(folder, $"{project}.dll"), library, mutant.ToString(CultureInfo.InvariantCulture),
        ])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // A change that makes a loop endless is not to take all memory of the machine.
        start.Environment["DOTNET_GCHeapHardLimit"] = "80000000";
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.OutputDataReceived += (_, line) => _answers.Add(line.Data ?? "ended");
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        string answer = Answer(60_000);
        Tests = int.TryParse(answer, NumberStyles.None, CultureInfo.InvariantCulture, out int tests) ? tests : 0;
    }

    /// <summary>The number of tests.</summary>
    public int Tests { get; }

    /// <summary>Runs tests on a change until one fails.</summary>
    /// <returns>"alive", "killed", "timeout", or "ended" if the process ended.</returns>
    public string Test(int mutant, ReadOnlySpan<int> tests, Func<int, double> milliseconds)
    {
        if (Tests == 0)
        {
            return "ended at its start";
        }

        // In parts, so that an endless loop is seen soon.
        while (!tests.IsEmpty)
        {
            (int count, double expected) = (0, 0);
            while (count < tests.Length && (count == 0 || expected + milliseconds(tests[count]) < 2_000))
            {
                expected += milliseconds(tests[count++]);
            }

            string answer = Ask($"test {mutant} {string.Join(' ', tests[..count].ToArray())}", 10_000 + ((int)expected * 10));
            if (answer != "alive")
            {
                return answer;
            }

            tests = tests[count..];
        }

        return "alive";
    }

    /// <summary>The answer to a command, "timeout", or "ended".</summary>
    public string Ask(string command, int milliseconds)
    {
        try
        {
            _process.StandardInput.WriteLine(command);
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            return "ended";
        }

        return Answer(milliseconds);
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _answers.Dispose();
    }

    private string Answer(int milliseconds) => _answers.TryTake(out string? answer, milliseconds) ? answer : "timeout";
}
