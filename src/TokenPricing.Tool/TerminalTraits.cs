namespace TokenPricing.Tool;

/// <summary>What the place that text is written to can show, as its environment says.</summary>
/// <param name="IsColored">Whether colors are written.</param>
/// <param name="IsAscii">Whether what is drawn is drawn with ASCII.</param>
/// <param name="IsDumb">Whether the terminal knows no codes at all, as <c>TERM=dumb</c> says.</param>
/// <param name="Width">Columns of a line.</param>
internal sealed record TerminalTraits(bool IsColored, bool IsAscii, bool IsDumb, int Width)
{
    private const int WidthOfFiles = 100;
    private const int LeastWidth = 40;

    // The first that is set says in which characters the terminal writes.
    private static readonly string[] LocaleVariables = ["LC_ALL", "LC_CTYPE", "LANG"];

    /// <summary>Reads the environment.</summary>
    /// <param name="variable">The value of an environment variable; <see langword="null"/>: it is not set.</param>
    /// <param name="windowWidth">Columns of the terminal; <see langword="null"/>: the text goes to a file or a pipe.</param>
    /// <param name="isWindows">Whether this is Windows, whose older terminals take codes for text.</param>
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

    // Where no locale is set at all, as in most containers, the terminal outside is one of today.
    private static bool IsUtf8(string locale) =>
        locale.Replace("-", "", StringComparison.Ordinal).Contains("utf8", StringComparison.OrdinalIgnoreCase);
}
