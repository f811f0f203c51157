using Xunit;
using Xunit.Sdk;

namespace FsCheck.Xunit;

/// <summary>A law: xunit runs the method <see cref="MaxTest"/> times, with arguments that FsCheck generates and shrinks.</summary>
/// <remarks>
/// Stands in for the attribute of the package FsCheck.Xunit, of which no version can be had where this library is built.
/// Namespace, names and meaning are the package's, so that it can take this folder's place; only the default of
/// <see cref="MaxTest"/> differs (1,000 here, 100 there), and a <c>[Properties(MaxTest = 1000)]</c> for the assembly would keep it.
/// The method may return <see cref="bool"/>, nothing (asserting inside), a task, or an FsCheck <see cref="Property"/>.
/// </remarks>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("FsCheck.Xunit.PropertyDiscoverer", "TokenPricing.Testing")]
public sealed class PropertyAttribute : FactAttribute, IPropertySettings
{
    private int? _maxTest;
    private int? _maxRejected;
    private int? _startSize;
    private int? _endSize;
    private bool? _verbose;
    private bool? _quietOnSuccess;

    /// <summary>How many cases must hold; 1,000 unless told.</summary>
    public int MaxTest { get => _maxTest ?? PropertySettings.Default.MaxTest; set => _maxTest = value; }

    /// <summary>How many cases may be rejected (<c>Implies</c>, <c>When</c>) before the run counts as exhausted and fails; 1,000.</summary>
    public int MaxRejected { get => _maxRejected ?? PropertySettings.Default.MaxRejected; set => _maxRejected = value; }

    /// <summary>The size of the first case; 1.</summary>
    public int StartSize { get => _startSize ?? PropertySettings.Default.StartSize; set => _startSize = value; }

    /// <summary>The size of the last case; 100.</summary>
    public int EndSize { get => _endSize ?? PropertySettings.Default.EndSize; set => _endSize = value; }

    /// <summary><c>"seed,gamma"</c> repeats a whole run, <c>"seed,gamma,size"</c> begins with the case that failed; a failure's message has both.</summary>
    public string? Replay { get; set; }

    /// <summary>Classes whose static members of type <see cref="Arbitrary{T}"/> generate the arguments, before those of the class.</summary>
    public Type[] Arbitrary { get; set; } = [];

    /// <summary>Whether every case is written to the test's output.</summary>
    public bool Verbose { get => _verbose ?? false; set => _verbose = value; }

    /// <summary>Whether a law that holds writes nothing to the test's output.</summary>
    public bool QuietOnSuccess { get => _quietOnSuccess ?? false; set => _quietOnSuccess = value; }

    PropertySettings IPropertySettings.Over(PropertySettings outer) => new(
        _maxTest ?? outer.MaxTest,
        _maxRejected ?? outer.MaxRejected,
        _startSize ?? outer.StartSize,
        _endSize ?? outer.EndSize,
        Replay ?? outer.Replay,
        [.. outer.Arbitrary, .. Arbitrary],
        _verbose ?? outer.Verbose,
        _quietOnSuccess ?? outer.QuietOnSuccess);
}
