using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace TokenPricing.Extensions.Hosting;

/// <summary>Reads options from a configuration section, at the start and after each change.</summary>
internal sealed class PricingConfiguration(IConfiguration section) : IConfigureOptions<LivePricingOptions>
{
    private bool _wasThere;

    /// <summary>The section.</summary>
    public IConfiguration Section => section;

    /// <summary>Reads the section into the options. Errors are added to the options.</summary>
    public void Configure(LivePricingOptions options)
    {
        // A section that disappears was probably lost with its file. Falling back to the defaults would not be intended.
        bool isThere = section.GetChildren().Any();
        if (_wasThere && !isThere)
        {
            options.Errors.Add($"{(section as IConfigurationSection)?.Path
                ?? "The configuration"} is gone; expected the settings that were there at the start.");
        }

        _wasThere |= isThere;
        SettingsReader.Read(section, options);
    }
}
