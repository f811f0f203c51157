using System.Globalization;
using System.Xml.Linq;
using Xunit;

namespace TokenPricing.Tests.Reports;

/// <summary>Where the texts and bars of a drawing are.</summary>
internal static class SvgLayout
{
    /// <summary>Nothing overlaps, and nothing leaves the view.</summary>
    public static void AssertTidy(XElement svg)
    {
        decimal[] view = [.. svg.Attribute("viewBox")!.Value.Split(' ').Select(number => decimal.Parse(number, CultureInfo.InvariantCulture))];
        Box[] boxes = [.. svg.Elements().Where(element => element.Name.LocalName is "text" or "rect").Select(BoxOf)];

        Assert.NotEmpty(boxes);
        Assert.All(boxes, box => Assert.True(box.Left >= 0 && box.Top >= 0 && box.Right <= view[2] && box.Bottom <= view[3], $"{box} leaves {view[2]} x {view[3]}"));
        for (int i = 0; i < boxes.Length; i++)
        {
            Assert.All(boxes[..i], box => Assert.False(box.Overlaps(boxes[i]), $"{box} overlaps {boxes[i]}"));
        }
    }

    public static decimal Number(XElement element, string attribute) =>
        decimal.Parse(element.Attribute(attribute)!.Value, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static Box BoxOf(XElement element)
    {
        decimal left = Number(element, "x");
        decimal top = Number(element, "y");
        if (element.Name.LocalName == "rect")
        {
            return new(left, top, left + Number(element, "width"), top + Number(element, "height"), "bar");
        }

        int width = BarChartSvg.TextWidth(element.Value, isBold: element.Attribute("class")?.Value is "group" or "panel");
        left -= element.Attribute("text-anchor")?.Value switch
        {
            "end" => width,
            "middle" => width / 2m,
            _ => 0,
        };

        // Ascenders and descenders of the usual fonts.
        return new(left, top - 12, left + width, top + 4, element.Value);
    }

    private readonly record struct Box(decimal Left, decimal Top, decimal Right, decimal Bottom, string Text)
    {
        public bool Overlaps(Box other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;
    }
}
