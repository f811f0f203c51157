using System.CommandLine;

namespace TokenPricing.Tool;

/// <summary><c>--missing-tier</c>: how a service tier that the offer does not price is handled.</summary>
internal sealed class MissingTierOption
{
    /// <summary>The two policies. An option of type bool would accept only "true" and "false".</summary>
    private enum Policy
    {
        Error,
        Standard,
    }

    private readonly WordOption<Policy> _option = new(
        "--missing-tier",
        "Where the offer does not price the service tier: error (no answer), or standard (the standard price). [default: error]",
        ("error", Policy.Error),
        ("standard", Policy.Standard))
    { HelpName = "POLICY" };

    /// <summary>Adds the option to a command.</summary>
    public void AddTo(Command command) => command.Options.Add(_option);

    /// <summary>Returns whether the standard price may be used instead; <see langword="false"/> by default.</summary>
    public bool AllowsStandard(ParseResult parsed) => parsed.GetValue(_option) == Policy.Standard;
}
