using System.Buffers.Binary;

namespace TokenPricing.Parquet;

/// <summary>Checks the end of a file, which says where everything is, before it is decoded.</summary>
internal static class ParquetFooter
{
    private const int Most = 64 * 1024 * 1024;

    /// <summary>Checks that the file ends as a Parquet file does, and that its metadata have possible sizes.</summary>
    /// <exception cref="InvalidDataException">They have not.</exception>
    public static void Check(Stream file)
    {
        byte[] end = new byte[8];
        if (file.Length < 12)
        {
            throw new InvalidDataException("The Parquet file was cut off: its end is missing.");
        }

        file.Position = file.Length - end.Length;
        file.ReadExactly(end);
        if (end.AsSpan(4).SequenceEqual("PARE"u8))
        {
            throw new InvalidDataException("The Parquet file is encrypted: decrypt it first.");
        }

        if (!end.AsSpan(4).SequenceEqual("PAR1"u8))
        {
            throw new InvalidDataException("The Parquet file was cut off: its end is missing.");
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(end);
        if (length <= 0 || length > file.Length - 12 || length > Most)
        {
            throw new InvalidDataException(
                FormattableString.Invariant($"The Parquet file is damaged: its metadata cannot have {length} bytes."));
        }

        byte[] metadata = new byte[length];
        file.Position = file.Length - end.Length - length;
        file.ReadExactly(metadata);
        if (!new ThriftScan(metadata).TrySkip())
        {
            throw new InvalidDataException("The Parquet file is damaged: its metadata cannot be read.");
        }

        file.Position = 0;
    }
}
