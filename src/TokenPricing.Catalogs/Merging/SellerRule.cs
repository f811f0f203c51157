using System.Collections.Immutable;

namespace TokenPricing.Catalogs;

/// <summary>States what kind of seller a provider is: one row of a table that people keep, with their evidence.</summary>
/// <param name="Provider">The canonical id of the provider.</param>
/// <param name="Kind">What kind of seller it is; <see langword="null"/> if nobody knows.</param>
/// <param name="Makes">The developers whose models are the provider's own.</param>
internal sealed record SellerRule(string Provider, SellerKind? Kind, ImmutableArray<string> Makes)
{
    private const string Name = "sellers";

    /// <summary>Reads the rules from CSV with the columns <c>id,kind,makes,evidence</c>.</summary>
    /// <exception cref="PriceDataException">The file is not such a table, or a row has no evidence or an unknown kind.</exception>
    public static ImmutableArray<SellerRule> Read(Stream csv)
    {
        List<PriceDataError> errors = [];
        ImmutableArray<SellerRule>.Builder rules = ImmutableArray.CreateBuilder<SellerRule>();
        foreach ((int i, string[] cells) in CsvFile.Read(csv, Name, "id", "kind", "makes", "evidence").Index())
        {
            SellerKind kind = default;
            if (cells[1].Length > 0 && !(Enum.TryParse(cells[1], ignoreCase: true, out kind) && Enum.IsDefined(kind)))
            {
                string known = string.Join(", ", Enum.GetNames<SellerKind>().Select(n => n.ToLowerInvariant()));
                errors.Add(new PriceDataError(Name, i + 2, null, "kind", cells[1], $"one of {known}, or nothing"));
            }

            if (cells[3].Length == 0)
            {
                errors.Add(new PriceDataError(Name, i + 2, null, "evidence", "", "a page or an observation that shows it"));
            }

            string[] makes = cells[2].Split('|', StringSplitOptions.RemoveEmptyEntries);
            rules.Add(new SellerRule(cells[0], cells[1].Length == 0 ? null : kind, [.. makes]));
        }

        return errors.Count == 0 ? rules.ToImmutable() : throw new PriceDataException(errors);
    }
}
