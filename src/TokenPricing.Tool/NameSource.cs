using System.CommandLine;
using System.CommandLine.Completions;

namespace TokenPricing.Tool;

/// <summary>The names that a shell completes, from the catalog that the command line names.</summary>
internal sealed class NameSource(ToolOptions options)
{
    /// <summary>Returns an argument that names a model.</summary>
    public Argument<string> Model(string name, string description) => With(new Argument<string>(name) { Description = description });

    /// <summary>Returns the option <c>--model</c>.</summary>
    public Option<string?> ModelOption(string description)
    {
        Option<string?> option = new("--model") { HelpName = "MODEL", Description = description };
        option.CompletionSources.Add(Models);
        return option;
    }

    /// <summary>Returns the option <c>--provider</c>.</summary>
    public Option<string?> Provider(string description)
    {
        Option<string?> option = new("--provider") { HelpName = "PROVIDER", Description = description };
        option.CompletionSources.Add(Providers);
        return option;
    }

    /// <summary>Returns the ids of all named providers.</summary>
    public IEnumerable<string> Providers(CompletionContext context) =>
        Of(context, prices => prices.Providers.Where(p => p.IsNamed).Select(p => p.Id.Value));

    /// <summary>Returns the ids of all models.</summary>
    public IEnumerable<string> Models(CompletionContext context) => Of(context, prices => prices.Models.Select(m => m.Id.Value));

    /// <summary>Returns the capabilities, after those that the word already lists, separated by commas.</summary>
    public IEnumerable<string> Capabilities(CompletionContext context)
    {
        string before = context.WordToComplete[..(context.WordToComplete.LastIndexOf(',') + 1)];
        return Of(context, prices => CapabilitiesOf(prices).Select(c => before + c));
    }

    /// <summary>Returns the capabilities about which any source states something.</summary>
    public static IEnumerable<string> CapabilitiesOf(PriceCatalog prices) =>
        prices.Models
            .SelectMany(m => m.Capabilities)
            .Select(c => c.Capability)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.Ordinal);

    /// <summary>
    /// Returns names of the catalog; none if the prices cannot be read, since a shell shows no errors while it completes.
    /// </summary>
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

    /// <summary>Adds the completion of model ids to an argument.</summary>
    private Argument<string> With(Argument<string> argument)
    {
        argument.CompletionSources.Add(Models);
        return argument;
    }
}
