using System.Diagnostics.CodeAnalysis;

namespace TokenPricing.Reports;

/// <summary>Marks a type of this package that shows itself as HTML in C# notebooks.</summary>
/// <remarks>
/// The kernels of notebooks look for any attribute of this name and read its properties. The formatters know every report, so the attribute
/// names them by a string.
/// </remarks>
[AttributeUsage(AttributeTargets.Class)]
[SuppressMessage("Performance", "CA1822", Justification = "Kernels read instance properties of an attribute.")]
internal sealed class TypeFormatterSourceAttribute : Attribute
{
    /// <summary>The type whose <c>CreateTypeFormatters()</c> returns the formatters.</summary>
    [DynamicallyAccessedMembers(
        DynamicallyAccessedMemberTypes.PublicParameterlessConstructor | DynamicallyAccessedMemberTypes.PublicMethods)]
    public Type FormatterSourceType => Type.GetType("TokenPricing.Reports.NotebookFormatters, TokenPricing.Reports", throwOnError: true)!;

    /// <summary>The formats to show, the first one wherever there is a choice.</summary>
    public string[] PreferredMimeTypes => ["text/html"];
}
