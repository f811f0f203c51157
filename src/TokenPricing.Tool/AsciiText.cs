namespace TokenPricing.Tool;

/// <summary>
/// Replaces characters that draw lines and bars by ASCII, one by one so that columns stay aligned. Letters in names are unchanged.
/// </summary>
internal static class AsciiText
{
    private const string Drawn = "═─•…█▉▊▋▌▍▎▏▇▆▅▄▃▂▁░↑↓→";
    private const string Ascii = "=-*~########%*+=-:..^v>";

    /// <summary>Returns the text with ASCII drawing characters.</summary>
    public static string Of(string text) => string.Create(text.Length, text, (characters, drawn) =>
    {
        for (int i = 0; i < characters.Length; i++)
        {
            int place = Drawn.IndexOf(drawn[i], StringComparison.Ordinal);
            characters[i] = place < 0 ? drawn[i] : Ascii[place];
        }
    });
}
