using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace TokenPricing.Tests.Reports;

/// <summary>Where the texts, bars and marks of a drawing are.</summary>
internal static partial class SvgLayout
{
    // Advance widths of U+0020 to U+007E in thousandths of the font's size, rounded up, as DejaVu Sans 2.37 and its bold have them; it is
    // the widest of the fonts that systems set such text in.
    private static readonly int[] Regular =
    [
        318, 401, 460, 838, 637, 951, 780, 275, 391, 391, 500, 838, 318, 361, 318, 337, 637, 637, 637, 637, 637, 637, 637, 637, 637, 637, 337, 337, 838, 838, 838, 531,
        1000, 684, 686, 699, 770, 632, 576, 775, 752, 295, 295, 656, 558, 863, 748, 788, 603, 788, 695, 635, 611, 732, 684, 989, 685, 611, 685, 391, 337, 391, 838, 500,
        500, 613, 635, 550, 635, 616, 352, 635, 634, 278, 278, 580, 278, 975, 634, 612, 635, 635, 412, 521, 392, 634, 592, 818, 592, 592, 525, 637, 337, 637, 838,
    ];

    private static readonly int[] Bold =
    [
        349, 456, 521, 838, 696, 1002, 872, 307, 457, 457, 523, 838, 380, 415, 380, 366, 696, 696, 696, 696, 696, 696, 696, 696, 696, 696, 400, 400, 838, 838, 838, 580,
        1000, 774, 763, 734, 830, 684, 684, 821, 837, 372, 372, 775, 638, 996, 837, 850, 733, 850, 770, 721, 683, 812, 774, 1103, 771, 725, 725, 457, 366, 457, 838, 500,
        500, 675, 716, 593, 716, 679, 435, 716, 712, 343, 343, 665, 343, 1042, 712, 687, 716, 716, 494, 596, 478, 712, 652, 924, 645, 652, 582, 712, 366, 712, 838,
    ];

    /// <summary>No text lies over another, over a bar or over a mark, nothing leaves the view, and all numbers are plain.</summary>
    public static void AssertTidy(XElement svg)
    {
        decimal[] view = [.. svg.Attribute("viewBox")!.Value.Split(' ').Select(number => decimal.Parse(number, CultureInfo.InvariantCulture))];
        Box[] texts = [.. Named(svg, "text").Select(TextBox)];
        Box[] marks = [.. Named(svg, "rect").Where(r => !Is(r, "page")).Select(BarBox), .. svg.Descendants().Where(IsMark).Select(MarkBox)];

        Assert.NotEmpty(texts);
        foreach (Box box in texts.Concat(marks))
        {
            if (box.Left < -0.05m || box.Top < -0.05m || box.Right > view[2] + 0.05m || box.Bottom > view[3] + 0.05m)
            {
                Assert.Fail($"{box} leaves {view[2]} x {view[3]}");
            }
        }

        for (int i = 0; i < texts.Length; i++)
        {
            foreach (Box other in texts[..i].Concat(marks))
            {
                if (other.Overlaps(texts[i]))
                {
                    Assert.Fail($"{other} overlaps {texts[i]}");
                }
            }
        }

        foreach (XAttribute number in svg.DescendantsAndSelf().Attributes().Where(a => a.Name.LocalName is "x" or "y" or "cx" or "cy" or "r" or "width" or "height"))
        {
            Assert.Matches(PlainNumber(), number.Value);
        }

        foreach (XElement path in Named(svg, "path"))
        {
            Assert.Matches(PlainPath(), path.Attribute("d")!.Value);
        }
    }

    public static decimal Number(XElement element, string attribute) =>
        decimal.Parse(element.Attribute(attribute)!.Value, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    public static bool Is(XElement element, string kind) => element.Attribute("class")?.Value.Split(' ').Contains($"tp-{kind}") == true;

    public static IEnumerable<XElement> Named(XElement svg, string name) => svg.Descendants().Where(e => e.Name.LocalName == name);

    /// <summary>The texts that are shown, in the order in which they are written.</summary>
    public static string[] Texts(XElement svg, string? kind = null) => [.. Named(svg, "text").Where(t => kind is null || Is(t, kind)).Select(t => t.Value)];

    /// <summary>How wide a text is in the widest of the usual fonts.</summary>
    public static decimal Width(string text, bool isBold, decimal size) => text.EnumerateRunes().Sum(r => Thousandths(r, isBold ? Bold : Regular)) * size / 1000;

    private static Box TextBox(XElement text)
    {
        bool isHeading = Is(text, "heading");
        int[] widths = isHeading || Is(text, "strong") ? Bold : Regular;
        decimal size = isHeading ? 18 : 13;
        decimal width = Width(text.Value, widths == Bold, size);
        (decimal left, decimal baseline) = At(text, "x", "y");
        left -= text.Attribute("text-anchor")?.Value switch
        {
            "end" => width,
            "middle" => width / 2,
            _ => 0,
        };
        return new(left, baseline - (0.85m * size), left + width, baseline + (0.24m * size), text.Value);
    }

    private static int Thousandths(Rune rune, int[] widths) => rune.Value switch
    {
        >= 0x20 and <= 0x7E => widths[rune.Value - 0x20],
        0x300 or 0x301 => 0,
        0xA0 => widths[0],
        >= 0x2E80 and < 0xFFFD => 1_000,
        > 0xFFFF => 1_250,
        _ => 850,
    };

    private static bool IsMark(XElement element) => Is(element, "mark") || Is(element, "best") || Is(element, "point") || Is(element, "ring");

    private static Box BarBox(XElement bar)
    {
        (decimal left, decimal top) = At(bar, "x", "y");
        return new(left, top, left + Number(bar, "width"), top + Number(bar, "height"), "bar");
    }

    private static Box MarkBox(XElement mark)
    {
        if (mark.Name.LocalName == "circle")
        {
            (decimal x, decimal y) = At(mark, "cx", "cy");
            decimal radius = Number(mark, "r");
            return new(x - radius, y - radius, x + radius, y + radius, "mark");
        }

        // Diamonds and squares begin at their top or upper left corner and are written with absolute coordinates.
        (decimal dx, decimal dy) = Shift(mark);
        string path = mark.Attribute("d")!.Value;
        decimal[] across = [.. Coordinates(path, "MLH", isX: true)];
        decimal[] down = [.. Coordinates(path, "MLV", isX: false)];
        return new(across.Min() + dx, down.Min() + dy, across.Max() + dx, down.Max() + dy, "mark");
    }

    private static IEnumerable<decimal> Coordinates(string path, string commands, bool isX) =>
        PathStep().Matches(path).Where(m => commands.Contains(m.Value[0], StringComparison.Ordinal)).Select(m => m.Value[1..].Trim().Split(' '))
            .Select(n => decimal.Parse(isX ? n[0] : n[^1], CultureInfo.InvariantCulture));

    private static (decimal X, decimal Y) At(XElement element, string x, string y)
    {
        (decimal dx, decimal dy) = Shift(element);
        return (Number(element, x) + dx, Number(element, y) + dy);
    }

    private static (decimal X, decimal Y) Shift(XElement element)
    {
        decimal[] by = [.. element.Ancestors().Attributes("transform").SelectMany(t => t.Value["translate(".Length..^1].Split(' ')).Select(n => decimal.Parse(n, CultureInfo.InvariantCulture))];
        return by.Length == 0 ? (0, 0) : (by[0], by[1]);
    }

    [GeneratedRegex(@"^-?\d+(\.\d)?$|^100%$")]
    private static partial Regex PlainNumber();

    [GeneratedRegex(@"^([MLHVv](-?\d+(\.\d)?)( -?\d+(\.\d)?)?|Z)+$")]
    private static partial Regex PlainPath();

    [GeneratedRegex("[A-Z][^A-Z]*")]
    private static partial Regex PathStep();

    private readonly record struct Box(decimal Left, decimal Top, decimal Right, decimal Bottom, string Text)
    {
        public bool Overlaps(Box other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;
    }
}
