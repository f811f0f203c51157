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
[SuppressMessage("Performance", "CA1822", Justification = "Kernels read instance properties of an attribute.")]
internal sealed class TypeFormatterSourceAttribute : Attribute
{
    private const DynamicallyAccessedMemberTypes Read =
        DynamicallyAccessedMemberTypes.PublicParameterlessConstructor | DynamicallyAccessedMemberTypes.PublicMethods;

    /// <summary>The type whose <c>CreateTypeFormatters()</c> returns the formatters.</summary>
    [DynamicallyAccessedMembers(Read)]
    public Type FormatterSourceType => Reports ?? typeof(PlainTextFormatters);

    /// <summary>The formats to show, the first one wherever there is a choice.</summary>
    public string[] PreferredMimeTypes => Reports is null ? ["text/plain"] : ["text/html"];

    [DynamicallyAccessedMembers(Read)]
    private static Type? Reports => Type.GetType("TokenPricing.Reports.NotebookFormatters, TokenPricing.Reports", throwOnError: false);
}
