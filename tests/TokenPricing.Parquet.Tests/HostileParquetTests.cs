using System.Buffers.Binary;
using System.Diagnostics;
using FsCheck.Xunit;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Whatever a Parquet file says of itself, reading it ends with rows or with one error, in bounded memory.</summary>
public static class HostileParquetTests
{
    private static readonly byte[][] Files =
    [
        .. new[] { "snappy", "zstd", "gzip", "uncompressed" }.Select(c => Duck.Parquet(
            "select i as input, 'gpt-4o' as model, 'openai' as provider, i * 0.5 as price, 'x' || (i % 7) as team, "
            + "[i, i + 1] as list from range(500) t(i)",
            $"compression {c}, row_group_size 200")),
    ];

    [Property(MaxTest = 100)]
    public static bool Rows_OfAFileWithBytesChanged_EndWithRowsOrAnError(ushort which, uint[] places, byte[] bytes)
    {
        byte[] content = [.. Files[which % Files.Length]];
        for (int i = 0; i < Math.Min(places.Length, bytes.Length); i++)
        {
            content[places[i] % content.Length] = bytes[i];
        }

        return Ends(content);
    }

    // Most of a file is data; what misleads a reader stands at the end.
    [Property(MaxTest = 200)]
    public static bool Rows_OfAFileWithChangedMetadata_EndWithRowsOrAnError(ushort which, ushort place, byte value)
    {
        byte[] content = [.. Files[which % Files.Length]];
        int metadata = BinaryPrimitives.ReadInt32LittleEndian(content.AsSpan(content.Length - 8));
        content[content.Length - 8 - metadata + (place % (metadata + 8))] = value;
        return Ends(content);
    }

    [Fact]
    public static void Open_AFileCutOff_SaysSo()
    {
        byte[] content = Files[0];
        for (int length = 4; length < content.Length; length += 13)
        {
            Assert.Contains(
                "cut off",
                Assert.Throws<InvalidDataException>(() => ParquetTable.Open(new MemoryStream(content[..length]))).Message,
                StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public static void Open_MetadataOfAnImpossibleLength_AreRefused(int length)
    {
        byte[] content = [.. Files[0]];
        BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(content.Length - 8), length);

        Assert.Contains(
            "its metadata cannot have",
            Assert.Throws<InvalidDataException>(() => ParquetTable.Open(new MemoryStream(content))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public static void Open_AnEncryptedFile_SaysSo()
    {
        byte[] content = [.. Files[0]];
        content[^1] = (byte)'E';

        Assert.Contains(
            "encrypted",
            Assert.Throws<InvalidDataException>(() => ParquetTable.Open(new MemoryStream(content))).Message,
            StringComparison.Ordinal);
    }

    // 3 GiB of one letter in some hundred kilobytes: the group takes more memory than is allowed, and is not unpacked.
    [Fact]
    public static void Rows_OfASmallFileThatUnpacksToGigabytes_AreRefused()
    {
        byte[] file = Duck.Parquet(
            "select repeat(chr(97 + i::int), 100000000) as model from range(24) t(i)", "compression zstd, row_group_size 2048");
        Assert.True(file.Length < 3_000_000, $"The file has {file.Length} bytes.");
        long before = GC.GetTotalAllocatedBytes();

        using ParquetTable table = ParquetTable.Open(new MemoryStream(file));
        string message = Assert.Throws<InvalidDataException>(() => table.Rows().Count()).Message;

        Assert.Contains("write the file in smaller groups", message, StringComparison.Ordinal);
        Assert.True(GC.GetTotalAllocatedBytes() - before < 500_000_000);
    }

    [Fact]
    public static void Open_AStreamWithoutPositions_ReadsACopy()
    {
        using ParquetTable table = ParquetTable.Open(new OneWay(new MemoryStream(Files[1])));

        Assert.Equal(500, table.Rows().Count());
    }

    private static bool Ends(byte[] content)
    {
        Stopwatch time = Stopwatch.StartNew();
        try
        {
            using ParquetTable table = ParquetTable.Open(new MemoryStream(content));
            return table.Rows().Count() >= 0 && time.Elapsed.TotalSeconds < 20;
        }
        catch (InvalidDataException e)
        {
            return e.Message.Length > 0 && time.Elapsed.TotalSeconds < 20;
        }
    }

    private sealed class OneWay(Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, Math.Min(count, 1000));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
