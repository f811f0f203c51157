using TokenPricing.Tool;

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
}
