using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;

namespace TokenPricing.Benchmarks;

/// <summary>
/// Ratios to a baseline measured in the same run, with allocations: trust the ratios, since the nanoseconds belong to whatever
/// machine it was.
/// </summary>
internal sealed class RatioConfig : ManualConfig
{
    public RatioConfig()
    {
        AddJob(Job.ShortRun);
        AddDiagnoser(MemoryDiagnoser.Default);
        AddColumnProvider(DefaultColumnProviders.Instance);
        AddColumn(new SpeedColumn());
        AddLogger(ConsoleLogger.Default);
        AddExporter(MarkdownExporter.GitHub);
    }
}
