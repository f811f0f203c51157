using System.CommandLine;
using System.CommandLine.Completions;

namespace TokenPricing.Tool;

/// <summary>The names that a shell completes: those of the catalog that the command line names.</summary>
internal sealed class NameSource(ToolOptions options)
{
    /// <summary>An argument that names a model.</summary>
    public Argument<string> Model(string name, string description) => With(new Argument<string>(name) { Description = description });

    /// <summary>The same as an option.</summary>
    public Option<string> ModelOption(string description)
    {
        Option<string> option = new("--model") { HelpName = "MODEL", Required = true, Description = description };
        option.CompletionSources.Add(Models);
        return option;
    }

    /// <summary>An option that names a provider.</summary>
    public Option<string?> Provider(string description)
    {
        Option<string?> option = new("--provider") { HelpName = "PROVIDER", Description = description };
        option.CompletionSources.Add(Providers);
        return option;
    }

    /// <summary>The ids of providers.</summary>
    public IEnumerable<string> Providers(CompletionContext context) =>
        Of(context, prices => prices.Providers.Where(p => p.IsNamed).Select(p => p.Id.Value));

    /// <summary>What models can be able to do; several stand in one word, with commas.</summary>
    public IEnumerable<string> Capabilities(CompletionContext context)
    {
        string before = context.WordToComplete[..(context.WordToComplete.LastIndexOf(',') + 1)];
        return Of(context, prices => CapabilitiesOf(prices).Select(c => before + c));
    }

    /// <summary>Of which capabilities any source says anything.</summary>
    public static IEnumerable<string> CapabilitiesOf(PriceCatalog prices) =>
        prices.Models
            .SelectMany(m => m.Capabilities)
            .Select(c => c.Capability)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.Ordinal);

    private IEnumerable<string> Models(CompletionContext context) => Of(context, prices => prices.Models.Select(m => m.Id.Value));

    // A shell that completes shows no errors: where the prices cannot be read, it has nothing to offer.
    private IEnumerable<string> Of(CompletionContext context, Func<PriceCatalog, IEnumerable<string>> names)
    {
        try
        {
            return [.. names(options.PricesToComplete(context.ParseResult))];
        }
        catch (Exception e) when (e is PriceDataException
            or ToolException
            or IOException
            or InvalidDataException
            or UnauthorizedAccessException
            or InvalidOperationException)
        {
            return [];
        }
    }

    private Argument<string> With(Argument<string> argument)
    {
        argument.CompletionSources.Add(Models);
        return argument;
    }
}
