using System.CommandLine;

namespace TokenPricing.Tool;

/// <summary><c>--missing-rate</c>: what happens to units without a price.</summary>
/// <param name="unlessSaid">What happens where the option is not given.</param>
internal sealed class MissingRateOption(MissingRatePolicy unlessSaid)
{
    private static readonly (string Word, MissingRatePolicy Policy)[] Words = [("throw", MissingRatePolicy.Throw), ("unpriced", MissingRatePolicy.LeaveUnpriced)];

    private readonly Option<MissingRatePolicy?> _option = new("--missing-rate")
    {
        HelpName = "throw|unpriced",
        Description = $"What happens to units without a price: no answer, or a cost that names them and leaves them out. [default: {Array.Find(Words, w => w.Policy == unlessSaid).Word}]",
        CustomParser = result => OptionText.Word(result, Words),
    };

    public void AddTo(Command command) => command.Options.Add(_option);

    public MissingRatePolicy Policy(ParseResult parsed) => parsed.GetValue(_option) ?? unlessSaid;
}
