namespace TokenPricing;

/// <summary>The style sheet of the HTML page. Blue and vermilion (sky blue and orange on dark) are told apart by colour-blind eyes.</summary>
internal static class HtmlStyle
{
    /// <summary>What charts look like, on a page or alone.</summary>
    public const string Svg = Colors + Charts + """
        svg text { font: 13px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
        svg text.heading { font-size: 20px; font-weight: 600; }
        .page { fill: var(--page); }
        """;

    // No character here may need escaping: '<' and '&' would end the page's being well-formed XML.
    public const string Css = Colors + Charts + """
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
        body {
          margin: 0; background: var(--page); color: var(--ink);
          font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
          overflow-wrap: anywhere;
        }
        main { max-width: 56rem; margin: 0 auto; padding: clamp(1.75rem, 6vw, 4.5rem) clamp(1rem, 4vw, 2rem) 5rem; }
        h1 { margin: 0; font-size: clamp(1.625rem, 1.3rem + 1.8vw, 2.375rem); line-height: 1.15; letter-spacing: -.02em; text-wrap: balance; }
        h2 { margin: 0 0 1rem; font-size: 1.25rem; line-height: 1.3; letter-spacing: -.01em; text-wrap: balance; }
        p { margin: 0 0 1rem; max-width: 40rem; text-wrap: pretty; }
        .lead { max-width: 44rem; margin: 1rem 0 0; font-size: 1.125rem; line-height: 1.55; color: var(--muted); }
        section { margin-top: 3rem; }
        section > :last-child { margin-bottom: 0; }
        ul { margin: 0 0 1.25rem; padding-left: 1.2em; max-width: 40rem; }
        li { margin: .3rem 0; padding-left: .2em; }
        li::marker { color: var(--muted); }
        .introduction { margin-bottom: .4rem; font-weight: 600; }
        .table {
          margin: 0 0 1.5rem; overflow-x: auto;
          /* A shadow on each side where more can be scrolled into view: the page-coloured layers move with the table and cover it. */
          background:
            linear-gradient(to right, var(--page) 40%, transparent) 0 0 / 2rem 100% no-repeat local,
            linear-gradient(to left, var(--page) 40%, transparent) 100% 0 / 2rem 100% no-repeat local,
            linear-gradient(to right, var(--edge), transparent) 0 0 / .625rem 100% no-repeat scroll,
            linear-gradient(to left, var(--edge), transparent) 100% 0 / .625rem 100% no-repeat scroll;
        }
        .table:focus-visible { outline: 2px solid var(--first); outline-offset: 2px; }
        table { width: 100%; border-collapse: collapse; font-size: .9375rem; line-height: 1.45; overflow-wrap: normal; }
        caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
        th, td { padding: .55rem 0 .55rem 1.5rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--rule); }
        th:first-child, td:first-child { padding-left: 0; }
        thead th, thead td { vertical-align: bottom; border-bottom-color: var(--strong-rule); font-weight: 600; }
        tbody th { font-weight: 400; color: var(--muted); }
        .words th, .words td { min-width: 6.5rem; }
        .short { white-space: nowrap; }
        .numbers td, .numbers thead th:not(:first-child) { text-align: right; font-variant-numeric: tabular-nums; }
        figure { margin: 2rem 0; max-width: 27rem; }
        figure.wide { max-width: none; }
        .wide svg { min-width: 40rem; }
        figcaption { margin-bottom: .75rem; font-size: .9375rem; line-height: 1.45; color: var(--muted); }
        svg { display: block; width: 100%; height: auto; overflow: hidden; font-size: 13px; }
        dl { margin: 0 0 1.5rem; max-width: 40rem; }
        dt { font-weight: 600; text-wrap: pretty; }
        dd { margin: .25rem 0 1.25rem; text-wrap: pretty; }
        dd:last-child { margin-bottom: 0; }
        @media (max-width: 30rem) {
          table { font-size: .875rem; }
          th, td { padding-left: .75rem; }
          .words th, .words td { min-width: 5rem; }
        }
        @media print { section, figure, .table { break-inside: avoid; } }
        """;

    private const string Colors = """
        :root {
          color-scheme: light dark;
          --page: #ffffff; --ink: #1c2127; --muted: #5d6873; --rule: #e2e6ea; --strong-rule: #aab3bc;
          --first: #0072b2; --second: #d55e00; --other: #7a858f; --edge: #00000033;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --page: #14171a; --ink: #e6e9ec; --muted: #9ba6b1; --rule: #2a3037; --strong-rule: #59636e;
            --first: #56b4e9; --second: #e69f00; --other: #8b96a1; --edge: #ffffff40;
          }
        }

        """;

    private const string Charts = """
        svg text { fill: var(--ink); font-variant-numeric: tabular-nums; }
        svg .group { font-weight: 600; }
        svg .legend, svg .none { fill: var(--muted); }
        svg .s0 { fill: var(--first); }
        svg .s1 { fill: var(--second); }
        svg .more { fill: var(--other); }
        svg .axis { fill: var(--muted); }
        svg .grid { stroke: var(--rule); stroke-width: 1; }
        svg .dot { fill: var(--other); fill-opacity: .45; }
        svg .best { fill: var(--first); stroke: var(--page); stroke-width: 1.5; }
        svg .step { fill: none; stroke: var(--first); stroke-width: 1.5; }
        svg .leader { fill: none; stroke: var(--strong-rule); stroke-width: 1; }

        """;
}
