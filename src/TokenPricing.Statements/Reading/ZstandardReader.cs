namespace TokenPricing.Statements;

/// <summary>Reads a stream that another package decompresses, and reports what is wrong with the file.</summary>
internal sealed class ZstandardReader(Stream decompressed) : ReadOnlyStream
{
    public override int Read(Span<byte> buffer)
    {
        try
        {
            return decompressed.Read(buffer);
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("The Zstandard file was cut off: its end is missing.", e);
        }
        catch (Exception e) when (e is not (IOException or OutOfMemoryException or OperationCanceledException))
        {
            throw new InvalidDataException("The Zstandard file is damaged: download or compress it again.", e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        decompressed.Dispose();
        base.Dispose(disposing);
    }
}
