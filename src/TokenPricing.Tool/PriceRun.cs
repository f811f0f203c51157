namespace TokenPricing.Tool;

/// <summary>Prices rows, writes them and adds them to a summary.</summary>
internal sealed class PriceRun(
    IEnumerable<UsageRow> rows,
    Action<PricedRow> write,
    RowPricer pricer,
    PriceProgress progress,
    Func<long> bytesRead,
    PriceSummary? summary = null)
{
    /// <summary>Prices the rows of one file, which has the answers in its own format.</summary>
    public PriceRun(
        RowFile file, RowPricer pricer, PriceProgress progress, Func<long> bytesRead, PriceSummary? summary = null)
        : this(file.Read(), file.Write, pricer, progress, bytesRead, summary)
    {
    }

    /// <summary>The summary of the rows so far.</summary>
    public PriceSummary Summary { get; } = summary ?? new();

    /// <summary>Prices every row.</summary>
    /// <param name="strict">Whether to stop at the first bad row.</param>
    /// <param name="stop">Stops the run between two rows.</param>
    /// <returns>Whether all rows were priced.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was requested.</exception>
    public bool ToTheEnd(bool strict, CancellationToken stop)
    {
        foreach (PricedRow row in pricer.Price(Rows(stop)))
        {
            write(row);
            Summary.Add(row);
            if (strict && row.Missing is not null)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads the rows, and reports the progress before each one.</summary>
    private IEnumerable<UsageRow> Rows(CancellationToken stop)
    {
        long read = 0;
        foreach (UsageRow row in rows)
        {
            stop.ThrowIfCancellationRequested();
            progress.Report(++read, bytesRead);
            yield return row;
        }
    }
}
