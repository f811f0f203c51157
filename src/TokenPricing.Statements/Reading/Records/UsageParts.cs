namespace TokenPricing.Statements;

/// <summary>Collects disjoint parts of a usage.</summary>
internal sealed class UsageParts
{
    private readonly List<MeterQuantity> _parts = [];

    /// <summary>Whether all counts are zero.</summary>
    public bool IsZero => _parts.TrueForAll(p => p.Quantity == 0);

    /// <summary>Adds units; a count that was not reported adds nothing.</summary>
    public UsageParts Add(Meter meter, decimal? units)
    {
        if (units is { } known)
        {
            int same = _parts.FindIndex(p => p.Meter == meter);
            if (same >= 0)
            {
                _parts[same] = new MeterQuantity(meter, _parts[same].Quantity + known);
            }
            else
            {
                _parts.Add(new MeterQuantity(meter, known));
            }
        }

        return this;
    }

    /// <summary>Returns the usage.</summary>
    public TokenUsage ToUsage() => TokenUsage.FromMeterParts([.. _parts]);

    /// <summary>Returns what is left of a total, which must contain its parts.</summary>
    /// <exception cref="RowException">The parts are more than the total.</exception>
    public static long Rest(string totalField, long total, params ReadOnlySpan<(string Field, long? Count)> parts)
    {
        long rest = total;
        foreach ((string field, long? count) in parts)
        {
            rest = checked(rest - (count ?? 0));
            if (rest < 0)
            {
                throw new RowException(
                    RowError.ContradictoryCounts,
                    FormattableString.Invariant($"{field} is more than what is left of {totalField}, {total}, which should contain it."));
            }
        }

        return rest;
    }
}
