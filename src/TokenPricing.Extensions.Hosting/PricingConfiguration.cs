using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace TokenPricing.Extensions.Hosting;

/// <summary>A section of a service's configuration that options are read from, at the start and at each change.</summary>
internal sealed class PricingConfiguration(IConfiguration section) : IConfigureOptions<LivePricingOptions>
{
    private bool _wasThere;

    public IConfiguration Section => section;

    public void Configure(LivePricingOptions options)
    {
        // What was there at the start and is gone was lost with its file, not meant to be the defaults.
        bool isThere = section.GetChildren().Any();
        if (_wasThere && !isThere)
        {
            options.Errors.Add($"{(section as IConfigurationSection)?.Path ?? "The configuration"} is gone; expected the settings that were there at the start.");
        }

        _wasThere |= isThere;
        SettingsReader.Read(section, options);
    }
}
