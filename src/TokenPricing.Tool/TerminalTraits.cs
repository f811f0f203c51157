namespace TokenPricing.Tool;

/// <summary>What the terminal, file or pipe of an output can show, according to the environment.</summary>
/// <param name="IsColored">Whether colors are written.</param>
/// <param name="IsAscii">Whether lines and bars are drawn with ASCII.</param>
/// <param name="IsDumb">Whether the terminal supports no escape codes at all, as <c>TERM=dumb</c> states.</param>
/// <param name="Width">The number of columns, at least 40.</param>
internal sealed record TerminalTraits(bool IsColored, bool IsAscii, bool IsDumb, int Width)
{
    private const int WidthOfFiles = 100;
    private const int LeastWidth = 40;

    // The first variable that is set determines the encoding of the terminal.
    private static readonly string[] LocaleVariables = ["LC_ALL", "LC_CTYPE", "LANG"];

    /// <summary>Reads the environment.</summary>
    /// <param name="variable">Returns the value of an environment variable; <see langword="null"/> if it is not set.</param>
    /// <param name="windowWidth">
    /// The number of columns of the terminal; <see langword="null"/> if the text goes to a file or a pipe, which counts as 100 columns.
    /// </param>
    /// <param name="isWindows">Whether this is Windows, whose older terminals show escape codes as text.</param>
    public static TerminalTraits Of(Func<string, string?> variable, int? windowWidth, bool isWindows)
    {
        bool Has(string name) => !string.IsNullOrEmpty(variable(name));
        bool IsForced(string name) => Has(name) && variable(name) != "0";
        bool isDumb = variable("TERM") == "dumb";
        bool takesCodes = windowWidth is not null && !isDumb && (!isWindows || Has("WT_SESSION") || Has("TERM") || Has("ConEmuANSI"));
        return new TerminalTraits(
            IsColored: !Has("NO_COLOR") && (takesCodes || IsForced("FORCE_COLOR") || IsForced("CLICOLOR_FORCE")),
            IsAscii: LocaleVariables.Where(Has).Take(1).Any(name => !IsUtf8(variable(name)!)),
            isDumb,
            windowWidth is { } width ? Math.Max(LeastWidth, width) : WidthOfFiles);
    }

    /// <summary>
    /// Returns whether a locale names UTF-8. If no locale is set, as in most containers, the caller assumes UTF-8, since the terminal
    /// outside is usually a current one.
    /// </summary>
    private static bool IsUtf8(string locale) =>
        locale.Replace("-", "", StringComparison.Ordinal).Contains("utf8", StringComparison.OrdinalIgnoreCase);
}
