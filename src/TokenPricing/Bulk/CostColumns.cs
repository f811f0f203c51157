using System.Runtime.Intrinsics;

namespace TokenPricing.Bulk;

/// <summary>The columns that receive the costs of rows, in pico-dollars.</summary>
/// <param name="totals">The column of total costs.</param>
/// <param name="inputs">The column of the costs of input; empty where they are not wanted.</param>
/// <param name="outputs">The column of the costs of output; empty where they are not wanted.</param>
internal readonly ref struct CostColumns(Span<long> totals, Span<long> inputs, Span<long> outputs)
{
    /// <summary>The value of a row that the columns cannot hold.</summary>
    public const long Marker = long.MinValue;

    /// <summary>The value with which the kernel marks a row that it knows to fail, until <see cref="Marker"/> takes its place.</summary>
    public const long FailedMarker = Marker + 1;

    /// <summary>The column of total costs.</summary>
    public Span<long> Totals { get; } = totals;

    /// <summary>The column of the costs of input; may be empty.</summary>
    public Span<long> Inputs { get; } = inputs;

    /// <summary>The column of the costs of output; may be empty.</summary>
    public Span<long> Outputs { get; } = outputs;

    /// <summary>Whether the costs of input or of output are wanted.</summary>
    public bool HasSides => !Inputs.IsEmpty || !Outputs.IsEmpty;

    /// <summary>Returns a range of the rows. Columns that are not wanted stay empty.</summary>
    /// <param name="row">The index of the first row.</param>
    /// <param name="rows">The number of rows.</param>
    public CostColumns Slice(int row, int rows) => new(
        Totals.Slice(row, rows), Inputs.IsEmpty ? default : Inputs.Slice(row, rows), Outputs.IsEmpty ? default : Outputs.Slice(row, rows));

    /// <summary>Sets all columns of a row, in pico-dollars or to <see cref="Marker"/>.</summary>
    /// <param name="row">The index of the row.</param>
    /// <param name="total">The total cost.</param>
    /// <param name="input">The cost of input.</param>
    /// <param name="output">The cost of output.</param>
    public void Set(int row, long total, long input, long output)
    {
        Totals[row] = total;
        SetByDirection(row, input, output);
    }

    /// <summary>
    /// Finds the rows that the kernel marked, and sets all columns of those that it knows to fail to <see cref="Marker"/>.
    /// </summary>
    /// <param name="row">The index of the first row.</param>
    /// <param name="rows">The number of rows, up to 64.</param>
    /// <returns>A bit for each row that fails, and for each that must be tried; the first in the lowest.</returns>
    /// <remarks>There is no branch on a mark, since nothing predicts which rows have one.</remarks>
    public (ulong Failed, ulong Tried) TakeMarks(int row, int rows)
    {
        Vector256<long> failing = Vector256.Create(FailedMarker);
        (ulong failed, ulong marked) = (0, 0);
        int i = 0;
        for (; i <= rows - Vector256<long>.Count; i += Vector256<long>.Count)
        {
            Vector256<long> totals = Vector256.Create<long>(Totals[(row + i)..]);
            Vector256<long> fails = Vector256.Equals(totals, failing);
            failed |= (ulong)fails.ExtractMostSignificantBits() << i;
            marked |= (ulong)totals.ExtractMostSignificantBits() << i;
            MarkWhere(fails, Totals, row + i);
            MarkWhere(fails, Inputs, row + i);
            MarkWhere(fails, Outputs, row + i);
        }

        for (; i < rows; i++)
        {
            marked |= Totals[row + i] < 0 ? 1UL << i : 0;
            if (Totals[row + i] == FailedMarker)
            {
                failed |= 1UL << i;
                Set(row + i, Marker, Marker, Marker);
            }
        }

        return (failed, marked ^ failed);
    }

    /// <summary>Sets the costs of input and output of a row where they are wanted.</summary>
    /// <param name="row">The index of the row.</param>
    /// <param name="input">The cost of input in pico-dollars.</param>
    /// <param name="output">The cost of output in pico-dollars.</param>
    public void SetByDirection(int row, long input, long output)
    {
        if (!Inputs.IsEmpty)
        {
            Inputs[row] = input;
        }

        if (!Outputs.IsEmpty)
        {
            Outputs[row] = output;
        }
    }

    private static void MarkWhere(Vector256<long> fails, Span<long> column, int row)
    {
        if (!column.IsEmpty)
        {
            Vector256.ConditionalSelect(fails, Vector256.Create(Marker), Vector256.Create<long>(column[row..])).CopyTo(column[row..]);
        }
    }
}
