namespace TokenPricing.Extensions.AI;

/// <summary>A file of batch results, and how many of its lines were counted. A file does not change once it is there.</summary>
internal sealed class BatchFile
{
    private readonly Lock _gate = new();
    private long _counted;

    /// <summary>Returns whether a line is to be counted: it was not before, in this download or another one.</summary>
    /// <param name="line">The index of the line.</param>
    public bool IsNew(long line)
    {
        lock (_gate)
        {
            bool isNew = line >= _counted;
            _counted = Math.Max(_counted, line + 1);
            return isNew;
        }
    }
}
