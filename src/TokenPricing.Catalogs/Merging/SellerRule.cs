using System.Collections.Immutable;

namespace TokenPricing.Catalogs;

/// <summary>States what kind of seller a provider is: one row of a table that people keep, with their evidence.</summary>
/// <param name="Provider">The canonical id of the provider.</param>
/// <param name="Kind">What kind of seller it is; <see langword="null"/> if nobody knows.</param>
/// <param name="Makes">The developers whose models are the provider's own.</param>
internal sealed record SellerRule(string Provider, SellerKind? Kind, ImmutableArray<string> Makes)
{
    /// <summary>Reads the rules from CSV with the columns <c>id,kind,makes,evidence</c>.</summary>
    /// <exception cref="PriceDataException">The file is not such a table, or a row has no evidence, an unknown kind, or a provider that
    /// another row has.</exception>
    public static ImmutableArray<SellerRule> Read(Stream csv)
    {
        HashSet<string> known = new(StringComparer.OrdinalIgnoreCase);
        return CsvFile.Read(csv, "sellers", ["id", "kind", "makes", "evidence"], c => new SellerRule(
            known.Add(c[0]) ? c[0] : throw new FormatException("one row for each provider"),
            c[1].Length == 0 ? null : KindOf(c[1]),
            c[3].Length > 0
                ? [.. c[2].Split('|', StringSplitOptions.RemoveEmptyEntries)]
                : throw new FormatException("as evidence a page or an observation that shows the kind")));
    }

    private static SellerKind KindOf(string word) => Enum.TryParse(word, ignoreCase: true, out SellerKind kind) && Enum.IsDefined(kind)
        ? kind
        : throw new FormatException(
            $"as kind one of {string.Join(", ", Enum.GetNames<SellerKind>().Select(n => n.ToLowerInvariant()))}, or nothing");
}
