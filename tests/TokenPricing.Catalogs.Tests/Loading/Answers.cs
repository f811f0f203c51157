using System.Globalization;
using System.Text;

namespace TokenPricing.Tests;

/// <summary>Answers one request.</summary>
/// <param name="head">The request's first line and headers.</param>
/// <param name="stream">The connection; closed afterwards.</param>
/// <param name="cancellation">The test is over.</param>
internal delegate Task Answer(string head, Stream stream, CancellationToken cancellation);

/// <summary>What servers answer, good and bad.</summary>
internal static class Answers
{
    /// <summary>The whole body, or 304 to who has it already.</summary>
    public static Answer Ok(byte[] body, params string[] headers) => (head, stream, cancellation) =>
    {
        bool isKnown = headers.Any(h => h.StartsWith("ETag: ", StringComparison.Ordinal) && head.Contains("If-None-Match: " + h[6..], StringComparison.Ordinal));
        return isKnown ? Status("304 Not Modified", headers)(head, stream, cancellation) : SendAsync(stream, "200 OK", body, body.Length, headers, cancellation);
    };

    public static Answer Ok(string body, params string[] headers) => Ok(Encoding.UTF8.GetBytes(body), headers);

    public static Answer Status(string status, params string[] headers) =>
        (_, stream, cancellation) => SendAsync(stream, status, [], 0, headers, cancellation);

    /// <summary>Closes the connection before all that was promised is sent.</summary>
    public static Answer Truncated(byte[] body) => (_, stream, cancellation) => SendAsync(stream, "200 OK", body, body.Length + 1, [], cancellation);

    /// <summary>Bytes that are no HTTP.</summary>
    public static Answer Noise => async (_, stream, cancellation) => await stream.WriteAsync(Encoding.ASCII.GetBytes("\0\x1b[2J nothing of yours\r\n\r\n"), cancellation);

    /// <summary>Closes the connection at once.</summary>
    public static Answer HangUp => (_, _, _) => Task.CompletedTask;

    /// <summary>Never says a word.</summary>
    public static Answer Silence => (_, _, cancellation) => Task.Delay(Timeout.Infinite, cancellation);

    /// <summary>Promises much, and sends a byte now and then.</summary>
    public static Answer Drip => async (_, stream, cancellation) =>
    {
        await SendAsync(stream, "200 OK", [], 1_000_000, [], cancellation);
        while (true)
        {
            await stream.WriteAsync("["u8.ToArray(), cancellation);
            await Task.Delay(20, cancellation);
        }
    };

    /// <summary>Promises nothing, and never ends.</summary>
    public static Answer Endless => async (_, stream, cancellation) =>
    {
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8.ToArray(), cancellation);
        while (true)
        {
            await stream.WriteAsync(new byte[64 * 1024], cancellation);
        }
    };

    private static async Task SendAsync(Stream stream, string status, byte[] body, int promised, string[] headers, CancellationToken cancellation)
    {
        string head = string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {promised}\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head + string.Concat(headers.Select(h => h + "\r\n")) + "\r\n"), cancellation);
        await stream.WriteAsync(body, cancellation);
    }
}
