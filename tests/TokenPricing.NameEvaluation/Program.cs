using NodaTime;
using TokenPricing.Tests;

if (args is not [string cases, .. { Length: 0 or 1 } prices])
{
    Console.Error.WriteLine("dotnet run --project tests/TokenPricing.NameEvaluation -- CASES.jsonl [FOLDER-OR-PRICE-LIST]");
    return 2;
}

NameEvaluation evaluation = new(prices is [string path] ? Load(path) : PriceCatalog.BuiltIn);
try
{
    evaluation.AddFile(cases);
}
catch (InvalidDataException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

Console.Write(evaluation.ToReport().ToText());
return 0;

static PriceCatalog Load(string path)
{
    if (Directory.Exists(path))
    {
        return PriceCatalog.Load(path);
    }

    using FileStream file = File.OpenRead(path);
    return new PriceCatalog(PriceImport.Read(file, Instant.FromDateTimeUtc(File.GetLastWriteTimeUtc(path)).InUtc().Date).Facts);
}
