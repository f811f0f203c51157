using System.Collections.Immutable;

namespace TokenPricing.Tool;

/// <summary>What the process returns.</summary>
internal static class ExitCode
{
    /// <summary>The question is answered.</summary>
    public const int Answered = 0;

    /// <summary>It cannot be answered; the reason is on standard error.</summary>
    public const int CannotAnswer = 1;

    /// <summary>The command line is wrong; what is right is on standard error.</summary>
    public const int WrongUsage = 2;

    /// <summary>It was stopped by Ctrl-C, as shells count signals.</summary>
    public const int Interrupted = 130;

    /// <summary>It was told to end.</summary>
    public const int Terminated = 143;

    /// <summary>Each of them and when it is returned, for the help.</summary>
    public static ImmutableArray<HelpRow> All { get; } =
    [
        new("0", "answered"),
        new("1", "no answer, or a file that cannot be read or written: standard error says why; also findings of catalog audit and "
            + "catalog diff --exit-code"),
        new("2", "wrong usage; what is right is on standard error"),
        new("130, 143", "stopped by Ctrl-C, or told to end"),
    ];
}
