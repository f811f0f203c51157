namespace TokenPricing.Statements;

/// <summary>Why a row does not count.</summary>
internal static class Reasons
{
    public const string EmptyBucket = "empty bucket";
    public const string CommittedCapacity = "committed capacity (priority or scale tier), which no cost report has";
    public const string Duplicate = UsageRow.Again;
    public const string OwnEngine = "processed by an engine of your own, which no provider bills";
    public const string Failed = "failed, not billed";
    public const string NoCall = "not a model call";
    public const string ProxyCache = "answered by the proxy's own cache";
    public const string FreeVariant = "a free variant of the model";
    public const string BilledOnly = "billed, no usage of tokens";
    public const string OtherService = "another service than models";
    public const string Correction = "a correction: its negative quantity is in the stated cost, not in the computed one";
    public const string Replay = "a repetition of another line";
}
