using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace TokenPricing.Extensions.Hosting;

/// <summary>A configuration section that options are read from, at the start and at each change.</summary>
internal sealed class PricingConfiguration(IConfiguration section) : IConfigureOptions<LivePricingOptions>
{
    private bool _wasThere;

    public IConfiguration Section => section;

    public void Configure(LivePricingOptions options)
    {
        // A section that disappears was lost with its file; the defaults are not what was meant.
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
