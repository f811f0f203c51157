using System.Collections.Frozen;
using Microsoft.Extensions.Options;

namespace TokenPricing.Extensions.Hosting;

/// <summary>
/// Builds the catalogs of a service from its options, in layers: the prices, the overrides of the service, and the overrides of each
/// tenant.
/// </summary>
internal sealed class CatalogLayers
{
    private readonly List<string> _failures = [];

    private CatalogLayers()
    {
    }

    /// <summary>Checks all options and builds the catalogs.</summary>
    /// <param name="options">The options.</param>
    /// <param name="refreshed">
    /// Refreshed prices, which replace those that the options name; <see langword="null"/> if there are none.
    /// </param>
    /// <exception cref="OptionsValidationException">
    /// Options are wrong; the exception lists every error, with its key and value and what was expected.
    /// </exception>
    public static CatalogSet Build(LivePricingOptions options, PriceCatalog? refreshed = null)
    {
        CatalogLayers layers = new();
        layers._failures.AddRange(options.Errors);
        RefreshRules.Check(options.Path + nameof(options.Refresh), options.Refresh, layers._failures);
        CatalogSet catalogs = layers.Lay(options, refreshed);
        return layers._failures.Count == 0
            ? catalogs
            : throw new OptionsValidationException(Options.DefaultName, typeof(LivePricingOptions), layers._failures);
    }

    /// <summary>Builds all catalogs. Errors are added to the list, and what is wrong is left out.</summary>
    private CatalogSet Lay(LivePricingOptions options, PriceCatalog? refreshed)
    {
        PriceCatalog prices = options.PriceFolder is { } folder
            ? Read(options.Path + nameof(options.PriceFolder), folder, () => refreshed ?? PriceCatalog.Load(folder)) ?? PriceCatalog.BuiltIn
            : refreshed ?? PriceCatalog.BuiltIn;
        PriceCatalog service = Lay(options, prices, new PriceSource("configuration", "The configuration of this service"));
        Dictionary<string, PriceCatalog> tenants = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, TenantPricingOptions tenant) in options.Tenants)
        {
            tenants[name] = Lay(tenant, service, new PriceSource($"configuration of {name}", $"The configuration of tenant {name}"));
        }

        return new CatalogSet(prices, service, tenants.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Returns a catalog with one layer of options over it.</summary>
    private PriceCatalog Lay(PricingOptions options, PriceCatalog under, PriceSource source)
    {
        PriceCatalog prices = options.OverrideFolder is { } folder
            ? Read(options.Path + nameof(options.OverrideFolder), folder, () => under.WithFolder(folder)) ?? under
            : under;
        OverrideRows rows = new(options, prices, source, _failures);
        prices = rows.Lay();
        Blend? blend = BlendOf(options);
        if (options.MissingRate is { } missing && !Enum.IsDefined(missing))
        {
            _failures.Add($"{options.Path}{nameof(options.MissingRate)} is '{missing}'; expected "
                + $"{string.Join(" or ", Enum.GetNames<MissingRatePolicy>())}.");
        }

        (ProviderId Provider, Percentage Discount)[] discounts = rows.Discounts();
        return prices.With(s => s with
        {
            DefaultBlend = blend ?? s.DefaultBlend,
            MissingRate = options.MissingRate ?? s.MissingRate,
            Discounts = [.. s.Discounts.Where(d => !options.Discounts.ContainsKey(d.Provider.Value)), .. discounts],
        });
    }

    /// <summary>Returns the default blend of a layer; <see langword="null"/> if it sets none or an invalid one.</summary>
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

        _failures.Add(
            $"{options.Path}{nameof(options.DefaultBlend)} is '{text}'; "
            + "expected weights such as 70/30 or 3:1 (input to output) or 7:2:1 (cached input to input to output).");
        return null;
    }

    /// <summary>Reads a folder of price files; <see langword="null"/> if that fails, which is added to the errors.</summary>
    private PriceCatalog? Read(string key, string folder, Func<PriceCatalog> read)
    {
        if (!Directory.Exists(folder))
        {
            _failures.Add($"{key} is '{folder}'; expected the path of an existing folder of price files.");
            return null;
        }

        try
        {
            return read();
        }
        catch (Exception e) when (e is PriceDataException or IOException or UnauthorizedAccessException)
        {
            _failures.Add($"{key} is '{folder}'. {e.Message}");
            return null;
        }
    }
}
