namespace TokenPricing.Reports;

/// <summary>
/// The style sheet of the HTML page. Blue and vermilion (sky blue and orange on dark) are distinguishable for color-blind readers.
/// </summary>
internal static class HtmlStyle
{
    /// <summary>
    /// The style of a chart that is a separate image. All class names have a prefix, since the image can be part of any page.
    /// </summary>
    public const string Svg = """
        .tp-light, .tp-auto {
        """ + Light + """
        }
        .tp-dark {
        """ + Dark + """
        }
        @media (prefers-color-scheme: dark) {
        .tp-auto {
        """ + Dark + """
        }
        }

        """ + Charts;

    // The style must not contain '<' or '&', which would have to be escaped in well-formed XML.
    public const string Css = """
        :root {
          color-scheme: light dark;
        """ + Light + """
        }
        @media (prefers-color-scheme: dark) {
        :root {
        """ + Dark + """
        }
        }

        """ + Charts + """
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
        body {
          margin: 0; background: var(--page); color: var(--ink);
          font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
          overflow-wrap: anywhere;
        }
        main { max-width: 56rem; margin: 0 auto; padding: clamp(1.75rem, 6vw, 4.5rem) clamp(1rem, 4vw, 2rem) 5rem; }
        h1 { margin: 0; font-size: clamp(1.625rem, 1.3rem + 1.8vw, 2.375rem);
        line-height: 1.15; letter-spacing: -.02em; text-wrap: balance; }
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
          /* A shadow on each side where more can be scrolled into view: the page-colored layers move with the table and cover it. */
          background:
            linear-gradient(to right, var(--page) 40%, transparent) 0 0 / 2rem 100% no-repeat local,
            linear-gradient(to left, var(--page) 40%, transparent) 100% 0 / 2rem 100% no-repeat local,
            linear-gradient(to right, var(--edge), transparent) 0 0 / .625rem 100% no-repeat scroll,
            linear-gradient(to left, var(--edge), transparent) 100% 0 / .625rem 100% no-repeat scroll;
        }
        .table:focus-visible { outline: 2px solid var(--c0); outline-offset: 2px; }
        table { width: 100%; border-collapse: collapse; font-size: .9375rem; line-height: 1.45; overflow-wrap: normal; }
        caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
        th, td { padding: .55rem 0 .55rem 1.5rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--rule); }
        th:first-child, td:first-child { padding-left: 0; }
        thead th, thead td { vertical-align: bottom; border-bottom-color: var(--strong-rule); font-weight: 600; }
        tbody th { font-weight: 400; color: var(--muted); }
        .words th, .words td { min-width: 6.5rem; }
        .short { white-space: nowrap; }
        .numbers td, .numbers thead th:not(:first-child) { text-align: right; font-variant-numeric: tabular-nums; }
        figure { margin: 2rem 0; }
        .narrow { margin-inline: calc(50% - 10rem); }
        @media (min-width: 23rem) { .narrow { margin-inline: 0; } }
        @media (min-width: 48rem) { .narrow { display: none; } }
        @media (max-width: 47.99rem) { .wide { display: none; } }
        figcaption { margin-bottom: .75rem; font-size: .9375rem; line-height: 1.45; color: var(--muted); }
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

    // The palette of Okabe and Ito, darkened on white where a thin line would be too pale. Text is --ink or --muted, with a contrast of at
    // least 4.5 to 1 on either background.
    public const string Light = """
          --page: #ffffff; --ink: #1c2127; --muted: #5d6873; --rule: #e2e6ea; --strong-rule: #aab3bc; --edge: #00000033;
          --c0: #0072b2; --c1: #d55e00; --c2: #00805d; --c3: #b0478a; --c4: #8a6a00; --c5: #56606b; --other: #7a858f;

        """;

    public const string Dark = """
          --page: #14171a; --ink: #e6e9ec; --muted: #9ba6b1; --rule: #2a3037; --strong-rule: #59636e; --edge: #ffffff40;
          --c0: #56b4e9; --c1: #e69f00; --c2: #2bbf97; --c3: #e08fc0; --c4: #f0e442; --c5: #aab3bc; --other: #8b96a1;

        """;

    public const string Charts = """
        .tp-chart { display: block; direction: ltr; }
        .tp-chart text {
          font: 13px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; font-variant-numeric: tabular-nums;
          letter-spacing: normal; word-spacing: normal; text-transform: none; fill: var(--ink); stroke: none;
        }
        .tp-chart .tp-page { fill: var(--page); }
        .tp-chart .tp-heading { font-size: 18px; font-weight: 600; }
        .tp-chart .tp-strong { font-weight: 600; }
        .tp-chart .tp-lead, .tp-chart .tp-name, .tp-chart .tp-label { fill: var(--ink); }
        .tp-chart .tp-axis, .tp-chart .tp-note, .tp-chart .tp-none { fill: var(--muted); }
        .tp-chart .tp-halo { paint-order: stroke; stroke: var(--page); stroke-width: 4px; stroke-linejoin: round; }
        .tp-chart .tp-grid { stroke: var(--rule); stroke-width: 1; }
        .tp-chart .tp-base { stroke: var(--strong-rule); stroke-width: 1; }
        .tp-chart .tp-c0 { fill: var(--c0); } .tp-chart .tp-c1 { fill: var(--c1); }
        .tp-chart .tp-sum { fill: var(--ink); } .tp-chart .tp-pale { fill-opacity: .45; }
        .tp-chart .tp-more { fill: var(--other); }
        .tp-chart .tp-whisker { fill: none; stroke: var(--ink); stroke-width: 1.5; }
        .tp-chart .tp-dot { fill: var(--other); fill-opacity: .45; }
        .tp-chart .tp-best { fill: var(--c0); stroke: var(--page); stroke-width: 1.5; }
        .tp-chart .tp-step { fill: none; stroke: var(--c0); stroke-width: 1.5; }
        .tp-chart .tp-leader { fill: none; stroke: var(--strong-rule); stroke-width: 1; }
        .tp-chart .tp-range { stroke: var(--strong-rule); stroke-width: 2; }
        .tp-chart .tp-mark { stroke-width: 2; fill: var(--page); }
        .tp-chart .tp-m0 { stroke: var(--c0); } .tp-chart .tp-m1 { stroke: var(--c1); }
        .tp-chart .tp-m2 { fill: var(--ink); stroke: var(--page); stroke-width: 1; }
        .tp-chart .tp-asked { stroke: var(--muted); stroke-width: 1; stroke-dasharray: 4 3; }
        .tp-chart .tp-even { stroke: var(--ink); stroke-width: 1; }
        .tp-chart .tp-ring { fill: none; stroke: var(--ink); stroke-width: 2; }
        .tp-chart .tp-point { stroke: var(--page); stroke-width: 1.5; }
        .tp-chart .tp-line { fill: none; stroke-width: 2.25; stroke-linejoin: round; }
        .tp-chart .tp-tail { fill: none; stroke-width: 1.25; }
        .tp-chart .tp-ended { stroke-dasharray: 1 4; }
        .tp-chart .tp-l0 { stroke: var(--c0); } .tp-chart .tp-l1 { stroke: var(--c1); } .tp-chart .tp-l2 { stroke: var(--c2); }
        .tp-chart .tp-l3 { stroke: var(--c3); } .tp-chart .tp-l4 { stroke: var(--c4); } .tp-chart .tp-l5 { stroke: var(--c5); }
        .tp-chart .tp-line.tp-l3 { stroke-dasharray: 7 3; } 
        .tp-chart .tp-line.tp-l4 { stroke-dasharray: 2.5 2.5; } 
        .tp-chart .tp-line.tp-l5 { stroke-dasharray: 8 3 2 3; }

        """;
}
