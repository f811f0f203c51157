using System.Collections.Frozen;

namespace TokenPricing.Extensions.Hosting;

/// <summary>Lays what options say over prices: those of the service first, then those of each tenant.</summary>
/// <param name="failures">Is told of everything wrong.</param>
internal sealed class CatalogLayers(List<string> failures)
{
    /// <summary>The catalogs that options come to; <see langword="null"/> where something is wrong.</summary>
    /// <param name="options">The options.</param>
    /// <param name="under">The prices below; <see langword="null"/>: those that the options name.</param>
    public CatalogSet? Build(LivePricingOptions options, PriceCatalog? under = null)
    {
        int before = failures.Count;
        PriceCatalog prices = (under ?? (options.PriceFolder is { } folder
            ? Read(options.Path + nameof(options.PriceFolder), folder, () => PriceCatalog.Load(folder))
            : null)) ?? PriceCatalog.BuiltIn;
        PriceCatalog service = Lay(options, prices, new PriceSource("configuration", "The configuration of this service"));
        Dictionary<string, PriceCatalog> tenants = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, TenantPricingOptions tenant) in options.Tenants)
        {
            tenants[name] = Lay(tenant, service, new PriceSource($"configuration of {name}", $"The configuration of tenant {name}"));
        }

        return failures.Count > before ? null : new CatalogSet(prices, service, tenants.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase));
    }

    private PriceCatalog Lay(PricingOptions options, PriceCatalog under, PriceSource source)
    {
        PriceCatalog prices = options.OverrideFolder is { } folder
            ? Read(options.Path + nameof(options.OverrideFolder), folder, () => under.WithFolder(folder)) ?? under
            : under;
        OverrideRows rows = new(options, prices, source, failures);
        if (rows.Read() is { } facts)
        {
            prices = prices.WithChecked(facts);
        }

        Blend? blend = BlendOf(options);
        if (options.MissingRate is { } missing && !Enum.IsDefined(missing))
        {
            failures.Add($"{options.Path}{nameof(options.MissingRate)} is '{missing}'; expected {string.Join(" or ", Enum.GetNames<MissingRatePolicy>())}.");
        }

        ProviderDiscount[] discounts = rows.Discounts();
        return prices.With(s => s with
        {
            DefaultBlend = blend ?? s.DefaultBlend,
            MissingRate = options.MissingRate ?? s.MissingRate,
            Discounts = [.. s.Discounts.Where(d => !options.Discounts.ContainsKey(d.Provider)), .. discounts],
        });
    }

    private Blend? BlendOf(PricingOptions options)
    {
        if (options.DefaultBlend is not { } text)
        {
            return null;
        }

        if (Blend.TryParse(text, out Blend blend))
        {
            return blend;
        }

        failures.Add($"{options.Path}{nameof(options.DefaultBlend)} is '{text}'; expected weights such as 70/30 or 3:1 (input to output) or 7:2:1 (cached input to input to output).");
        return null;
    }

    private PriceCatalog? Read(string key, string folder, Func<PriceCatalog> read)
    {
        if (!Directory.Exists(folder))
        {
            failures.Add($"{key} is '{folder}'; expected the path of an existing folder of price files.");
            return null;
        }

        try
        {
            return read();
        }
        catch (Exception e) when (e is PriceDataException or IOException or UnauthorizedAccessException)
        {
            failures.Add($"{key} is '{folder}'. {e.Message}");
            return null;
        }
    }
}
