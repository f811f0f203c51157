using System.Buffers.Binary;
using Parquet;
using Parquet.Meta;

namespace TokenPricing.Parquet;

/// <summary>
/// Checks the pages of a group of rows before they are decoded: a decoder takes as much memory as a page says that it needs.
/// </summary>
internal static class ParquetPages
{
    private const int LongestHeader = 1024 * 1024;

    // The fields of a page header: its type, its size before and after compression, and the values of a data page of both versions.
    private const int Type = 1;
    private const int Uncompressed = 2;
    private const int Compressed = 3;
    private const int Values = 501;
    private const int ValuesOfVersion2 = 801;
    private const int LevelsOfVersion2 = 805;
    private const int RepetitionsOfVersion2 = 806;

    /// <summary>Checks a group, and lets its bytes be read as often as a decoder needs to.</summary>
    /// <exception cref="InvalidDataException">The group is damaged, or takes more memory than is allowed.</exception>
    public static void Check(ParquetStream file, ParquetRowGroupReader rows, ParquetLeaf[] leaves)
    {
        file.Allow(long.MaxValue);
        long memory = 0;
        foreach (ParquetLeaf leaf in leaves)
        {
            ColumnMetaData chunk = rows.GetMetadata(leaf.Field)?.MetaData
                ?? throw new InvalidDataException($"The Parquet file is damaged: the column '{leaf.Field.Path}' has no data.");
            if (rows.RowCount < 0 || chunk.NumValues < rows.RowCount || (!leaf.IsRepeated && chunk.NumValues != rows.RowCount))
            {
                throw Damaged(leaf, FormattableString.Invariant($"has {chunk.NumValues} values for {rows.RowCount} rows"));
            }

            memory += SizeOf(file, leaf, chunk, memory);
            CheckSize(memory);
        }

        file.Allow((4 * file.Length) + LongestHeader);
    }

    private static void CheckSize(long memory)
    {
        if (memory is < 0 or > ParquetTable.MaxRowGroupBytes)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"A group of rows of the Parquet file takes more than {ParquetTable.MaxRowGroupBytes >> 30} GiB: ")
                + "write the file in smaller groups, such as of 100,000 rows.");
        }
    }

    private static InvalidDataException Damaged(ParquetLeaf leaf, string what) =>
        new($"The Parquet file is damaged: the column '{leaf.Field.Path}' {what}.");

    /// <summary>Returns the memory that a column takes, and checks its pages.</summary>
    private static long SizeOf(ParquetStream file, ParquetLeaf leaf, ColumnMetaData chunk, long before)
    {
        CheckSize(chunk.NumValues);
        long size = chunk.NumValues * leaf.BytesPerValue;
        long start = new[] { chunk.DictionaryPageOffset ?? 0, chunk.DataPageOffset, chunk.IndexPageOffset ?? 0 }
            .Where(o => o != 0).DefaultIfEmpty().Min();
        long values = 0;
        while (values < chunk.NumValues)
        {
            Dictionary<int, long> header = Header(file, leaf, start, out int length);
            long compressed = header.GetValueOrDefault(Compressed, -1);
            long uncompressed = header.GetValueOrDefault(Uncompressed, -1);
            long data = start + length;
            if (compressed < 0 || uncompressed is < 0 or > int.MaxValue || compressed > file.Length - data)
            {
                throw Damaged(leaf, "has a page that cannot be as long as it says");
            }

            long levels = header.GetValueOrDefault(LevelsOfVersion2) + header.GetValueOrDefault(RepetitionsOfVersion2);
            if (levels < 0 || levels > compressed)
            {
                throw Damaged(leaf, "has a page whose levels cannot be as long as it says");
            }

            size = checked(size + Math.Max(uncompressed, Decompressed(file, chunk.Codec, data + levels, compressed - levels)));
            CheckSize(before + size);
            long more = header.GetValueOrDefault(Type) switch
            {
                0 => header.GetValueOrDefault(Values, -1),
                3 => header.GetValueOrDefault(ValuesOfVersion2, -1),
                _ => 0,
            };
            if (more < 0 || more > chunk.NumValues - values)
            {
                throw Damaged(leaf, "has a page with more values than it can have");
            }

            values += more;
            start = data + compressed;
        }

        return size;
    }

    private static Dictionary<int, long> Header(ParquetStream file, ParquetLeaf leaf, long start, out int length)
    {
        if (start <= 0 || start >= file.Length)
        {
            throw Damaged(leaf, "has a page outside the file");
        }

        for (int size = 256; ; size *= 16)
        {
            byte[] bytes = new byte[(int)Math.Min(size, file.Length - start)];
            file.Position = start;
            file.ReadExactly(bytes);
            ThriftScan scan = new(bytes);
            Dictionary<int, long> found = [];
            if (scan.TrySkip(found))
            {
                length = scan.Position;
                return found;
            }

            if (!scan.IsCut || bytes.Length < size || size >= LongestHeader)
            {
                throw Damaged(leaf, "has a page header that cannot be read");
            }
        }
    }

    /// <summary>Returns the size that compressed data state, or could have, for the methods whose decoder goes by it.</summary>
    private static long Decompressed(ParquetStream file, CompressionCodec codec, long start, long length)
    {
        if (codec is not (CompressionCodec.SNAPPY or CompressionCodec.ZSTD) || length == 0)
        {
            return 0;
        }

        byte[] head = new byte[(int)Math.Min(length, 18)];
        file.Position = start;
        file.ReadExactly(head);
        return codec == CompressionCodec.SNAPPY ? SnappySize(head) : ZstandardSize(file, head, start, length);
    }

    private static long SnappySize(ReadOnlySpan<byte> head)
    {
        long size = 0;
        for (int i = 0; i < Math.Min(head.Length, 5); i++)
        {
            size |= (long)(head[i] & 0x7F) << (7 * i);
            if (head[i] < 0x80)
            {
                break;
            }
        }

        return size;
    }

    /// <summary>Returns the size in the header of a frame, or that of as many full blocks as the frame has.</summary>
    private static long ZstandardSize(ParquetStream file, ReadOnlySpan<byte> head, long start, long length)
    {
        if (head.Length < 6 || BinaryPrimitives.ReadUInt32LittleEndian(head) != 0xFD2FB528)
        {
            return 0;
        }

        int flags = head[4];
        bool isSingle = (flags & 0x20) != 0;
        int at = 5 + (isSingle ? 0 : 1) + ((flags & 3) switch { 0 => 0, 1 => 1, 2 => 2, _ => 4 });
        ReadOnlySpan<byte> size = head[Math.Min(at, head.Length)..];
        int bytes = (flags >> 6) switch { 0 => isSingle ? 1 : 0, 1 => 2, 2 => 4, _ => 8 };
        if (bytes > size.Length)
        {
            return 0;
        }

        return bytes switch
        {
            1 => size[0],
            2 => BinaryPrimitives.ReadUInt16LittleEndian(size) + 256,
            4 => BinaryPrimitives.ReadUInt32LittleEndian(size),
            8 => BinaryPrimitives.ReadUInt64LittleEndian(size) is var stated and <= long.MaxValue ? (long)stated : long.MaxValue,
            _ => BlocksOf(file, start + at, start + length),
        };
    }

    private static long BlocksOf(ParquetStream file, long start, long end)
    {
        const int LargestBlock = 128 * 1024;
        Span<byte> header = stackalloc byte[3];
        long total = 0;
        while (start + header.Length <= end)
        {
            file.Position = start;
            file.ReadExactly(header);
            int bits = header[0] | (header[1] << 8) | (header[2] << 16);
            bool isRun = ((bits >> 1) & 3) == 1;
            total += LargestBlock;
            start += header.Length + (isRun ? 1 : bits >> 3);
            if ((bits & 1) != 0)
            {
                break;
            }
        }

        return total;
    }
}
