using NodaTime;
using NodaTime.Text;
using TokenPricing.Tests;

const string Usage = """
    dotnet run --project tests/TokenPricing.MarketEvaluation -- [--prices FOLDER] COMMAND
      listings LIST.json DATE    how many listings of a price list of that day are known, and how many cost the same
      joins GOLD.csv             which pairs of ids (a,b,verdict,reason) are one model here
    """;
PriceCatalog prices = PriceCatalog.BuiltIn;
if (args is ["--prices", string folder, ..])
{
    prices = PriceCatalog.Load(folder);
    args = args[2..];
}

switch (args)
{
    case ["listings", string list, string day] when LocalDatePattern.Iso.Parse(day) is { Success: true, Value: LocalDate date }:
        using (FileStream file = File.OpenRead(list))
        {
            Console.Write(ListingEvaluation.Of(prices, PriceImport.Read(file, date), date).ToText());
        }

        return 0;
    case ["joins", string gold]:
        Console.Write(JoinEvaluation.Of(prices, File.ReadLines(gold)).ToText());
        return 0;
    default:
        Console.Error.WriteLine(Usage);
        return 2;
}
