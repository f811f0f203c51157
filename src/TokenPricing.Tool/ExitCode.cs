using System.Collections.Immutable;

namespace TokenPricing.Tool;

/// <summary>The exit codes of the process.</summary>
internal static class ExitCode
{
    /// <summary>The question was answered.</summary>
    public const int Answered = 0;

    /// <summary>The question cannot be answered; the reason is on standard error.</summary>
    public const int CannotAnswer = 1;

    /// <summary>The command line is invalid; correct usage is on standard error.</summary>
    public const int WrongUsage = 2;

    /// <summary>The tool itself made an error, which is a bug: EX_SOFTWARE, as in sysexits.h.</summary>
    public const int InternalError = 70;

    /// <summary>The reader of standard output has gone: 128 plus the number of SIGPIPE.</summary>
    public const int BrokenPipe = 141;

    /// <summary>The process was interrupted by Ctrl-C: 128 plus the number of SIGINT, as in shells.</summary>
    public const int Interrupted = 130;

    /// <summary>The process was terminated: 128 plus the number of SIGTERM.</summary>
    public const int Terminated = 143;

    /// <summary>Each code and when it is returned, for the help.</summary>
    public static ImmutableArray<HelpRow> All { get; } =
    [
        new("0", "answered"),
        new("1", "no answer, or a file that cannot be read or written: standard error says why; also findings of catalog audit and "
            + "catalog diff --exit-code"),
        new("2", "wrong usage; what is right is on standard error"),
        new("70", "an error of token-pricing itself; standard error says which"),
        new("130, 143", "stopped by Ctrl-C, or told to end"),
        new("141", "the reader of standard output has gone, such as head"),
    ];
}
