using System.Collections.Immutable;
using System.Text.Json;

namespace TokenPricing.Reports;

/// <summary>Writes the content of a report as JSON, for reports that do not write their own figures.</summary>
internal static class PageJson
{
    /// <summary>Writes a page as one object.</summary>
    public static void Write(Utf8JsonWriter json, ReportPage page)
    {
        json.WriteStartObject();
        json.WriteString("title", page.Title);
        json.WriteString("lead", page.Lead);
        json.WriteStartArray("sections");
        foreach (ReportSection section in page.Sections)
        {
            json.WriteStartObject();
            json.WriteString("heading", section.Heading);
            json.WriteStartArray("blocks");
            foreach (ReportBlock block in section.Blocks.Where(ReportContent.IsShown))
            {
                Write(json, block);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ReportBlock block)
    {
        json.WriteStartObject();
        switch (block)
        {
            case Paragraph paragraph:
                json.WriteString("text", paragraph.Text);
                break;
            case BulletList list:
                json.WriteString("introduction", list.Introduction);
                json.WriteStrings("items", list.Items);
                break;
            case ReportTable table:
                json.WriteStrings("header", table.Header);
                Write(json, "rows", table.Rows);
                break;
            case QuestionAndAnswer faq:
                json.WriteString("question", faq.Question);
                json.WriteString("answer", faq.Answer);
                break;
            case BarChart chart:
                json.WriteString("chart", chart.Title);
                json.WriteStrings("series", chart.Series);
                Write(json, chart.Groups);
                break;
            case ChartBlock chart:
                json.WriteString("chart", chart.Title);
                json.WriteString("description", chart.Description);
                break;
            default:
                throw new NotSupportedException($"No JSON form for {block.GetType().Name}.");
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, ImmutableArray<ImmutableArray<string>> rows)
    {
        json.WriteStartArray(name);
        foreach (ImmutableArray<string> row in rows)
        {
            json.WriteStartArray();
            foreach (string cell in row)
            {
                json.WriteStringValue(cell);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, ImmutableArray<BarGroup> groups)
    {
        json.WriteStartArray("groups");
        foreach (BarGroup group in groups)
        {
            json.WriteStartObject();
            json.WriteString("label", group.Label);
            json.WriteStartArray("bars");
            foreach (BarValue bar in group.Bars)
            {
                json.WriteStartObject();
                json.WriteNumberOrNull("value", bar.Value);
                json.WriteString("text", bar.Text);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
