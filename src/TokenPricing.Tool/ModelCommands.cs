using System.CommandLine;

namespace TokenPricing.Tool;

/// <summary><c>token-pricing models</c>, <c>show MODEL</c> and <c>availability MODEL</c>.</summary>
internal static class ModelCommands
{
    public static Command Models(Answers answers) => answers.ForADay(
        new Command("models", "All models, with their cheapest price.\n\nExample:\n  token-pricing models --blend 3:1"),
        (prices, on, _) => (prices.ToReport(on, prices.Settings.DefaultBlend), null));

    public static Command Show(Answers answers)
    {
        Argument<string> model = ModelArgument();
        return answers.ForADay(
            new Command("show", "All that is known of a model, with prices and sources.\n\nExample:\n  token-pricing show o4-mini") { model },
            (prices, on, parsed) => (answers.Noted(prices.Find(parsed.GetValue(model)!)).Model.ToReport(on, prices.Settings.DefaultBlend), null));
    }

    public static Command Availability(Answers answers)
    {
        Argument<string> model = ModelArgument();
        return answers.ForADay(
            new Command(
                "availability",
                "Who offers a model, and at which prices: a row a provider, over the model and its forms, with the counts, the spread and the concentration of the prices.\n\nExample:\n  token-pricing availability mixtral-8x7b") { model },
            (prices, on, parsed) => (answers.Noted(prices.Find(parsed.GetValue(model)!)).Model.Availability(on).ToReport(prices.Settings.DefaultBlend), null));
    }

    private static Argument<string> ModelArgument() => new("MODEL") { Description = "The id of the model, such as o4-mini, or another name of it." };
}
