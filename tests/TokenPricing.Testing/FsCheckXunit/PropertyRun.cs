using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;

namespace FsCheck.Xunit;

/// <summary>Runs one law and remembers how it ended.</summary>
internal sealed class PropertyRun : IRunner
{
    private static readonly FSharpFunc<object, string> Formatter = FSharpFunc<object, string>.FromConverter(Show);

    private readonly StringBuilder _output = new();
    private readonly bool _verbose;
    private TestResult? _result;
    private string _name = "";

    private PropertyRun(bool verbose) => _verbose = verbose;

    /// <summary>Runs the law; returns what the test should print.</summary>
    /// <exception cref="PropertyFailedException">A case failed, or too few cases were accepted.</exception>
    public static string Check(PropertySettings settings, MethodInfo method, object? testClassInstance)
    {
        PropertyRun run = new(settings.Verbose);
        FSharpOption<object> target = testClassInstance is null ? FSharpOption<object>.None : FSharpOption<object>.Some(testClassInstance);
        FsCheck.Check.Method(settings.ToConfig(run), method, target);
        return run.Conclude(settings);
    }

    void IRunner.OnStartFixture(Type fixture)
    {
    }

    void IRunner.OnArguments(int number, FSharpList<object> arguments, FSharpFunc<int, FSharpFunc<FSharpList<object>, string>> every)
    {
        if (_verbose)
        {
            _output.AppendLine(CultureInfo.InvariantCulture, $"{number}: {string.Join(", ", arguments.Select(Show))}");
        }
    }

    void IRunner.OnShrink(FSharpList<object> arguments, FSharpFunc<FSharpList<object>, string> everyShrink)
    {
        if (_verbose)
        {
            _output.AppendLine(CultureInfo.InvariantCulture, $"shrunk: {string.Join(", ", arguments.Select(Show))}");
        }
    }

    void IRunner.OnFinished(string name, TestResult result)
    {
        _name = name;
        _result = result;
    }

    private string Conclude(PropertySettings settings)
    {
        string report = Runner.onFinishedToStringWithFormatter(Formatter, _name, _result);
        switch (_result)
        {
            case TestResult.Passed:
                return settings.QuietOnSuccess ? _output.ToString() : _output.Append(report).ToString();
            case TestResult.Failed { Item6: Rnd lastSeed, Item7: int size }:
                string replay = string.Create(CultureInfo.InvariantCulture, $"[Property(Replay = \"{lastSeed.Seed},{lastSeed.Gamma},{size}\")]");
                throw new PropertyFailedException($"{report}Begin with the case that failed: {replay}{Environment.NewLine}{_output}");
            default:
                throw new PropertyFailedException(report + _output);
        }
    }

    private static string Show(object? value) => value switch
    {
        null => "null",
        string text => "\"" + string.Concat(text.Select(c => char.IsControl(c) ? $"\\u{(int)c:x4}" : c.ToString())) + "\"",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable items => "[" + string.Join(", ", items.Cast<object?>().Select(Show)) + "]",
        _ => value.ToString() ?? "",
    };
}
