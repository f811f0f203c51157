using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace TokenPricing.Tests;

/// <summary>An answer of a <see cref="VendorServer"/>.</summary>
internal sealed record VendorAnswer
{
    private static readonly byte[] NewLine = "\r\n"u8.ToArray();

    public int Status { get; init; } = 200;

    public string MediaType { get; init; } = "application/json";

    public byte[] Body { get; init; } = [];

    public bool IsChunked { get; init; }

    public bool IsGzipped { get; init; }

    /// <summary>After so many bytes of the body the connection ends; null for the whole.</summary>
    public int? CutAfter { get; init; }

    /// <summary>After the body, nothing comes for ever.</summary>
    public bool IsEndless { get; init; }

    /// <summary>An answer with the body of a vendor, which is a stream if it does not begin with a brace.</summary>
    public static VendorAnswer Of(string body) => new()
    {
        Body = Encoding.UTF8.GetBytes(body),
        MediaType = body.StartsWith('{') ? "application/json" : "text/event-stream",
        IsChunked = !body.StartsWith('{'),
    };

    public static VendorAnswer Error(int status, string body = """{"error":{"message":"Rate limit reached","type":"requests","code":"rate_limit_exceeded"}}""") =>
        Of(body) with { Status = status };

    /// <summary>Writes the answer; false if the connection is to be closed.</summary>
    public async Task<bool> WriteAsync(Stream stream, CancellationToken stop)
    {
        byte[] sent = IsGzipped ? Gzipped(Body) : Body;
        StringBuilder head = new();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {Status} X\r\nContent-Type: {MediaType}\r\n");
        head.Append(IsGzipped ? "Content-Encoding: gzip\r\n" : "");
        head.Append(IsChunked ? "Transfer-Encoding: chunked\r\n" : $"Content-Length: {sent.Length}\r\n");
        head.Append("retry-after-ms: 1\r\n\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.ToString()), stop);
        byte[] shown = CutAfter is { } cut ? sent[..Math.Min(cut, sent.Length)] : sent;
        foreach (byte[] part in IsChunked ? shown.Chunk(97) : [shown])
        {
            if (IsChunked)
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes(part.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n"), stop);
            }

            await stream.WriteAsync(part, stop);
            if (IsChunked)
            {
                await stream.WriteAsync(NewLine, stop);
            }
        }

        await stream.FlushAsync(stop);
        if (IsEndless)
        {
            await Task.Delay(Timeout.Infinite, stop);
        }

        if (CutAfter is not null)
        {
            return false;
        }

        if (IsChunked)
        {
            await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), stop);
        }

        return true;
    }

    private static byte[] Gzipped(byte[] body)
    {
        using MemoryStream target = new();
        using (GZipStream gzip = new(target, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(body);
        }

        return target.ToArray();
    }
}
