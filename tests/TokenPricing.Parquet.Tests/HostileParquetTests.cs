using System.Buffers.Binary;
using System.IO.Compression;
using FsCheck.Xunit;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Whatever a Parquet file says of itself, reading it ends with rows or with one error, in bounded memory.</summary>
public static class HostileParquetTests
{
    // What DuckDB 1.5 writes in a minute for: select repeat(chr(97 + i::int), 100000000) as model from range(24) t(i), in zstd and then gzip.
    private const string Gigabytes =
        "H4sIAAAAAAACA+3Zv2pbVwDH8WPhBJe6l9vAFRbV4CVGhZDKgwOGLil5gJApW6t/tmVLlu1ryW6nDB0y9BHyBN27dih07huUdimFQjGFjqXVgc"
        + "DtHe968jnwGXSRFnE5/OD7/OmL/SIUb17//P1G8fqLR8Xm+tP94n4Ive8++efVy+yHP95/E8LLVghhcyP8+ve9wUb469/Du1Yr5AMAACAd34TQ"
        + "H8TRP2yFP7OvDrZ+2vho/XwIAACkpcyzYbMyMKrKwAgAAEhHLAOjOPrHtTIwBgAA0lLm2bhZGZhUZWACAACkI5aBSRz9R7UycAQAAKSlzLOjZm"
        + "XguCoDxwAAQDpiGTiOo/+kVgZOAACAtJR5dtKsDEyrMjAFAADSEcvANI7+01oZOAUAANJS5tlpszJwVpWBMwAAIB2xDJzF0T+rlYEZAACQljLP"
        + "Zs3KwLwqA3MAACAdsQzM4+g/r5WBcwAAIC1lnp03KwOLqgwsAACAdMQysIij/6JWBi4AAIC0lHl20awMXFZl4BIAAEhHLAOXcfRf1crAFQAAkJ"
        + "Yyz66alYGyKgMlAACQjlgGyjj6r2tl4BoAAEhLmWfXzcrAsioDSwAAIB2xDCzj6F/VysAKAABIS5lnq2Zl4KYqAzcAAEA6Yhm4iaP/tlYGbgEA"
        + "gLSUeXZbtDqPDsLOB+Pl6Gw8/LwcnUzmg6IViu2HrZ1788V4MnsYQrvf6Xa6e6FbbHd+DP87nbffKbbb/fYvv/1+92H77uv39rY+3XnVun23z5"
        + "frv2Dwjp926HkPvAeDBw/Wd8Xb+6G/txXviNDrPVvfOc8+211Nrsrp4nx3tf/44PGT3d5wOZ2Nd/tPDkejw6PD4cHHnW53/fNvN0N4/vTF/n8y"
        + "wiTv7iUBAA==";

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

    // 24 texts of 100,000,000 equal letters in 75 KB: the group takes more memory than is allowed, and is not unpacked.
    [Fact]
    public static void Rows_OfASmallFileThatUnpacksToGigabytes_AreRefused()
    {
        using GZipStream unzipped = new(new MemoryStream(Convert.FromBase64String(Gigabytes)), CompressionMode.Decompress);
        using MemoryStream file = new();
        unzipped.CopyTo(file);
        long before = GC.GetTotalAllocatedBytes();

        using ParquetTable table = ParquetTable.Open(file);
        string message = Assert.Throws<InvalidDataException>(() => table.Rows().Count()).Message;

        Assert.Contains("write the file in smaller groups", message, StringComparison.Ordinal);
        Assert.True(GC.GetTotalAllocatedBytes() - before < 1_500_000_000);
    }

    [Fact]
    public static void Open_AStreamWithoutPositions_ReadsACopy()
    {
        using ParquetTable table = ParquetTable.Open(new OneWay(new MemoryStream(Files[1])));

        Assert.Equal(500, table.Rows().Count());
    }

    private static bool Ends(byte[] content)
    {
        try
        {
            using ParquetTable table = ParquetTable.Open(new MemoryStream(content));
            return table.Rows().Count() >= 0;
        }
        catch (InvalidDataException e)
        {
            return e.Message.Length > 0;
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
