namespace TokenPricing.Reports;

/// <summary>
/// The style of fragments in a notebook. Tables use the colors of the page, and nothing outside the fragment is affected.
/// </summary>
internal static class NotebookStyle
{
    // The selectors and variables by which notebook front ends state their theme, which can differ from that of the screen, and their
    // background.
    private const string SaidLight = ":is(.vscode-light, [data-jp-theme-light='true']) .token-pricing";
    private const string SaidDark = ":is(.vscode-dark, [data-jp-theme-light='false']) .token-pricing";
    private const string Ground = "  --page: var(--vscode-editor-background, var(--jp-layout-color0));\n}\n";

    // The style must not contain '<' or '&', as in HtmlStyle.
    private const string Drawings = ".token-pricing {\n" + HtmlStyle.Light + "}\n"
        + "@media (prefers-color-scheme: dark) { .token-pricing {\n" + HtmlStyle.Dark + "} }\n"
        + SaidLight + " {\n" + HtmlStyle.Light + Ground + SaidDark + " {\n" + HtmlStyle.Dark + Ground + HtmlStyle.Charts + """
        .token-pricing figure { margin: .75rem 0; background: var(--page); color: var(--ink); overflow-x: auto; }
        .token-pricing figcaption { margin: 0 0 .625rem; color: var(--muted); }
        @media (min-width: 48rem) { .token-pricing .narrow { display: none; } }
        @media (max-width: 47.99rem) { .token-pricing .wide { display: none; } }

        """;

    private const string Tables = """
        .token-pricing { max-width: 60rem; margin: .25rem 0; font-size: .9375rem; line-height: 1.5; }
        .token-pricing h4 { margin: 0 0 .25rem; font-size: 1.0625rem; line-height: 1.35; font-weight: 600; }
        .token-pricing h5 { margin: 1rem 0 .375rem; font-size: .9375rem; font-weight: 600; opacity: .75; }
        .token-pricing p { margin: 0 0 .625rem; max-width: 44rem; }
        .token-pricing ul { margin: 0 0 .625rem; padding-left: 1.25em; }
        .token-pricing .introduction { opacity: .75; }
        .token-pricing .table { max-height: 44rem; margin: 0 0 .625rem; overflow: auto; }
        /* Front ends style all tables: these rules are a little more specific than theirs. */
        .token-pricing .table table { border-collapse: collapse; margin: 0; border: 0; font-size: .875rem;
            line-height: 1.4; table-layout: auto; background: none; }
        .token-pricing .table caption { position: absolute; width: 1px; height: 1px; overflow: hidden;
            clip-path: inset(50%); white-space: nowrap; }
        .token-pricing .table tbody tr:nth-child(n) { background: none; }
        .token-pricing .table :is(th, td) {
          padding: .3rem 0 .3rem 1.5rem; border: 0; border-bottom: 1px solid color-mix(in srgb, currentColor 16%, transparent);
          text-align: left; vertical-align: baseline; font-weight: 400; max-width: 26rem; white-space: normal;
        }
        .token-pricing .table :is(th, td):first-child { padding-left: 0; }
        .token-pricing .table thead :is(th, td) { font-weight: 600;
            border-bottom-color: color-mix(in srgb, currentColor 45%, transparent); }
        .token-pricing .table .short { white-space: nowrap; }
        .token-pricing .table .numbers td, .token-pricing .table .numbers thead * + th { text-align: right;
            font-variant-numeric: tabular-nums; }
        .token-pricing .table .numbers td { white-space: nowrap; }
        @media (max-width: 30rem) { .token-pricing .table :is(th, td) { padding-left: .75rem; } }
        """;

    /// <summary>Returns the style of a fragment. The style of drawings is included only if there is one.</summary>
    public static string For(ReportPage page) => page.Sections.Any(s => s.Blocks.Any(b => b is ChartBlock)) ? Drawings + Tables : Tables;
}
