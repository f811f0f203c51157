using NodaTime;
using NodaTime.Text;
using TokenPricing.Tests;

const string Usage = """
    dotnet run --project tests/TokenPricing.MarketEvaluation -- [--prices FOLDER] COMMAND
      listings LIST.json DATE    how many listings of a price list of that day are known, and how many cost the same
      dated [pi-ai=]LIST.json@DATE...
                                 whether every price of the newest list of each source is in force, or disputed with a true reason
      joins GOLD.csv             which pairs of ids (a,b,verdict,reason) are one model here
    """;
const string PiAi = "pi-ai="; // in the shape of models.dev
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
    case ["dated", .. string[] files] when files.Length > 0:
        List<(PriceImport, LocalDate)> lists = [];
        foreach (string[] list in files.Select(f => f.Split('@')))
        {
            bool isPiAi = list[0].StartsWith(PiAi, StringComparison.Ordinal);
            using FileStream json = File.OpenRead(isPiAi ? list[0][PiAi.Length..] : list[0]);
            LocalDate read = LocalDatePattern.Iso.Parse(list[1]).GetValueOrThrow();
            lists.Add((PriceImport.Read(json, read, isPiAi ? PriceListFormat.PiAi : null), read));
        }

        DatedEvaluation dated = DatedEvaluation.Of(prices, lists);
        Console.Write(dated.ToText());
        return dated.Wrong.Any() ? 1 : 0;
    case ["joins", string gold]:
        Console.Write(JoinEvaluation.Of(prices, File.ReadLines(gold)).ToText());
        return 0;
    default:
        Console.Error.WriteLine(Usage);
        return 2;
}
