using System.Diagnostics.CodeAnalysis;

namespace TokenPricing.Values;

/// <summary>
/// Marks a type that shows itself in C# notebooks. Their kernels look for any attribute of this name, so that nothing of theirs is needed here.
/// </summary>
/// <remarks>The formatters know all that is shown, so they are on the floor of the reports, and are named here by a text.</remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
internal sealed class TypeFormatterSourceAttribute : Attribute
{
    /// <summary>The type whose <c>CreateTypeFormatters()</c> gives the formatters.</summary>
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor | DynamicallyAccessedMemberTypes.PublicMethods)]
    public Type FormatterSourceType { get; } = Type.GetType("TokenPricing.NotebookFormatters, TokenPricing", throwOnError: true)!;

    /// <summary>What to show where there is a choice.</summary>
    public string[] PreferredMimeTypes { get; } = ["text/html"];
}
