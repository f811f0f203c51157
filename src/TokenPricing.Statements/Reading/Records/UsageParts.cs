namespace TokenPricing.Statements;

/// <summary>Collects disjoint parts of a usage.</summary>
internal sealed class UsageParts
{
    private readonly List<MeterQuantity> _parts = [];

    /// <summary>Whether all counts are zero.</summary>
    public bool IsZero => _parts.TrueForAll(p => p.Quantity == 0);

    /// <summary>Whether nothing was counted, not even as zero.</summary>
    public bool IsEmpty => _parts.Count == 0;

    /// <summary>Adds units; a count that was not reported adds nothing.</summary>
    public UsageParts Add(Meter meter, decimal? units)
    {
        if (units is { } known)
        {
            for (int i = 0; i < _parts.Count; i++)
            {
                if (_parts[i].Meter == meter)
                {
                    _parts[i] = new MeterQuantity(meter, _parts[i].Quantity + known);
                    return this;
                }
            }

            _parts.Add(new MeterQuantity(meter, known));
        }

        return this;
    }

    /// <summary>Returns the usage.</summary>
    public TokenUsage ToUsage()
    {
        // Nearly all usages have only these meters, and FromParts is an order of magnitude faster.
        long? input = null, output = null, read = null, written = null, written5m = null, written1h = null, reasoning = null;
        foreach (MeterQuantity part in _parts)
        {
            if (!decimal.IsInteger(part.Quantity))
            {
                return TokenUsage.FromMeterParts([.. _parts]);
            }

            if (part.Meter == Meter.Input)
            {
                input = (long)part.Quantity;
            }
            else if (part.Meter == Meter.Output)
            {
                output = (long)part.Quantity;
            }
            else if (part.Meter == Meter.CacheRead)
            {
                read = (long)part.Quantity;
            }
            else if (part.Meter == Meter.CacheWrite)
            {
                written = (long)part.Quantity;
            }
            else if (part.Meter == Meter.CacheWrite5m)
            {
                written5m = (long)part.Quantity;
            }
            else if (part.Meter == Meter.CacheWrite1h)
            {
                written1h = (long)part.Quantity;
            }
            else if (part.Meter == Meter.Reasoning)
            {
                reasoning = (long)part.Quantity;
            }
            else
            {
                return TokenUsage.FromMeterParts([.. _parts]);
            }
        }

        return TokenUsage.FromParts(input, output, read, written, written5m, written1h, reasoning);
    }

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
