namespace TokenPricing.Usage;

/// <summary>Splits totals that may share tokens, such as cached and audio tokens, into parts that do not.</summary>
/// <remarks>
/// <para>Tokens of one direction lie in a grid: one row for each kind (plain, cached, written, reasoning), one column for each modality
/// (text, audio, image, video). A response may tell the sums of rows and of columns and not the cells. Every way of filling the cells that
/// has these sums could be what was used.</para>
/// <para>A cell that the response tells is fixed. Everything else is a transportation problem, so that the cheapest and the most expensive
/// way are found exactly.</para>
/// </remarks>
internal static class OverlappingCounts
{
    /// <summary>More than any price, and few enough digits for exact sums.</summary>
    private const decimal Forbidding = 1e15m;

    /// <summary>The price by which the parts have as few tokens as possible in two counts.</summary>
    /// <param name="meter">A meter of tokens.</param>
    /// <returns>1 for a meter of both a kind and a modality, such as cached audio; otherwise 0.</returns>
    public static decimal? Doubled(Meter meter) => meter.Modality is null || meter.Kind is null ? 0 : 1;

    /// <summary>Returns the parts of the tokens of both directions.</summary>
    /// <param name="totals">The totals by the index of their meter. A meter that is not among them has none of its own.</param>
    /// <param name="price">
    /// The price of a unit of a meter, at most 1e14; the parts are those of least cost. A meter without a price has units only if there is
    /// no other way.
    /// </param>
    /// <returns>The parts by the index of their meter; <see langword="null"/> if no way of filling the cells has these sums.</returns>
    public static Dictionary<int, long>? Split(IReadOnlyDictionary<int, long> totals, Func<Meter, decimal?> price)
    {
        Dictionary<int, long> parts = [];
        foreach (Meter root in new[] { Meter.Input, Meter.Output })
        {
            Meter[] within = [.. totals.Keys.Select(i => Meter.All[i]).Where(m => m == root || m.IsWithin(root))];
            if (within.Length > 0 && !TrySplit(root, within, totals, price, parts))
            {
                return null;
            }
        }

        return parts;
    }

    /// <summary>Fills the grid of one direction.</summary>
    /// <param name="root">The meter of all tokens of the direction.</param>
    /// <param name="given">The meters of the direction that have a total.</param>
    /// <param name="totals">The totals.</param>
    /// <param name="price">The price of a unit; <see langword="null"/> for a meter that has none.</param>
    /// <param name="parts">Receives the parts.</param>
    private static bool TrySplit(
        Meter root, Meter[] given, IReadOnlyDictionary<int, long> totals, Func<Meter, decimal?> price, Dictionary<int, long> parts)
    {
        // The plain row and the text column come first; what no other row or column has remains for them.
        Meter[] rows = [root, .. given.Where(m => m != root && m.Modality is null)];
        Meter[] columns = [root, .. given.Where(m => m != root && m.Kind is null)];
        Dictionary<Meter, long> left = given.ToDictionary(m => m, m => totals[m.Index]);
        left.TryAdd(root, 0);

        // From the most specific to the most general, each total keeps what its own parts do not have; rows and columns apart.
        long[] inRow = Remainders(rows);
        long[] inColumn = Remainders(columns);
        foreach (Meter cell in given.Where(m => m.Modality is not null && m.Kind is not null))
        {
            long fixedUnits = left[cell] - given.Where(m => m.IsWithin(cell)).Sum(m => left[m]);
            parts[cell.Index] = fixedUnits;
            inRow[NearestTo(cell, rows)] -= fixedUnits;
            inColumn[NearestTo(cell, columns)] -= fixedUnits;
        }

        if (inRow.Concat(inColumn).Concat(parts.Values).Any(n => n < 0))
        {
            return false;
        }

        decimal?[,] cost = new decimal?[rows.Length, columns.Length];
        Meter?[,] cells = new Meter?[rows.Length, columns.Length];
        for (int r = 0; r < rows.Length; r++)
        {
            for (int c = 0; c < columns.Length; c++)
            {
                bool isInTwo = r > 0 && c > 0;
                Meter? cell = columns[c].Modality is { } modality ? rows[r].In(modality) : rows[r];
                bool isFree = cell is { } known && !(isInTwo && totals.ContainsKey(known.Index));
                (cells[r, c], cost[r, c]) = (cell, isFree ? price(cell!.Value) ?? Forbidding : null);
            }
        }

        Int128[] sums = [.. inColumn.Select(n => (Int128)n)];
        if (MinCostFlow.Cheapest(inRow, cost, sums, sums) is not { } filled)
        {
            return false;
        }

        for (int r = 0; r < rows.Length; r++)
        {
            for (int c = 0; c < columns.Length; c++)
            {
                if (cells[r, c] is { } cell)
                {
                    parts[cell.Index] = parts.GetValueOrDefault(cell.Index) + filled[r, c];
                }
            }
        }

        return true;

        // A row for five minutes of writes is a part of that for all writes.
        long[] Remainders(Meter[] line)
        {
            long[] remain = [.. line.Select(m => left[m])];
            for (int i = 1; i < line.Length; i++)
            {
                remain[NearestTo(line[i], line)] -= left[line[i]];
            }

            return remain;
        }
    }

    /// <summary>Returns the index of the most specific meter of a line that a meter is a part of; 0, the whole, if of no other.</summary>
    /// <param name="part">The meter, in the line or not.</param>
    /// <param name="line">A row of kinds or a column of modalities, with the whole first.</param>
    private static int NearestTo(Meter part, Meter[] line)
    {
        int nearest = 0;
        for (int i = 1; i < line.Length; i++)
        {
            nearest = part.IsWithin(line[i]) && line[i].Ancestors.Length > line[nearest].Ancestors.Length ? i : nearest;
        }

        return nearest;
    }
}
