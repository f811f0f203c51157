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

    private static IEnumerable<(string MimeType, string Text)> Written(object value) =>
        new PlainTextFormatters().CreateTypeFormatters().Cast<NotebookFormatter>().Select(formatter =>
        {
            using StringWriter writer = new();
            Assert.True(formatter.Format(value, writer));
            return (formatter.MimeType, writer.ToString());
        });
}
