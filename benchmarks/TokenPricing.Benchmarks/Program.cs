using System.Globalization;
using BenchmarkDotNet.Running;
using TokenPricing.Benchmarks;

// dotnet run -c Release --project benchmarks/TokenPricing.Benchmarks -- --filter '*'
// dotnet run -c Release --project benchmarks/TokenPricing.Benchmarks -- stream 100000000
// dotnet run -c Release --project benchmarks/TokenPricing.Benchmarks -- names 1000000
// dotnet run -c Release --project benchmarks/TokenPricing.Benchmarks -- files 10000000 parquet csv litellm
// dotnet run -c Release --project benchmarks/TokenPricing.Benchmarks -- handler 10000
// dotnet run -c Release --project benchmarks/TokenPricing.Benchmarks -- warehouse 10000000 FOLDER
if (args is ["stream", var rows])
{
    return StreamedRows.Run(long.Parse(rows, CultureInfo.InvariantCulture));
}

if (args is ["names", var names])
{
    return HostileNames.Run(int.Parse(names, CultureInfo.InvariantCulture));
}

if (args is ["handler", var handled])
{
    return HandledCalls.Run(int.Parse(handled, CultureInfo.InvariantCulture));
}

if (args is ["warehouse-file", var engineOfFile, var tablesOfFile])
{
    return WarehouseParquet.Read(engineOfFile, tablesOfFile);
}

if (args is ["warehouse", var logged, ..])
{
    return WarehouseRows.Run(int.Parse(logged, CultureInfo.InvariantCulture), args.ElementAtOrDefault(2));
}

if (args is ["files", var calls, ..])
{
    return UsageFiles.Run(long.Parse(calls, CultureInfo.InvariantCulture), args[2..]);
}

if (args is ["file", var engine, var kind, var path])
{
    return UsageFiles.Read(engine, kind, path);
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, new RatioConfig());
return 0;
