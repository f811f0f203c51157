using TokenPricing.CostApi;

await CostApiHost.Build(args).RunAsync();
