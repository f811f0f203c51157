namespace TokenPricing.Tool;

/// <summary>Price lists by their format: what <c>--prices</c> and <c>--prices-format</c> mean together.</summary>
internal static class PriceLists
{
    public const string Folder = "folder";

    private static readonly (string Format, Func<string, PriceCatalog> Load)[] Known =
    [
        (Folder, path => PriceCatalog.Load(path)),
    ];

    /// <summary>The names of all formats.</summary>
    public static string Formats => string.Join('|', Known.Select(k => k.Format));

    /// <summary>The prices at a path; the built-in ones where there is none.</summary>
    /// <exception cref="ToolException">The format is not known, or the path is not of that format.</exception>
    public static PriceCatalog Load(string? path, string? format)
    {
        if (path is null)
        {
            return format is null ? PriceCatalog.BuiltIn : throw new ToolException("--prices-format says what --prices is; there is no --prices.");
        }

        string asked = format ?? Folder;
        Func<string, PriceCatalog> load = Known.FirstOrDefault(k => k.Format.Equals(asked, StringComparison.OrdinalIgnoreCase)).Load
            ?? throw new ToolException($"'{asked}' is not a format of price lists that is known: {Formats}.");
        return load == Known[0].Load && File.Exists(path)
            ? throw new ToolException($"'{path}' is a file, not a folder of price files. The formats of price lists that are known: {Formats}.")
            : load(path);
    }
}
