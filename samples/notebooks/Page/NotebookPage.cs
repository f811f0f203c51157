using System.Net;
using System.Text;
using Markdig;

namespace TokenPricing.Notebooks;

/// <summary>A notebook as one HTML page that loads nothing and runs nothing.</summary>
public static class NotebookPage
{
    private static readonly MarkdownPipeline Markdown = new MarkdownPipelineBuilder().UsePipeTables().DisableHtml().Build();

    /// <summary>The page: prose, code and what each cell shows, light or dark as the reader's screen.</summary>
    /// <param name="cells">The cells with their outputs; the first one's first line is the title.</param>
    public static string Render(IReadOnlyList<NotebookCell> cells)
    {
        string title = cells.Count == 0 ? "" : cells[0].Text.Split('\n')[0].TrimStart('#', ' ');
        StringBuilder html = new();
        html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\" />\n")
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\" />\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n")
            .Append("<title>").Append(WebUtility.HtmlEncode(title)).Append("</title>\n<style>\n").Append(Style).Append("\n</style>\n</head>\n<body>\n<main>\n");
        foreach (NotebookCell cell in cells)
        {
            html.Append(cell.IsCode ? Code(cell) : $"<div class=\"prose\">\n{Markdig.Markdown.ToHtml(cell.Text, Markdown)}</div>\n");
        }

        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static string Code(NotebookCell cell)
    {
        string outputs = string.Concat(cell.Outputs.Select(o => $"<div class=\"output\">{Output(o)}</div>\n"));
        return $"<div class=\"cell\">\n<pre class=\"code\" tabindex=\"0\"><code>{CodeMarkup.Of(cell.Text)}</code></pre>\n{outputs}</div>\n";
    }

    private static string Output(CellOutput output) =>
        output.Html ?? $"<pre class=\"{(output.IsConsole ? "console" : "text")}\">{WebUtility.HtmlEncode(output.Text.TrimEnd('\n'))}</pre>";

    private const string Style = """
        :root {
          color-scheme: light dark;
          --page: #ffffff; --ink: #1c2127; --muted: #5d6873; --rule: #e2e6ea; --panel: #f5f7f9; --accent: #0072b2;
          --comment: #5d6873; --string: #9a3f00; --number: #005a8c; --keyword: #6b3fa0;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --page: #14171a; --ink: #e6e9ec; --muted: #9ba6b1; --rule: #2a3037; --panel: #1c2025; --accent: #56b4e9;
            --comment: #9ba6b1; --string: #f0b37e; --number: #7cc7f2; --keyword: #c9a6f5;
          }
        }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
        body {
          margin: 0; background: var(--page); color: var(--ink);
          font: 1.0625rem/1.65 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; overflow-wrap: break-word;
        }
        main { max-width: 52rem; margin: 0 auto; padding: clamp(1.75rem, 6vw, 4.5rem) clamp(1rem, 4vw, 2rem) 5rem; }
        .prose { max-width: 41rem; }
        .prose h1 { margin: 0 0 1.25rem; font-size: clamp(1.75rem, 1.35rem + 2vw, 2.5rem); line-height: 1.15; letter-spacing: -.02em; text-wrap: balance; }
        .prose h2 { margin: 3.5rem 0 .75rem; font-size: 1.375rem; line-height: 1.3; letter-spacing: -.01em; text-wrap: balance; }
        .prose p, .prose ul, .prose ol { margin: 0 0 1rem; text-wrap: pretty; }
        .prose li { margin: .3rem 0; }
        .prose a { color: var(--accent); }
        code, .console { font-family: ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .875em; }
        .code code { font-size: .8125em; }
        .prose code { padding: .1em .3em; border-radius: .25em; background: var(--panel); }
        pre { margin: 0; }
        .cell { margin: 1.25rem 0 2rem; }
        .code {
          padding: .875rem 1.125rem; overflow-x: auto; border-radius: .5rem; background: var(--panel);
          font-size: 1rem; line-height: 1.55; tab-size: 4;
        }
        .code:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
        .comment { color: var(--comment); } .string { color: var(--string); } .number { color: var(--number); } .keyword { color: var(--keyword); }
        .output { margin: 1.25rem 0 0; overflow-x: auto; }
        .output .text { padding-left: 1rem; border-left: 3px solid var(--accent); font: inherit; white-space: pre-wrap; text-wrap: pretty; }
        .output .console { white-space: pre-wrap; }
        .output > table { border-collapse: collapse; font-size: .9375rem; line-height: 1.45; font-variant-numeric: tabular-nums; }
        .output > table th, .output > table td { padding: .5rem 0 .5rem 1.75rem; vertical-align: baseline; border-bottom: 1px solid var(--rule); }
        .output > table :is(th, td):first-child { padding-left: 0; }
        @media (max-width: 34rem) {
          body { font-size: 1rem; }
          .code { padding: .75rem .875rem; font-size: .9375rem; }
          .output > table :is(th, td) { padding-left: 1rem; }
        }
        @media print { .cell { break-inside: avoid; } .code { white-space: pre-wrap; } }
        """;
}
