namespace TokenPricing.Bulk;

/// <summary>Where the costs of rows go, in pico-dollars; the sides may be left out.</summary>
internal readonly ref struct CostColumns(Span<long> totals, Span<long> inputs, Span<long> outputs)
{
    public Span<long> Totals { get; } = totals;

    public Span<long> Inputs { get; } = inputs;

    public Span<long> Outputs { get; } = outputs;

    public CostColumns Slice(int row, int rows) => new(
        Totals.Slice(row, rows), Inputs.IsEmpty ? default : Inputs.Slice(row, rows), Outputs.IsEmpty ? default : Outputs.Slice(row, rows));

    public void Set(int row, long total, long input, long output)
    {
        Totals[row] = total;
        SetByDirection(row, input, output);
    }

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
}
