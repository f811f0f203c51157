using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace TokenPricing.Tool;

/// <summary>The prices that <c>token-pricing update</c> keeps for the user, in one file that is replaced as a whole.</summary>
/// <param name="folder">The folder of what the tool keeps; <see langword="null"/> if it keeps nothing.</param>
internal sealed class UpdatedPrices(string? folder)
{
    /// <summary>The word for the built-in prices, as a value of <c>--prices</c>.</summary>
    public const string BuiltIn = "built-in";

    private const string Variable = "TOKENPRICING_DATA";

    /// <summary>The folder in which doubted prices are kept apart.</summary>
    public string? Doubted => folder is null ? null : Path.Combine(folder, "doubted");

    /// <summary>The file of the prices.</summary>
    /// <exception cref="ToolException">There is no folder for it.</exception>
    public string File => Path.Combine(
        folder ?? throw new ToolException($"There is no folder for what the tool keeps. Name one by the environment variable {Variable}."),
        "prices.zip");

    /// <summary>Whether there are updated prices.</summary>
    public bool Exist => folder is not null && System.IO.File.Exists(File);

    /// <summary>Returns the folder of the user: what the variable names, otherwise the usual place of the system.</summary>
    public static string? FolderOfUser(Func<string, string?> variable)
    {
        if (variable(Variable) is { Length: > 0 } named)
        {
            return named;
        }

        string data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        return data.Length == 0 ? null : Path.Combine(data, ToolHelp.Name);
    }

    /// <summary>Returns the updated prices; <see langword="null"/> if there are none that are newer than the built-in ones.</summary>
    /// <param name="notes">Where it is said which prices are used.</param>
    /// <exception cref="ToolException">They cannot be read.</exception>
    public PriceCatalog? Find(TextWriter notes)
    {
        if (!Exist)
        {
            return null;
        }

        PriceCatalog prices = Load();
        string day = prices.RecordedThrough is { } newest ? ToolText.Date(newest) : "no day";
        if (prices.RecordedThrough < PriceCatalog.BuiltIn.RecordedThrough)
        {
            notes.WriteLine(
                $"The updated prices end on {day} and the built-in ones on {PriceCatalog.BuiltIn.RecordedThrough:uuuu-MM-dd}, which are "
                + "used. Update again with 'token-pricing update'.");
            return null;
        }

        string at = InstantPattern.General.Format(Instant.FromDateTimeUtc(System.IO.File.GetLastWriteTimeUtc(File)));
        notes.WriteLine(
            $"Prices of {day}, updated at {at}. For those built in: --prices {BuiltIn}, or for good 'token-pricing update --reset'.");
        return prices;
    }

    /// <summary>Keeps prices in place of those before.</summary>
    public void Save(PriceCatalog prices)
    {
        Directory.CreateDirectory(folder!);
        using WholeFile whole = new(File);
        using (MemoryStream zip = new())
        {
            prices.SaveZip(zip);
            zip.Position = 0;
            zip.CopyTo(whole.Content);
        }

        whole.Complete();
    }

    /// <summary>Forgets the updated prices, and returns whether there were any.</summary>
    public bool Delete()
    {
        bool exist = Exist;
        if (exist)
        {
            System.IO.File.Delete(File);
        }

        return exist;
    }

    /// <summary>Deletes what runs that were killed have left among the doubted prices.</summary>
    public void DeleteIncomplete()
    {
        foreach (string incomplete in Directory.Exists(Doubted) ? Directory.GetDirectories(Doubted, "*.tmp") : [])
        {
            Directory.Delete(incomplete, recursive: true);
        }
    }

    private PriceCatalog Load()
    {
        try
        {
            using FileStream file = System.IO.File.OpenRead(File);
            return PriceCatalog.LoadAsync(file).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is PriceDataException or IOException or UnauthorizedAccessException)
        {
            throw new ToolException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The updated prices in '{File}' cannot be read: {e.Message} "
                    + $"Go back to those built in with 'token-pricing update --reset'."));
        }
    }
}
