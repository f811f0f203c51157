
namespace TokenPricing.Tests;

/// <summary>Runs one command line and gives back what it wrote.</summary>
internal static class ToolRun
{
    public static (int Code, string Output, string Error) Of(params string[] args)
    {
        StringWriter output = new();
        StringWriter error = new();
        int code = PricingTool.Run(args, new ToolConsole(output, error, IsTerminal: false, Width: 100));
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>As the other, with the reviewed page's prices unless the command line names others.</summary>
    public static (int Code, string Output, string Error) OfReviewed(params string[] args) =>
        Of(args.Contains("--prices") ? args : [.. args, "--prices", ReviewedPrices.Folder]);
}
