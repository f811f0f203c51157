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

    private readonly Option<Policy?> _option = new("--missing-tier")
    {
        HelpName = "error|standard",
        Description = "Where the offer does not price the service tier: no answer, or the standard price. [default: error]",
        CustomParser = result => OptionText.Word(result, ("error", Policy.Error), ("standard", Policy.Standard)),
    };

    public void AddTo(Command command) => command.Options.Add(_option);

    public bool AllowsStandard(ParseResult parsed) => parsed.GetValue(_option) == Policy.Standard;
}
