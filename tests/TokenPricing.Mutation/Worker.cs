using System.Diagnostics;
using System.Reflection;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace TokenPricing.Tests;

/// <summary>
/// Runs single tests of one assembly, in this process, while a change of Stryker's in the library is active. It reads commands from its
/// input and answers each with one line.
/// </summary>
internal sealed class Worker(string assembly, string mutated) : IDisposable
{
    private readonly Type _control = Assembly.LoadFrom(mutated).GetTypes().Single(t => t.Name == "MutantControl");
    private readonly XunitTestFramework _framework = new(new Nothing());
    private readonly TextReader _commands = Console.In;
    private readonly TextWriter _answers = Console.Out;
    private ITestCase[] _cases = [];
    private string _found = "";

    /// <summary>Answers commands until there are no more of them. The change is active from the beginning if one is given.</summary>
    public int Run(int mutant)
    {
        Console.SetOut(TextWriter.Null);
        Console.SetError(TextWriter.Null);
        Set("ActiveMutant", mutant);
        Set("CaptureCoverage", mutant < 0);
        _cases = Find();
        Set("CaptureCoverage", false);
        _found = Marks();
        _answers.WriteLine(_cases.Length);
        _answers.Flush();
        while (_commands.ReadLine()?.Split(' ') is [string verb, .. string[] rest])
        {
            _answers.WriteLine(verb switch
            {
                "name" => _cases[int.Parse(rest[0], CultureInfo.InvariantCulture)].TestMethod.TestClass.Class.Name + "\t"
                    + _cases[int.Parse(rest[0], CultureInfo.InvariantCulture)].DisplayName.ReplaceLineEndings(" "),
                "found" => _found,
                "cover" => Cover(int.Parse(rest[0], CultureInfo.InvariantCulture)),
                "time" => Time(int.Parse(rest[0], CultureInfo.InvariantCulture)),
                "test" => Test(int.Parse(rest[0], CultureInfo.InvariantCulture), [.. rest.Skip(1).Select(r => int.Parse(r, CultureInfo.InvariantCulture))]),
                _ => throw new InvalidOperationException($"There is no command '{verb}'."),
            });
            _answers.Flush();
        }

        return 0;
    }

    public void Dispose() => _framework.Dispose();

    // The changes that a test reaches.
    private string Cover(int test)
    {
        Set("CaptureCoverage", true);
        bool passed = Passes(_cases[test]);
        Set("CaptureCoverage", false);
        return $"{(passed ? "passed" : "failed")} {Marks()}";
    }

    // The changes reached since the last time.
    private string Marks()
    {
        bool[] reached = (bool[])Field("Reached").GetValue(null)!;
        string marks = string.Join(' ', Enumerable.Range(0, reached.Length).Where(i => reached[i]));
        Array.Clear(reached);
        return marks;
    }

    private string Time(int test)
    {
        long start = Stopwatch.GetTimestamp();
        return $"{(Passes(_cases[test]) ? "passed" : "failed")} {Stopwatch.GetElapsedTime(start).TotalMilliseconds.ToString("0.00", CultureInfo.InvariantCulture)}";
    }

    // The first test that fails while the change is active, and whether it passes again without: if not, the change left something behind.
    private string Test(int mutant, int[] tests)
    {
        foreach (int test in tests)
        {
            Set("ActiveMutant", mutant);
            bool passed = Passes(_cases[test]);
            Set("ActiveMutant", -1);
            if (!passed)
            {
                return $"killed {test} {(Passes(_cases[test]) ? "clean" : "dirty")}";
            }
        }

        return "alive";
    }

    private ITestCase[] Find()
    {
        Sink sink = new();
        using ITestFrameworkDiscoverer discoverer = _framework.GetDiscoverer(new ReflectionAssemblyInfo(Assembly.LoadFrom(assembly)));
        discoverer.Find(false, sink, new Options());
        sink.Ended.Wait();
        return [.. sink.Cases.Where(c => c.SkipReason is null).OrderBy(c => c.UniqueID, StringComparer.Ordinal)];
    }

    private bool Passes(ITestCase test)
    {
        Sink sink = new();
        using ITestFrameworkExecutor executor = _framework.GetExecutor(Assembly.LoadFrom(assembly).GetName());
        executor.RunTests([test], sink, new Options());
        sink.Ended.Wait();
        return !sink.Failed;
    }

    private void Set(string field, object value) => Field(field).SetValue(null, value);

    private FieldInfo Field(string name) => _control.GetField(name, BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)!;

    private sealed class Sink : LongLivedMarshalByRefObject, IMessageSink
    {
        public List<ITestCase> Cases { get; } = [];

        public ManualResetEventSlim Ended { get; } = new();

        public bool Failed { get; private set; }

        public bool OnMessage(IMessageSinkMessage message)
        {
            switch (message)
            {
                case ITestCaseDiscoveryMessage found:
                    Cases.Add(found.TestCase);
                    break;
                case ITestFailed or IErrorMessage or ITestClassCleanupFailure or ITestCollectionCleanupFailure or ITestCleanupFailure or ITestAssemblyCleanupFailure:
                    Failed = true;
                    break;
                case IDiscoveryCompleteMessage or ITestAssemblyFinished:
                    Ended.Set();
                    break;
            }

            return true;
        }
    }

    /// <summary>One test at a time, each row of a theory for itself.</summary>
    private sealed class Options : ITestFrameworkDiscoveryOptions, ITestFrameworkExecutionOptions
    {
        private readonly Dictionary<string, object?> _values = new()
        {
            ["xunit.discovery.PreEnumerateTheories"] = true,
            ["xunit.discovery.SynchronousMessageReporting"] = true,
            ["xunit.execution.SynchronousMessageReporting"] = true,
            ["xunit.execution.DisableParallelization"] = true,
            ["xunit.execution.MaxParallelThreads"] = 1,
            ["xunit.execution.StopOnTestFail"] = true,
        };

        public TValue GetValue<TValue>(string name) => _values.TryGetValue(name, out object? value) ? (TValue)value! : default!;

        public void SetValue<TValue>(string name, TValue value) => _values[name] = value;
    }

    private sealed class Nothing : LongLivedMarshalByRefObject, IMessageSink
    {
        public bool OnMessage(IMessageSinkMessage message) => true;
    }
}
