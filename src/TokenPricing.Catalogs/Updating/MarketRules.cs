namespace TokenPricing.Catalogs;

/// <summary>
/// The tables of <c>pricing-data/rules</c>, built into this package: what vendors say of themselves, by which the market is merged.
/// </summary>
internal static class MarketRules
{
    private const string Prefix = "TokenPricing.Catalogs.Rules.";

    // In the order in which they are added: of two tables of families, the first one comes first.
    private static readonly (string File, Func<CatalogBuilder, Func<Stream, CatalogBuilder>> Add)[] Tables =
    [
        ("sellers.csv", b => b.AddSellers),
        ("developers.csv", b => b.AddFamilies),
        ("families.csv", b => b.AddFamilies),
        ("names.csv", b => b.AddNames),
        ("tiers.csv", b => b.AddTierRules),
        ("changes.csv", b => b.AddPriceChanges),
        ("schedules.csv", b => b.AddSchedules),
        ("regions.csv", b => b.AddRegions),
        ("targets.csv", b => b.AddTargets),
        ("meters.csv", b => b.AddMeters),
        ("ends.csv", b => b.AddEnds),
        ("spellings.csv", b => b.AddSpellings),
    ];

    /// <summary>The names of the tables that are used.</summary>
    public static IEnumerable<string> Used => Tables.Select(t => t.File);

    /// <summary>The names of the tables that are built in.</summary>
    public static IEnumerable<string> BuiltIn => typeof(MarketRules).Assembly.GetManifestResourceNames()
        .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(n => n[Prefix.Length..]);

    /// <summary>The offers of which a table states prices with their dates.</summary>
    public static IReadOnlySet<OfferId> Dated { get; } = ReadDated();

    /// <summary>Adds all tables to a builder.</summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static CatalogBuilder AddTo(CatalogBuilder builder)
    {
        foreach ((string file, Func<CatalogBuilder, Func<Stream, CatalogBuilder>> add) in Tables)
        {
            using Stream table = Open(file);
            add(builder)(table);
        }

        return builder;
    }

    private static HashSet<OfferId> ReadDated()
    {
        using Stream changes = Open("changes.csv");
        using Stream schedules = Open("schedules.csv");
        return
        [
            .. VendorRules.ReadChanges(changes).Select(c => new OfferId(c.Provider, c.Model)),
            .. VendorRules.ReadSchedules(schedules).Select(s => new OfferId(s.Provider, s.Model)),
        ];
    }

    private static Stream Open(string file) => typeof(MarketRules).Assembly.GetManifestResourceStream(Prefix + file)!;
}
