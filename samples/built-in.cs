#:project ../src/TokenPricing

// How much the built-in prices hold, how old they are, and what it costs to have them: dotnet run samples/built-in.cs
using System.Diagnostics;
using TokenPricing;

const double MostMegabytes = 60;

long before = GC.GetTotalMemory(forceFullCollection: true);
Stopwatch watch = Stopwatch.StartNew();
PriceCatalog prices = PriceCatalog.BuiltIn;
TimeSpan loaded = watch.Elapsed;

// Names have an index of their own, made when the first one is asked for; prices are laid out when an offer is.
Console.WriteLine($"'gpt-4o' is {prices.Find("gpt-4o").Offer}.");
int priced = prices.Offers.Count(o => !o.History.IsEmpty);
double megabytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6;

Console.WriteLine($"{prices.Offers.Length:N0} offers, {priced:N0} of them priced, of {prices.Models.Length:N0} models by {prices.Providers.Length} providers.");
Console.WriteLine($"Recorded through {prices.RecordedThrough:uuuu-MM-dd}.");
Console.WriteLine($"Loaded in {loaded.TotalMilliseconds:0} ms; all of it keeps {megabytes:0.0} MB of memory, of at most {MostMegabytes}.");
return megabytes <= MostMegabytes ? 0 : 1;
