namespace TokenPricing.Tool;

/// <summary>Prices the rows of one file, one after the other.</summary>
internal sealed class PriceRun(IRowFile file, RowPricer pricer, PriceProgress progress, Func<long> bytesRead)
{
    public PriceSummary Summary { get; } = new();

    /// <summary>Prices every row.</summary>
    /// <param name="strict">Whether the first bad row is the last.</param>
    /// <param name="stop">Ends the run between two rows.</param>
    /// <returns>Whether all rows were gone through.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was asked for.</exception>
    public bool ToTheEnd(bool strict, CancellationToken stop)
    {
        foreach (PricingRow row in file.Read())
        {
            stop.ThrowIfCancellationRequested();
            RowAnswer answer = pricer.Price(row);
            file.Write(row, answer);
            Summary.Add(row, answer);
            progress.Report(Summary.Rows, bytesRead);
            if (strict && answer.Error is not null)
            {
                return false;
            }
        }

        return true;
    }
}
