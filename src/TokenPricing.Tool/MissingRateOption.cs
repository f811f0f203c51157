using System.CommandLine;

namespace TokenPricing.Tool;

/// <summary><c>--missing-rate</c>: how units without a price are handled.</summary>
/// <param name="unlessSaid">The policy if the option is not given.</param>
internal sealed class MissingRateOption(MissingRatePolicy unlessSaid)
{
    private static readonly (string Word, MissingRatePolicy Policy)[] Words =
        [("throw", MissingRatePolicy.Throw), ("unpriced", MissingRatePolicy.LeaveUnpriced)];

    private readonly WordOption<MissingRatePolicy> _option = new(
        "--missing-rate",
        "What happens to units without a price: throw (no answer), or unpriced (a cost that names them and leaves them out). "
            + $"[default: {Array.Find(Words, w => w.Policy == unlessSaid).Word}]",
        Words)
    { HelpName = "POLICY" };

    /// <summary>Adds the option to a command.</summary>
    public void AddTo(Command command) => command.Options.Add(_option);

    /// <summary>Returns the policy that the command line names, otherwise the default.</summary>
    public MissingRatePolicy Policy(ParseResult parsed) => parsed.GetValue(_option) ?? unlessSaid;
}
