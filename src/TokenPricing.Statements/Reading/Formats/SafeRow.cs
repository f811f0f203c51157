namespace TokenPricing.Statements;

/// <summary>Turns what is wrong with a record into the error of its row.</summary>
internal static class SafeRow
{
    /// <summary>Returns a row, or a row with the error that reading it threw.</summary>
    /// <param name="record">The record.</param>
    /// <param name="read">Reads it.</param>
    /// <param name="id">The id of the row; <see langword="null"/> if it is not known.</param>
    public static UsageRow Of(SourceRecord record, Func<UsageRow> read, string? id = null) => OfAny(record, read, id)!;

    /// <summary>Returns a row if there is one, or a row with the error that reading it threw.</summary>
    /// <inheritdoc cref="Of(SourceRecord, Func{UsageRow}, string?)"/>
    public static UsageRow? OfAny(SourceRecord record, Func<UsageRow?> read, string? id = null)
    {
        try
        {
            return read();
        }
        catch (RowException e)
        {
            return Failed(record, e.Error, id);
        }
        catch (Exception e) when (e is PricingException or OverflowException)
        {
            return Failed(record, RowError.Of(e), id);
        }
        catch (InvalidOperationException)
        {
            // System.Text.Json throws this exception for half of a surrogate pair, and for a value of another kind.
            return Failed(record, new RowError(RowError.InvalidJson, "A field of the record has a value of the wrong kind."), id);
        }
    }

    /// <summary>Returns a row, or what is known of it with the error that reading it threw.</summary>
    /// <param name="record">The record.</param>
    /// <param name="read">Reads the row.</param>
    /// <param name="known">Returns the row without its usage: an amount counts in a bill whether or not the quantity can be read.</param>
    public static UsageRow Of(SourceRecord record, Func<UsageRow> read, Func<FieldErrors, UsageRow> known)
    {
        UsageRow row = Of(record, read);
        return row.Error is { } error ? known(new FieldErrors()).Failed(error) : row;
    }

    /// <summary>Returns a row with an error.</summary>
    public static UsageRow Failed(SourceRecord record, RowError error, string? id = null) =>
        new(record.Line) { Id = id, File = record.File, Error = error };
}
