namespace TokenPricing.Warehouse;

/// <summary>Represents what a log writes to say which price applies to a call: a distinct combination of four of its columns.</summary>
/// <param name="Provider">The provider as in the log; empty if the log does not say it, and the name of the model decides.</param>
/// <param name="Model">The model as in the log.</param>
/// <param name="ServiceTier">The service tier as in the log; empty for the standard tier.</param>
/// <param name="Region">The region as in the log; empty for none.</param>
/// <remarks>
/// The texts are those of the log, letter by letter: an engine finds a price by equality, and only the library knows spellings. A null of
/// the log is an empty text.
/// </remarks>
public sealed record CallName(string Provider, string Model, string ServiceTier = "", string Region = "")
{
    /// <summary>The order of the rows of a table: by provider, model, service tier and region, each by its code units.</summary>
    internal static readonly IComparer<CallName> InOrder = Comparer<CallName>.Create((left, right) =>
    {
        int order = string.CompareOrdinal(left.Provider, right.Provider);
        order = order != 0 ? order : string.CompareOrdinal(left.Model, right.Model);
        order = order != 0 ? order : string.CompareOrdinal(left.ServiceTier, right.ServiceTier);
        return order != 0 ? order : string.CompareOrdinal(left.Region, right.Region);
    });

    /// <summary>
    /// Gets a value indicating whether a text has several lines, of which one is <c>\.</c>: PostgreSQL's loader takes it for the end.
    /// </summary>
    internal bool HasEndMark => new[] { Provider, Model, ServiceTier, Region }
        .Any(t => t.AsSpan().IndexOfAny('\n', '\r') >= 0 && t.Split('\n', '\r').Contains(@"\."));

    /// <summary>Returns distinct names in their order.</summary>
    /// <param name="names">The names.</param>
    public static ImmutableArray<CallName> Distinct(IEnumerable<CallName> names) => [.. names.ToHashSet().Order(InOrder)];
}
