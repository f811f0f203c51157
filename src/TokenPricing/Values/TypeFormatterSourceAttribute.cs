namespace TokenPricing.Values;

/// <summary>
/// Marks a type that shows itself in C# notebooks: as HTML where the notebook references TokenPricing.Reports, as plain text otherwise.
/// </summary>
/// <remarks>
/// The kernels of notebooks look for any attribute of this name and read its properties, so this package references nothing of theirs.
/// The formatters of HTML know every report and are therefore in TokenPricing.Reports, which references this package: they are named
/// here by a string. The trimmer removes the properties, since no program calls them.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
[System.Diagnostics.CodeAnalysis.SuppressMessage("Performance", "CA1822", Justification = "Kernels read instance properties.")]
internal sealed class TypeFormatterSourceAttribute : Attribute
{
    private const System.Diagnostics.CodeAnalysis.DynamicallyAccessedMemberTypes Read =
        System.Diagnostics.CodeAnalysis.DynamicallyAccessedMemberTypes.PublicParameterlessConstructor
        | System.Diagnostics.CodeAnalysis.DynamicallyAccessedMemberTypes.PublicMethods;

    /// <summary>The type whose <c>CreateTypeFormatters()</c> returns the formatters.</summary>
    [System.Diagnostics.CodeAnalysis.DynamicallyAccessedMembers(Read)]
    public Type FormatterSourceType => Reports ?? typeof(PlainTextFormatters);

    /// <summary>The formats to show, the first one wherever there is a choice.</summary>
    public string[] PreferredMimeTypes => Reports is null ? ["text/plain"] : ["text/html"];

    [System.Diagnostics.CodeAnalysis.DynamicallyAccessedMembers(Read)]
    private static Type? Reports => Type.GetType("TokenPricing.Reports.NotebookFormatters, TokenPricing.Reports", throwOnError: false);
}
