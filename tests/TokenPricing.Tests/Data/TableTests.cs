using Xunit;

namespace TokenPricing.Tests;

public sealed class TableTests
{
    // Descriptions are made on first use. Two threads that begin at once make two of one table, and must find each other's rows.
    [Fact]
    public void Of_AnotherDescriptionOfTheTable_HasItsRows()
    {
        CatalogRows rows = TestCatalog.Facts([.. TestCatalog.Offer("m", "p", 1, 2)]);
        Table<RateRow> again = new(CatalogTables.Rates.Csv);

        Assert.Equal(rows.Rates, rows.Of(again));
        Assert.Empty(rows.With(again, []).Rates);
    }
}
