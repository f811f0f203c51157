namespace TokenPricing.Tool;

/// <summary>Prices the rows of one file, batch after batch.</summary>
internal sealed class PriceRun(IRowFile file, RowPricer pricer, PriceProgress progress, Func<long> bytesRead)
{
    private readonly List<PricingRow> _batch = new(RowPricer.MostRows);

    public PriceSummary Summary { get; } = new();

    /// <summary>Prices every row.</summary>
    /// <param name="strict">Whether the first bad row is the last.</param>
    /// <param name="stop">Ends the run between two rows.</param>
    /// <returns>Whether all rows were gone through.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was asked for.</exception>
    public bool ToTheEnd(bool strict, CancellationToken stop)
    {
        try
        {
            foreach (PricingRow row in file.Read())
            {
                stop.ThrowIfCancellationRequested();
                _batch.Add(row);
                progress.Report(Summary.Rows + _batch.Count, bytesRead);
                if (_batch.Count == RowPricer.MostRows && !Answer(strict))
                {
                    return false;
                }
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException or OperationCanceledException && _batch.Count > 0)
        {
            // What was read before the file broke off or the run was stopped is answered all the same.
            if (!Answer(strict))
            {
                return false;
            }

            throw;
        }

        return Answer(strict);
    }

    // Writing may fail: then these rows are not answered twice.
    private bool Answer(bool strict)
    {
        PricingRow[] rows = [.. _batch];
        _batch.Clear();
        foreach ((PricingRow row, RowAnswer answer) in rows.Zip(pricer.Price(rows)))
        {
            file.Write(row, answer);
            Summary.Add(row, answer);
            if (strict && answer.Error is not null)
            {
                return false;
            }
        }

        return true;
    }
}
