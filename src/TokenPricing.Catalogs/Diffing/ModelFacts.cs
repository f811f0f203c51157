using System.Globalization;

namespace TokenPricing.Catalogs;

/// <summary>
/// The facts of a model that are compared, by their columns in <c>models.csv</c>. When and from which source a fact was recorded is not
/// among them.
/// </summary>
internal static class ModelFacts
{
    public static IReadOnlyList<(string Column, Func<ModelRow, string?> Text)> All { get; } =
    [
        ("name", m => m.Name),
        ("developer", m => m.Developer),
        ("released", m => m.Released?.ToString()),
        ("context_window", m => Text(m.ContextWindow)),
        ("parameters", m => m.Parameters),
        ("total_parameters", m => Text(m.TotalParameters)),
        ("active_parameters", m => Text(m.ActiveParameters)),
        ("architecture", m => m.Architecture),
        ("license", m => m.License),
        ("open_weights", m => m.OpenWeights switch { null => null, true => "yes", false => "no" }),
        ("knowledge_cutoff", m => m.KnowledgeCutoff?.ToString()),
        ("input_modalities", m => string.Join(' ', m.InputModalities)),
        ("output_modalities", m => string.Join(' ', m.OutputModalities)),
        ("entry", m => m.IsFreeToUse switch { null => null, true => "free", false => "paid" }),
        ("base", m => m.Base),
    ];

    private static string? Text(long? count) => count?.ToString(CultureInfo.InvariantCulture);
}
