namespace TokenPricing.Tool;

/// <summary>
/// Draws with ASCII what is drawn with other characters, each by one, so that all stays aligned; names keep their letters.
/// </summary>
internal static class AsciiText
{
    private const string Drawn = "═─•…█▉▊▋▌▍▎▏▇▆▅▄▃▂▁░↑↓→";
    private const string Ascii = "=-*~########%*+=-:..^v>";

    public static string Of(string text) => string.Create(text.Length, text, (characters, drawn) =>
    {
        for (int i = 0; i < characters.Length; i++)
        {
            int place = Drawn.IndexOf(drawn[i], StringComparison.Ordinal);
            characters[i] = place < 0 ? drawn[i] : Ascii[place];
        }
    });
}
