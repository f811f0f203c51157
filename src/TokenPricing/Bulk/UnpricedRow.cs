namespace TokenPricing.Bulk;

/// <summary>A row that the column of costs cannot hold, as small as may be: there can be millions.</summary>
/// <param name="Row">The index of the row in the columns.</param>
/// <param name="Offer">The index of its offer, which may not exist.</param>
/// <param name="UnixMilliseconds">Its time, which may be impossible.</param>
/// <param name="Answer">
/// The <see cref="Cost"/> or the <see cref="Exception"/>, or <see cref="ContradictoryCounts"/>; <see langword="null"/> for an error that
/// names the offer or the time. The last two are made into errors when somebody asks for them.
/// </param>
internal readonly record struct UnpricedRow(int Row, int Offer, long UnixMilliseconds, object? Answer)
{
    /// <summary>Whether there is no cost.</summary>
    public bool IsFailed => Answer is not Cost;

    /// <summary>Returns the row for users.</summary>
    /// <param name="errorOf">Returns the error of an offer at a time, in Unix milliseconds.</param>
    public BulkRow ToBulkRow(Func<int, long, Exception> errorOf)
    {
        (int offer, long milliseconds) = (Offer, UnixMilliseconds);
        return Answer switch
        {
            Cost cost => new BulkRow(Row, cost, null),
            Exception error => new BulkRow(Row, null, error),
            ContradictoryCounts counts => new BulkRow(Row, counts.ToException),
            _ => new BulkRow(Row, () => errorOf(offer, milliseconds)),
        };
    }
}
