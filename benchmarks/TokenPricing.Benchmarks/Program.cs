using System.Globalization;
using BenchmarkDotNet.Running;
using TokenPricing.Benchmarks;

// dotnet run -c Release --project benchmarks/TokenPricing.Benchmarks -- --filter '*'
// dotnet run -c Release --project benchmarks/TokenPricing.Benchmarks -- stream 100000000
// dotnet run -c Release --project benchmarks/TokenPricing.Benchmarks -- names 1000000
if (args is ["stream", var rows])
{
    return StreamedRows.Run(long.Parse(rows, CultureInfo.InvariantCulture));
}

if (args is ["names", var names])
{
    return HostileNames.Run(int.Parse(names, CultureInfo.InvariantCulture));
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, new RatioConfig());
return 0;
