namespace TokenPricing.CostApi;

/// <summary>An answer in each form that it has; only the one that is asked for is made.</summary>
/// <param name="Json">As JSON.</param>
internal sealed record Answer(Func<string> Json)
{
    /// <summary>As one HTML page; <see langword="null"/>: it has none.</summary>
    public Func<string>? Html { get; init; }

    /// <summary>As a chart; <see langword="null"/>: there is none to draw.</summary>
    public Func<Chart>? Chart { get; init; }

    /// <summary>An answer that the library lays out.</summary>
    public static Answer Of(Report report, Func<Chart> chart) => new(report.ToJson) { Html = report.ToHtml, Chart = chart };
}
