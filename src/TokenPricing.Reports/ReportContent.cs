namespace TokenPricing.Reports;

/// <summary>Determines which blocks have content. Every format omits empty blocks, and sections that contain nothing else.</summary>
internal static class ReportContent
{
    /// <summary>Returns whether a block has content.</summary>
    public static bool IsShown(ReportBlock block) => block switch
    {
        Paragraph paragraph => paragraph.Text.Length > 0,
        BulletList list => list.Items.Length > 0,
        ReportTable table => table.Rows.Length > 0,
        FrontierChart chart => chart.Points.Length > 0,
        BarChart chart => chart.Groups.Any(group => group.Bars.Length > 0),
        DotChart chart => chart.Rows.Length > 0,
        ShareChart chart => chart.Lines.Length > 0,
        StepChart chart => chart.Panels.Any(panel => panel.Drawn.Any()),
        _ => true,
    };
}
