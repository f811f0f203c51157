
namespace TokenPricing.Tests;

/// <summary>Runs one command line and gives back what it wrote.</summary>
internal static class ToolRun
{
    public static (int Code, string Output, string Error) Of(params string[] args) => In(null, args);

    /// <summary>As the other, with a folder of what the tool keeps.</summary>
    public static (int Code, string Output, string Error) In(string? dataFolder, params string[] args) => On(TimeProvider.System, dataFolder, args);

    /// <summary>As the other, at a time.</summary>
    public static (int Code, string Output, string Error) On(TimeProvider time, string? dataFolder, params string[] args)
    {
        StringWriter output = new();
        StringWriter error = new();
        int code = PricingTool.Run(args, new ToolConsole(output, error, IsTerminal: false, Width: 100) { DataFolder = dataFolder, Time = time });
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>As the other, with the reviewed page's prices unless the command line names others.</summary>
    public static (int Code, string Output, string Error) OfReviewed(params string[] args) =>
        Of(args.Contains("--prices") ? args : [.. args, "--prices", ReviewedPrices.Folder]);

    /// <summary>A clock that stands still.</summary>
    internal sealed class Clock(int year, int month, int day) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(year, month, day, 12, 0, 0, TimeSpan.Zero);
    }
}
