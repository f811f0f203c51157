using Xunit;

namespace TokenPricing.Tests;

public class PlainTextFormattersTests
{
    [Fact]
    public void CreateTypeFormatters_AValue_IsItsTextInBothFormats() =>
        Assert.Equal([("text/plain", "$1.50"), ("text/html", "<span>$1.50</span>")], Written(new Usd(1.5m)));

    [Fact]
    public void CreateTypeFormatters_TextWithMarkup_StaysText() =>
        Assert.Equal([("text/plain", "<b>&"), ("text/html", "<span>&lt;b&gt;&amp;</span>")], Written("<b>&"));

    // TokenPricing.Reports, which has formatters of HTML, is not here.
    [Fact]
    public void Attribute_OfAValue_WithoutReports_NamesThePlainFormatters()
    {
        TypeFormatterSourceAttribute source = Assert.Single(typeof(Usd).GetCustomAttributes(inherit: false).OfType<TypeFormatterSourceAttribute>());

        Assert.Equal(typeof(PlainTextFormatters), source.FormatterSourceType);
        Assert.Equal(["text/plain"], source.PreferredMimeTypes);
    }

    [Fact]
    public void Format_AValueWithoutSuchAText_WritesNothing()
    {
        using StringWriter writer = new();

        Assert.False(new NotebookFormatter("text/html", _ => null).Format(1, writer));
        Assert.Equal("", writer.ToString());
    }

    private static IEnumerable<(string MimeType, string Text)> Written(object value) =>
        new PlainTextFormatters().CreateTypeFormatters().Cast<NotebookFormatter>().Select(formatter =>
        {
            using StringWriter writer = new();
            Assert.True(formatter.Format(value, writer));
            return (formatter.MimeType, writer.ToString());
        });
}
