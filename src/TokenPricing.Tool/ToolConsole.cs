namespace TokenPricing.Tool;

/// <summary>Where the tool writes: answers to <paramref name="Output"/>, reasons and errors to <paramref name="Error"/>.</summary>
/// <param name="Output">For answers.</param>
/// <param name="Error">For reasons why there is none.</param>
/// <param name="IsTerminal">Whether a person looks at <paramref name="Output"/>: then tables are drawn and coloured to fit <paramref name="Width"/>.</param>
/// <param name="Width">Characters a line has.</param>
internal sealed record ToolConsole(TextWriter Output, TextWriter Error, bool IsTerminal, int Width)
{
    private const int WidthOfFiles = 100;

    public static ToolConsole OfThisProcess()
    {
        bool isTerminal = !Console.IsOutputRedirected;
        return new ToolConsole(Console.Out, Console.Error, isTerminal, isTerminal ? Math.Max(40, Console.WindowWidth) : WidthOfFiles);
    }
}
