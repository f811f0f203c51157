namespace TokenPricing.Tool;

/// <summary>Prices several files, or files in the formats of vendors and tools, as one input.</summary>
internal sealed class UsageRun(
    IReadOnlyList<string> files,
    UsageFileOptions options,
    AnswerFile answers,
    RowPricer pricer,
    PriceProgress progress,
    PriceSummary summary)
{
    private readonly UsageInput _input = new(options);
    private long _bytes;
    private Stream? _open;

    /// <summary>The input, with its warnings.</summary>
    public UsageInput Input => _input;

    /// <summary>Prices every row.</summary>
    /// <param name="strict">Whether to stop at the first bad row.</param>
    /// <param name="stop">Stops the run between two rows.</param>
    /// <returns>Whether all rows were read.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was requested.</exception>
    public bool ToTheEnd(bool strict, CancellationToken stop)
    {
        foreach (PricedRow row in pricer.Price(Rows(stop)))
        {
            answers.Write(row);
            summary.Add(row);
            if (strict && row.Error is not null)
            {
                return false;
            }
        }

        return true;
    }

    private IEnumerable<UsageRow> Rows(CancellationToken stop)
    {
        long read = 0;
        foreach (UsageRow row in Files().Concat(_input.Complete()))
        {
            stop.ThrowIfCancellationRequested();
            progress.Report(++read, () => _bytes + (_open is { CanSeek: true } open ? open.Position : 0));
            yield return row;
        }
    }

    private IEnumerable<UsageRow> Files()
    {
        foreach (string file in files)
        {
            using Stream stream = InputFiles.Open(file);
            _open = stream;
            string name = file == InputFiles.StandardInput ? "standard input" : files.Count == 1 ? Path.GetFileName(file) : file;
            foreach (UsageRow row in _input.Read(stream, name))
            {
                yield return row;
            }

            _bytes += stream.CanSeek ? stream.Length : 0;
            _open = null;
        }
    }
}
