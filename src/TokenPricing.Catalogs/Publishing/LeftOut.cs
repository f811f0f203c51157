namespace TokenPricing.Catalogs;

/// <summary>A price that a shape of others cannot say, or says less exactly.</summary>
/// <param name="File">The file of the shape.</param>
/// <param name="Offer">The offer.</param>
/// <param name="What">The meter, or what else was left out.</param>
/// <param name="Condition">The condition; empty for none.</param>
/// <param name="Reason">Why.</param>
internal sealed record LeftOut(string File, OfferId Offer, string What, string Condition, string Reason)
{
    private static readonly string[] Header = ["file", "provider", "model", "what", "condition", "reason"];

    /// <summary>Returns <c>left_out.csv</c>.</summary>
    public static byte[] Table(IEnumerable<LeftOut> all) => LatestFiles.Csv(
        Header, all.Select(l => new[] { l.File, l.Offer.Provider.Value, l.Offer.Model.Value, l.What, l.Condition, l.Reason }));
}
