namespace TokenPricing.Statements;

/// <summary>
/// Reads the fields of a record one by one, so that one that is wrong does not hide the others: a line of a bill whose quantity cannot be
/// read still has its amount. The first error is that of the row.
/// </summary>
internal sealed class FieldErrors
{
    /// <summary>The first error; <see langword="null"/> if there was none.</summary>
    public RowError? First { get; private set; }

    /// <summary>Adds what is wrong; <see langword="null"/> is nothing.</summary>
    public void Add(string? problem)
    {
        if (problem is not null)
        {
            First ??= new RowError(RowError.InvalidRow, problem);
        }
    }

    /// <summary>Returns a field; <see langword="null"/> if it is missing, or if it is wrong, which is noted.</summary>
    public T? Of<T>(Func<T?> read)
        where T : struct
    {
        try
        {
            return read();
        }
        catch (RowException e)
        {
            First ??= e.Error;
        }
        catch (Exception e) when (e is PricingException or OverflowException)
        {
            First ??= RowError.Of(e);
        }

        return null;
    }

    /// <summary>Returns a row, with the first error if there was one.</summary>
    public UsageRow Checked(UsageRow row) => First is null ? row : row.Failed(First);
}
