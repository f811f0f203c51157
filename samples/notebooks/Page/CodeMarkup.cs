using System.Net;
using System.Text.RegularExpressions;

namespace TokenPricing.Notebooks;

/// <summary>C# as HTML, with comments, strings, numbers and keywords told apart.</summary>
internal static partial class CodeMarkup
{
    public static string Of(string code)
    {
        int end = 0;
        System.Text.StringBuilder html = new();
        foreach (Match token in Tokens().Matches(code))
        {
            string kind = token.Groups.Values.Skip(1).First(g => g.Success).Name;
            html.Append(WebUtility.HtmlEncode(code[end..token.Index])).Append("<span class=\"").Append(kind).Append("\">").Append(WebUtility.HtmlEncode(token.Value)).Append("</span>");
            end = token.Index + token.Length;
        }

        return html.Append(WebUtility.HtmlEncode(code[end..])).ToString();
    }

    [GeneratedRegex(
        """
        (?<comment>//[^\n]*|^\#r\b)
        |(?<string>\$*@?\"{3}[\s\S]*?\"{3}|\$?@?\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\])+')
        |(?<number>\b\d[\d_]*(?:\.\d+)?[mMLlkK]?\b)
        |(?<keyword>\b(?:await|bool|break|case|class|continue|decimal|else|false|for|foreach|from|if|in|int|is|let|long|new|not|null|or|and|out|record|return|select|string|static|switch|throw|true|try|using|var|void|where|while|with)\b)
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Tokens();
}
