using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace TokenPricing.Catalogs;

/// <summary>States how a maker spells the names of its models, or a provider its own: one row of a table that people keep.</summary>
/// <param name="Developer">The developer of the models; empty for names of providers.</param>
/// <param name="Match">What lists write instead.</param>
/// <param name="Name">What the maker or provider writes, with <c>$1</c> and so on for the groups of the match.</param>
internal sealed record NameSpelling(string Developer, Regex Match, string Name)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Reads the spellings from CSV with the columns <c>developer,match,name,address</c>; a match is a regular expression.
    /// </summary>
    /// <exception cref="PriceDataException">
    /// The file is not such a table, or a row has no address or no regular expression.
    /// </exception>
    public static ImmutableArray<NameSpelling> Read(Stream csv) => CsvFile.Read(
        csv,
        "spellings",
        ["developer", "match", "name", "address"],
        c => new NameSpelling(
            c[0],
            c[3].Length > 0 ? Expression(c[1]) : throw new FormatException("as address a page of the maker with the names"),
            c[2]));

    /// <summary>Returns a model with its name as its maker writes it: all rules of the developer apply, in their order.</summary>
    public static ModelRow Apply(ModelRow model, ImmutableArray<NameSpelling> spellings)
    {
        // A name that is only an id is none.
        return model.Name == model.Id || model.Developer is null
            ? model
            : model with { Name = Spell(model.Name, model.Developer, spellings) };
    }

    /// <summary>Returns a provider with its name as it writes it itself.</summary>
    public static ProviderRow Apply(ProviderRow provider, ImmutableArray<NameSpelling> spellings) =>
        provider with { Name = Spell(provider.Name, "", spellings) };

    private static string Spell(string name, string developer, ImmutableArray<NameSpelling> spellings)
    {
        foreach (NameSpelling spelling in spellings.Where(s => s.Developer.Equals(developer, StringComparison.OrdinalIgnoreCase)))
        {
            name = spelling.Match.Replace(name, spelling.Name);
        }

        return name;
    }

    private static Regex Expression(string text)
    {
        try
        {
            return new Regex(text, RegexOptions.CultureInvariant, Longest);
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"a regular expression: {e.Message}");
        }
    }
}
