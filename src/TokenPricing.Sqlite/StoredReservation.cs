namespace TokenPricing.Sqlite;

/// <summary>A reservation with the number of its row, the store that holds it, and the checksum of the row.</summary>
internal sealed record StoredReservation(long Number, Guid Owner, SpendReservation Reservation, uint Checksum)
{
    /// <summary>Reads a row.</summary>
    /// <exception cref="InvalidDataException">The row is damaged.</exception>
    public static StoredReservation Read(long number, ReadOnlySpan<byte> row)
    {
        ByteReader reader = new(Frame.Open(Frame.Reservation, number, row, out uint checksum));
        Guid owner = new(reader.Bytes(16));
        NodaTime.Instant at = SpendTimes.OfNanoseconds(reader.Int128());
        Usd amount = new(reader.Decimal());
        string id = reader.Text();
        return new StoredReservation(number, owner, new SpendReservation(id, at, amount, TagSets.Read(ref reader)), checksum);
    }

    public static void Write(ByteWriter writer, Guid owner, SpendReservation reservation)
    {
        writer.Bytes(owner.ToByteArray());
        writer.Int128(SpendTimes.NanosecondsOf(reservation.At));
        writer.Decimal(reservation.Amount.Amount);
        writer.Text(reservation.Id);
        TagSets.Write(writer, reservation.Tags);
    }
}
