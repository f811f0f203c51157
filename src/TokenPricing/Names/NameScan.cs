using System.Text;

namespace TokenPricing.Names;

/// <summary>
/// Questions about the characters of a name. Each takes time in proportion to what it reads: names come from strangers, and an expression
/// that backtracks takes seconds for some names of a few hundred characters.
/// </summary>
internal static class NameScan
{
    /// <summary>The most characters of a name that is looked up: several times as many as any price list or API writes.</summary>
    public const int MaxLength = 512;

    /// <summary>Replaces parts of a name, from left to right.</summary>
    /// <param name="name">The name.</param>
    /// <param name="part">
    /// Returns the length of the part at a position of the name, and what replaces it; a length of 0 if there is none.
    /// </param>
    public static string Replace(string name, Func<string, int, (int Length, string Replacement)> part)
    {
        StringBuilder? changed = null;
        int copied = 0;
        for (int at = 0; at < name.Length;)
        {
            (int length, string replacement) = part(name, at);
            if (length > 0)
            {
                (changed ??= new StringBuilder()).Append(name, copied, at - copied).Append(replacement);
                copied = at + length;
            }

            at += Math.Max(length, 1);
        }

        return changed is null ? name : changed.Append(name, copied, name.Length - copied).ToString();
    }

    /// <summary>Returns the end of the digits that begin at a position; the position itself if there are none.</summary>
    public static int DigitsAfter(string name, int at)
    {
        int length = name.AsSpan(at).IndexOfAnyExceptInRange('0', '9');
        return length < 0 ? name.Length : at + length;
    }

    /// <summary>Returns the start of the digits that end at a position; the position itself if there are none.</summary>
    public static int DigitsBefore(string name, int end) => name.AsSpan(0, end).LastIndexOfAnyExceptInRange('0', '9') + 1;

    /// <summary>Returns whether a name has one of these characters at a position, which may be its end.</summary>
    public static bool Has(string name, int at, string characters) => at < name.Length && characters.Contains(name[at]);

    /// <summary>Returns whether a name has a digit at a position, which may be its end.</summary>
    public static bool HasDigit(string name, int at) => at < name.Length && char.IsAsciiDigit(name[at]);

    /// <summary>
    /// Returns whether a text begins as a pattern, in which <c>D</c> stands for a digit, <c>M</c> for one to 1 and <c>T</c> for one to 3.
    /// </summary>
    public static bool BeginsAs(ReadOnlySpan<char> text, string pattern)
    {
        if (text.Length < pattern.Length)
        {
            return false;
        }

        for (int i = 0; i < pattern.Length; i++)
        {
            char most = pattern[i] switch { 'D' => '9', 'M' => '1', 'T' => '3', _ => '\0' };
            if (most == '\0' ? text[i] != pattern[i] : text[i] < '0' || text[i] > most)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Returns whether a text ends as a pattern of <see cref="BeginsAs"/>.</summary>
    public static bool EndsAs(ReadOnlySpan<char> text, string pattern) =>
        text.Length >= pattern.Length && BeginsAs(text[^pattern.Length..], pattern);
}
