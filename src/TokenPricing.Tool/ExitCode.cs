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
}
