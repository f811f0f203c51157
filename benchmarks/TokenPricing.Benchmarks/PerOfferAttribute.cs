using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace TokenPricing.Benchmarks;

/// <summary>Adds a column to benchmarks that go through all built-in prices: the time that one offer takes.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class PerOfferAttribute : Attribute, IConfigSource
{
    public IConfig Config { get; } = ManualConfig.CreateEmpty().AddColumn(new Column());

    private sealed class Column : IColumn
    {
        public string Id => nameof(PerOfferAttribute);

        public string ColumnName => "ns/offer";

        public string Legend => $"The mean, divided by the {PriceCatalog.BuiltIn.Offers.Length} offers of the built-in prices";

        public bool AlwaysShow => true;

        public ColumnCategory Category => ColumnCategory.Statistics;

        public int PriorityInCategory => 0;

        public bool IsNumeric => true;

        public UnitType UnitType => UnitType.Dimensionless;

        public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => summary[benchmarkCase]?.ResultStatistics is { } statistics
            ? (statistics.Mean / PriceCatalog.BuiltIn.Offers.Length).ToString("F1", CultureInfo.InvariantCulture)
            : "?";

        public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

        public bool IsAvailable(Summary summary) => true;

        public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;
    }
}
