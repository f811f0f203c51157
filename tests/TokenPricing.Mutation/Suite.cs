using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TokenPricing.Tests;

/// <summary>The tests of one project, with the changes that each of them reaches and how long it takes.</summary>
internal sealed class Suite
{
    // A new process compiles all it runs anew: the tests that reach a change are run as long as this takes in one that is warm.
    private const double FreshMilliseconds = 500;

    // All laws that reach a change take half a minute and more.
    private const double LawMilliseconds = 1_500;

    private readonly string _folder;
    private readonly string _project;
    private readonly string _library;
    private readonly Reached[] _tests;

    // Finding the tests makes the rows of theories, and with them some tables: no test reaches those again.
    private readonly HashSet<int> _found;

    // The test that failed last for a file is tried first on its next change.
    private readonly ConcurrentDictionary<string, ConcurrentStack<int>> _killers = new(StringComparer.Ordinal);

    private Suite(string project, string folder, string library)
    {
        (_project, _folder, _library) = (project, folder, library);
        string path = Path.Combine(folder, "coverage.json");
        if (!File.Exists(path) || File.GetLastWriteTimeUtc(path) < File.GetLastWriteTimeUtc(Path.Combine(folder, $"{project}.dll"))
            || File.GetLastWriteTimeUtc(path) < File.GetLastWriteTimeUtc(library))
        {
            Console.WriteLine($"Each test of {project} is run to see what it reaches ...");
            File.WriteAllText(path, JsonSerializer.Serialize(Cover()));
        }

        Coverage coverage = JsonSerializer.Deserialize<Coverage>(File.ReadAllText(path))!;
        (_tests, _found) = (coverage.Tests, [.. coverage.Found]);
    }

    /// <summary>Builds the tests, and puts the changed library beside them.</summary>
    public static Suite Of(string project, Changes changes)
    {
        using (Process build = Process.Start("dotnet", ["build", $"tests/{project}", "-v", "q", "-nologo", "-p:RunAnalyzers=false"]))
        {
            build.WaitForExit();
            if (build.ExitCode != 0)
            {
                throw new InvalidOperationException($"{project} does not build.");
            }
        }

        string folder = Path.GetFullPath($"artifacts/mutants/{changes.Package}/{project}");
        string from = Path.GetFullPath($"tests/{project}/bin/Debug/net10.0");
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string to = Path.Combine(folder, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to, overwrite: true);
        }

        File.Copy(changes.Assembly, Path.Combine(folder, $"{changes.Package}.dll"), overwrite: true);
        File.Copy(typeof(Suite).Assembly.Location, Path.Combine(folder, "TokenPricing.Mutation.dll"), overwrite: true);
        return new Suite(project, folder, Path.Combine(folder, $"{changes.Package}.dll"));
    }

    /// <summary>Runs the tests that reach each change until one fails.</summary>
    /// <param name="mutants">The changes.</param>
    /// <param name="fresh">Whether each is tried in a process of its own, where it is active from the beginning.</param>
    public void Test(IReadOnlyList<Mutant> mutants, bool fresh)
    {
        Dictionary<int, List<int>> tests = [];
        for (int i = 0; i < _tests.Length; i++)
        {
            foreach (int id in _tests[i].Mutants)
            {
                (tests.TryGetValue(id, out List<int>? some) ? some : tests[id] = []).Add(i);
            }
        }

        Dictionary<string, int[]> folders = Enumerable.Range(0, _tests.Length).GroupBy(i => _tests[i].Folder).ToDictionary(g => g.Key, g => g.ToArray());
        int done = 0;
        ConcurrentQueue<Mutant> left = new(mutants);
        Thread[] threads = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(Work))];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        Stopwatch since = Stopwatch.StartNew();
        foreach (Thread thread in threads)
        {
            while (!thread.Join(30_000))
            {
                Console.WriteLine($"  {done} of {mutants.Count} after {since.Elapsed.TotalSeconds:0} s, {mutants.Count(m => m.Killer is not null)} killed");
            }
        }

        void Work()
        {
            Caller? caller = null;
            while (left.TryDequeue(out Mutant? mutant))
            {
                List<int> reaching = tests.GetValueOrDefault(mutant.Id, []);
                bool isReached = reaching.Count > 0 || _found.Contains(mutant.Id);
                mutant.Covered |= isReached;
                bool isOnce = isReached && reaching.Count <= 3;
                IEnumerable<int> own = fresh && isOnce ? folders.GetValueOrDefault(Path.GetDirectoryName(mutant.File)!, []) : [];
                int[] order = Order(mutant, [.. reaching.Concat(own).Distinct()]);
                double budget = fresh ? FreshMilliseconds : _project.EndsWith("Laws", StringComparison.Ordinal) ? LawMilliseconds : double.PositiveInfinity;
                order = [.. order.TakeWhile(t => (budget -= Milliseconds(t)) > 0)];
                if (order.Length > 0 && (!fresh || isOnce))
                {
                    caller = fresh ? Replaced(caller, mutant.Id) : caller ?? new Caller(_folder, _project, _library, -1);
                    string answer = caller.Test(mutant.Id, order, Milliseconds);
                    if (answer.EndsWith("dirty", StringComparison.Ordinal) && !fresh)
                    {
                        // What an earlier change left behind may be what failed: once more, in a new process.
                        caller = Replaced(caller, -1);
                        answer = caller.Test(mutant.Id, order, Milliseconds);
                        caller = answer == "alive" ? caller : Replaced(caller, -1);
                    }
                    else if (answer is not "alive" && !answer.StartsWith("killed", StringComparison.Ordinal))
                    {
                        caller = fresh ? caller : Replaced(caller, -1);
                    }

                    if (answer != "alive")
                    {
                        mutant.Killer = answer;
                        if (answer.Split(' ') is ["killed", string killer, ..])
                        {
                            _killers.GetOrAdd(mutant.File, _ => new()).Push(int.Parse(killer, CultureInfo.InvariantCulture));
                            mutant.Killer = _tests[int.Parse(killer, CultureInfo.InvariantCulture)].Name;
                        }
                    }
                }

                Interlocked.Increment(ref done);
            }

            caller?.Dispose();
        }
    }

    private double Milliseconds(int test) => _tests[test].Milliseconds;

    private Caller Replaced(Caller? caller, int mutant)
    {
        caller?.Dispose();
        return new Caller(_folder, _project, _library, mutant);
    }

    private int[] Order(Mutant mutant, int[] tests)
    {
        int[] recent = _killers.TryGetValue(mutant.File, out ConcurrentStack<int>? killers) ? [.. killers.Take(5).Distinct().Intersect(tests)] : [];
        return [.. recent, .. tests.Except(recent).OrderBy(t => _tests[t].Milliseconds)];
    }

    private Coverage Cover()
    {
        using Caller caller = new(_folder, _project, _library, -1);
        Dictionary<string, string> folders = Folders(_project);
        Reached[] tests = new Reached[caller.Tests];
        int[][] reached = new int[caller.Tests][];
        for (int i = 0; i < tests.Length; i++)
        {
            string answer = caller.Ask($"cover {i}", 600_000);
            reached[i] = Numbers(answer);
            if (!answer.StartsWith("passed", StringComparison.Ordinal))
            {
                Console.WriteLine($"  left out, since it does not pass without a change: {caller.Ask($"name {i}", 60_000)}");
                reached[i] = [];
            }
        }

        for (int i = 0; i < tests.Length; i++)
        {
            string[] name = caller.Ask($"name {i}", 60_000).Split('\t');
            double milliseconds = double.Parse(caller.Ask($"time {i}", 600_000).Split(' ')[1], CultureInfo.InvariantCulture);
            tests[i] = new Reached(name[1], folders.GetValueOrDefault(name[0].Split('.', '+')[^1], ""), milliseconds, reached[i]);
        }

        return new Coverage(tests, Numbers(caller.Ask("found", 60_000)));
    }

    private static int[] Numbers(string answer) =>
        [.. Regex.Matches(answer, "[0-9]+").Select(m => int.Parse(m.Value, CultureInfo.InvariantCulture))];

    // The folder of each test class, as that of a changed file: empty for the project's own.
    private static Dictionary<string, string> Folders(string project)
    {
        Dictionary<string, string> folders = new(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles($"tests/{project}", "*.cs", SearchOption.AllDirectories))
        {
            foreach (Match type in Regex.Matches(File.ReadAllText(file), @"\bclass (\w+)"))
            {
                folders.TryAdd(type.Groups[1].Value, Path.GetDirectoryName(Path.GetRelativePath($"tests/{project}", file))!);
            }
        }

        return folders;
    }

    private sealed record Coverage(Reached[] Tests, int[] Found);

    private sealed record Reached(string Name, string Folder, double Milliseconds, int[] Mutants);
}
