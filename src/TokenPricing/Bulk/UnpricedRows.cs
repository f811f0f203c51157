using System.Numerics;

namespace TokenPricing.Bulk;

/// <summary>
/// The rows that the columns of costs cannot hold, in the order of the rows and as small as may be: there can be millions without a cost.
/// </summary>
internal sealed class UnpricedRows
{
    /// <summary>The number of rows of which the bits are in one word.</summary>
    public const int RowsOfWord = 64;

    /// <summary>A bit for each row of a run that has such rows.</summary>
    private readonly List<(int FirstRow, ulong[] Bits)> _failed = [];

    /// <summary>Gets the number of rows without a cost.</summary>
    public int FailedCount { get; private set; }

    /// <summary>Gets the exact costs of the other rows.</summary>
    public List<(int Row, Cost Cost)> Costs { get; } = [];

    /// <summary>Gets the indexes of the rows without a cost, whose errors are found again for those who read them.</summary>
    public IEnumerable<int> Failed()
    {
        foreach ((int firstRow, ulong[] bits) in _failed)
        {
            for (int word = 0; word < bits.Length; word++)
            {
                for (ulong left = bits[word]; left != 0; left &= left - 1)
                {
                    yield return firstRow + (word * RowsOfWord) + BitOperations.TrailingZeroCount(left);
                }
            }
        }
    }

    /// <summary>Adds rows without a cost.</summary>
    /// <param name="firstRow">The index of the first row of their run, which is not before those of earlier rows.</param>
    /// <param name="row">The index within the run of a row that is in the same word as they are.</param>
    /// <param name="rows">A bit for each row of the word, the first in the lowest; may be none.</param>
    public void AddFailed(int firstRow, int row, ulong rows)
    {
        if (_failed.Count == 0 || _failed[^1].FirstRow != firstRow)
        {
            _failed.Add((firstRow, new ulong[BulkKernel.MostRows / RowsOfWord]));
        }

        _failed[^1].Bits[row / RowsOfWord] |= rows;
        FailedCount += BitOperations.PopCount(rows);
    }

    /// <summary>Adds the rows of a later block.</summary>
    /// <param name="later">The rows of the block.</param>
    public void Add(UnpricedRows later)
    {
        _failed.AddRange(later._failed);
        FailedCount += later.FailedCount;
        Costs.AddRange(later.Costs);
    }
}
