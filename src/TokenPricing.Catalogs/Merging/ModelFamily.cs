using System.Collections.Immutable;
using System.Globalization;

namespace TokenPricing.Catalogs;

/// <summary>States what all models of a family have in common: one row of a table that people keep.</summary>
/// <remarks>
/// A family is told by the name of a model: without what stands before the last slash, and without a vendor and a region before a dot, it
/// begins with a text (<c>claude-</c>), or contains it (<c>*distill*</c>). The first row that fits a name is its family.
/// </remarks>
internal sealed record ModelFamily(string Match, string? Developer, bool? OpenWeights, string? License)
{
    // Vendors and regions that Bedrock and others write before the name of a model.
    private static readonly string[] Prefixes =
    [
        "us", "eu", "apac", "global", "jp", "au", "ca", "in", "anthropic", "meta", "amazon", "openai", "mistral", "cohere", "deepseek",
        "qwen", "ai21", "google", "nvidia", "minimax", "moonshot", "moonshotai", "zai", "stability", "writer", "twelvelabs", "luma",
    ];

    private readonly string _text = Match.Trim('*');

    public long? TotalParameters { get; init; }

    public long? ActiveParameters { get; init; }

    public string? Architecture { get; init; }

    public PartialDate? Released { get; init; }

    /// <summary>Reads the families from CSV.</summary>
    /// <exception cref="PriceDataException">The file is not such a table, or a cell has a wrong form.</exception>
    public static ImmutableArray<ModelFamily> Read(Stream csv) => CsvFile.Read(
        csv,
        "families",
        ["match", "developer", "open_weights", "license", "total_parameters", "active_parameters", "architecture", "released"],
        c => new ModelFamily(c[0], Given(c[1]), YesOrNo(c[2]), Given(c[3]))
        {
            TotalParameters = Number(c[4]),
            ActiveParameters = Number(c[5]),
            Architecture = Given(c[6]),
            Released = c[7].Length == 0 ? null : PartialDate.Parse(c[7]),
        });

    /// <summary>Returns the first family that fits the name of a model; <see langword="null"/> if none does.</summary>
    public static ModelFamily? Of(ImmutableArray<ModelFamily> families, string model)
    {
        string name = NameOf(model.ToLowerInvariant());
        return families.FirstOrDefault(f => f.Fits(name)) ?? families.FirstOrDefault(f => f.IsAnywhere && f.Fits(model.ToLowerInvariant()));
    }

    /// <summary>Returns whether the name of a model is that of the family, so that what is said of the one is said of the other.</summary>
    public bool IsNameOf(string model) => NameOf(model.ToLowerInvariant()) == Match;

    private bool IsAnywhere => Match.StartsWith('*');

    private static string NameOf(string model)
    {
        string name = model[(model.LastIndexOf('/') + 1)..];
        while (name.IndexOf('.', StringComparison.Ordinal) is > 0 and int dot && Prefixes.Contains(name[..dot]))
        {
            name = name[(dot + 1)..];
        }

        return name;
    }

    private static string? Given(string cell) => cell.Length == 0 ? null : cell;

    private static long? Number(string cell) => cell.Length == 0 ? null : long.Parse(cell, CultureInfo.InvariantCulture);

    private static bool? YesOrNo(string cell) => cell switch
    {
        "" => null,
        "yes" => true,
        "no" => false,
        _ => throw new FormatException("yes or no for open_weights, or nothing"),
    };

    private bool Fits(string name) =>
        IsAnywhere ? name.Contains(_text, StringComparison.Ordinal) : name.StartsWith(_text, StringComparison.Ordinal);
}
