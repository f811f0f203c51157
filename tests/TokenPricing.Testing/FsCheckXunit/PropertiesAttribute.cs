namespace FsCheck.Xunit;

/// <summary>What all laws of a class, or of the assembly, have in common; <see cref="PropertyAttribute"/> may say otherwise.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Assembly)]
public sealed class PropertiesAttribute : Attribute, IPropertySettings
{
    private int? _maxTest;
    private bool? _quietOnSuccess;

    /// <inheritdoc cref="PropertyAttribute.MaxTest"/>
    public int MaxTest { get => _maxTest ?? PropertySettings.Default.MaxTest; set => _maxTest = value; }

    /// <inheritdoc cref="PropertyAttribute.Replay"/>
    public string? Replay { get; set; }

    /// <inheritdoc cref="PropertyAttribute.Arbitrary"/>
    public Type[] Arbitrary { get; set; } = [];

    /// <inheritdoc cref="PropertyAttribute.QuietOnSuccess"/>
    public bool QuietOnSuccess { get => _quietOnSuccess ?? false; set => _quietOnSuccess = value; }

    PropertySettings IPropertySettings.Over(PropertySettings outer) => outer with
    {
        MaxTest = _maxTest ?? outer.MaxTest,
        Replay = Replay ?? outer.Replay,
        Arbitrary = [.. outer.Arbitrary, .. Arbitrary],
        QuietOnSuccess = _quietOnSuccess ?? outer.QuietOnSuccess,
    };
}
