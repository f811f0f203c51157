using System.Globalization;
using NodaTime;

namespace TokenPricing.Tool;

/// <summary>Loads the prices that <c>--prices</c> and <c>--prices-format</c> name.</summary>
internal static class PriceLists
{
    private const string Folder = "folder";

    private static readonly (string Name, PriceListFormat Format)[] Files =
    [
        ("genai-prices", PriceListFormat.GenaiPrices),
        ("litellm", PriceListFormat.LiteLlm),
        ("models.dev", PriceListFormat.ModelsDev),
        ("openrouter", PriceListFormat.OpenRouter),
        ("pi-ai", PriceListFormat.PiAi),
        ("portkey", PriceListFormat.Portkey),
        ("modelpricewatch", PriceListFormat.ModelPriceWatch),
    ];

    /// <summary>The names of all formats, separated by "|".</summary>
    public static string Formats => string.Join('|', Names);

    /// <summary>The names of all formats, a folder of price files first.</summary>
    public static IReadOnlyList<string> Names { get; } = [Folder, .. Files.Select(f => f.Name)];

    /// <summary>The names of all formats, for a sentence.</summary>
    public static string FormatList => string.Join(" or ", string.Join(", ", Names.SkipLast(1)), Names[^1]);

    /// <summary>The names of the formats of single files, separated by "|".</summary>
    public static string FileFormats => string.Join('|', Files.Select(f => f.Name));

    /// <summary>Returns a file format by its name; <see langword="null"/> for an unknown name.</summary>
    public static PriceListFormat? FindFormat(string name)
    {
        (string Name, PriceListFormat Format)[] asked = [.. Files.Where(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase))];
        return asked.Length == 0 ? null : asked[0].Format;
    }

    /// <summary>Returns the provider that the name of a file of Portkey tells: <c>openai</c> for <c>pricing.openai.json</c>.</summary>
    public static string ProviderOf(string path)
    {
        const string Prefix = "pricing.";
        string name = Path.GetFileNameWithoutExtension(path);
        return name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? name[Prefix.Length..] : name;
    }

    /// <summary>Loads the prices at a path. Without a path, returns the updated ones, otherwise the built-in ones.</summary>
    /// <exception cref="ToolException">The format is unknown, or the path does not have it.</exception>
    /// <exception cref="PriceDataException">The price list is wrong.</exception>
    public static PriceCatalog Load(string? path, string? format, TextWriter notes, UpdatedPrices? updated = null)
    {
        if (path is null or UpdatedPrices.BuiltIn)
        {
            return format is not null ? throw new ToolException("--prices-format says what --prices is; there is no --prices.")
                : path is null && updated?.Find(notes) is { } own ? own
                : PriceCatalog.BuiltIn;
        }

        bool isFolder = format is null ? !File.Exists(path) : format.Equals(Folder, StringComparison.OrdinalIgnoreCase);
        if (!isFolder)
        {
            return Import(path, format, notes);
        }

        return File.Exists(path)
            ? throw new ToolException(
                $"'{path}' is a file, not a folder of price files. The formats of price lists that are known: {Formats}.")
            : PriceCatalog.Load(path);
    }

    /// <summary>Imports a price list, and writes a note if values were skipped.</summary>
    private static PriceCatalog Import(string path, string? format, TextWriter notes)
    {
        PriceListFormat? asked = format is null ? null : FindFormat(format);
        if (format is not null && asked is null)
        {
            throw new ToolException($"'{format}' is not a format of price lists that is known: {Formats}.");
        }

        // A list does not state its day; the day of the file's last change is used.
        LocalDate recorded = Instant.FromDateTimeUtc(File.GetLastWriteTimeUtc(path)).InUtc().Date;
        using FileStream file = File.OpenRead(path);
        PriceImport import = PriceImport.Read(file, recorded, asked, ProviderOf(path));
        if (!import.Skipped.IsEmpty)
        {
            notes.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}: {import}; the first: {import.Skipped[0]}"));
        }

        return new PriceCatalog(import.Facts);
    }
}
