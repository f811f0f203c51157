using System.CommandLine;

namespace TokenPricing.Tool;

/// <summary><c>--missing-tier</c>: what happens where an offer does not price a service tier.</summary>
internal sealed class MissingTierOption
{
    // An option of a bool would take no word but true or false.
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

    public void AddTo(Command command) => command.Options.Add(_option);

    public bool AllowsStandard(ParseResult parsed) => parsed.GetValue(_option) == Policy.Standard;
}
