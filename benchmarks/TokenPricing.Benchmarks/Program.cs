using TokenPricing.Benchmarks;

// dotnet run -c Release --project benchmarks/TokenPricing.Benchmarks -- --filter '*'
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, new RatioConfig());
