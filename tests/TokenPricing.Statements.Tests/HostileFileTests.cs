using System.IO.Compression;
using System.Text;
using FsCheck.Xunit;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Whatever a file contains, reading it ends with rows or with one error, in bounded memory.</summary>
public static class HostileFileTests
{
    private static readonly string[] Contents = [.. UsageFileTests.Contents];

    [Property(MaxTest = 1000)]
    public static bool Read_FileWithBytesChanged_EndsWithRowsOrAnError(ushort which, uint[] places, byte[] bytes)
    {
        byte[] content = Encoding.UTF8.GetBytes(Contents[which % Contents.Length]);
        for (int i = 0; i < Math.Min(places.Length, bytes.Length); i++)
        {
            content[places[i] % content.Length] = bytes[i];
        }

        return Ends(content);
    }

    [Property(MaxTest = 500)]
    public static bool Read_FileCutOff_EndsWithRowsOrAnError(ushort which, uint length)
    {
        byte[] content = Encoding.UTF8.GetBytes(Contents[which % Contents.Length]);
        return Ends(content[..(int)(length % content.Length)]);
    }

    [Property(MaxTest = 500)]
    public static bool Read_AnyBytes_EndsWithRowsOrAnError(byte[] content) => Ends(content);

    [Theory]
    [InlineData("{\"a\":\"")]
    [InlineData("[{\"a\":\"")]
    [InlineData("{\n\"a\":\"")]
    [InlineData("model,input\n\"")]
    [InlineData("model,input\n")]
    public static void Read_LineWithoutAnEnd_IsRefused(string begin) => Assert.Throws<InvalidDataException>(
        () => UsageFile.Read(new EndlessStream(Encoding.UTF8.GetBytes(begin), (byte)'x')).Count());

    [Fact]
    public static void Read_SmallFileThatUnpacksToAGigabyte_IsRefused()
    {
        MemoryStream bomb = new();
        using (GZipStream gzip = new(bomb, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write("{\"a\":\""u8);
            byte[] block = new byte[1 << 20];
            Array.Fill(block, (byte)'x');
            for (int i = 0; i < 100; i++)
            {
                gzip.Write(block);
            }
        }

        bomb.Position = 0;
        Assert.Throws<InvalidDataException>(() => UsageFile.Read(bomb).Count());
    }

    [Fact]
    public static void Read_GzipFileCutOff_IsAnError()
    {
        MemoryStream file = new();
        using (GZipStream gzip = new(file, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes("provider,model,input\n"));
            for (int i = 0; i < 20_000; i++)
            {
                gzip.Write(Encoding.UTF8.GetBytes(FormattableString.Invariant($"openai,gpt-{i * 7919 % 10007},{i}\n")));
            }
        }

        byte[] half = file.ToArray()[..(int)(file.Length / 2)];
        Assert.Throws<InvalidDataException>(() => UsageFile.Read(new MemoryStream(half)).Count());
    }

    // Rotated logs are often put together as they are. The header of a member may lie across two pieces of a stream.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4_096)]
    public static void Read_GzipFileOfSeveralMembers_ReadsAll(int piece)
    {
        MemoryStream file = new();
        foreach (string part in new[] { "provider,model,input\nopenai,gpt-4o,1\n", "openai,gpt-4o,2\n", "openai,gpt-4o,3\n" })
        {
            using GZipStream gzip = new(file, CompressionLevel.Optimal, leaveOpen: true);
            gzip.Write(Encoding.UTF8.GetBytes(part));
        }

        Assert.Equal(3, UsageFile.Read(new InPieces(file.ToArray(), piece)).Count());
    }

    [Fact]
    public static void Read_DeeplyNested_IsAnErrorOfTheRow()
    {
        string row = "{\"a\":" + new string('[', 10_000) + new string(']', 10_000) + "}\n";

        Assert.True(Ends(Encoding.UTF8.GetBytes(row + row)));
    }

    private static bool Ends(byte[] content)
    {
        try
        {
            return UsageFile.Read(new MemoryStream(content)).Count() >= 0;
        }
        catch (InvalidDataException e)
        {
            return e.Message.Length > 0;
        }
    }

    /// <summary>A beginning, and then the same byte without an end.</summary>
    private sealed class EndlessStream(byte[] begin, byte filler) : Stream
    {
        private int _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int first = Math.Min(count, begin.Length - _position);
            begin.AsSpan(_position, first).CopyTo(buffer.AsSpan(offset));
            _position += first;
            buffer.AsSpan(offset + first, count - first).Fill(filler);
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    /// <summary>Gives at most a number of bytes at a time.</summary>
    private sealed class InPieces(byte[] content, int most) : MemoryStream(content)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, most));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, most)]);
    }
}
