using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TokenPricing.Tests;

/// <summary>A server on loopback that answers as a test says, byte by byte if need be.</summary>
internal sealed class VendorServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Func<VendorRequest, VendorAnswer> _answer;
    private readonly Task _accepting;
    private int _requests;

    public VendorServer(Func<VendorRequest, VendorAnswer> answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public VendorServer(params VendorAnswer[] answers)
        : this(new Func<VendorRequest, VendorAnswer>(r => answers[Math.Min(r.Number, answers.Length - 1)]))
    {
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Requests => Volatile.Read(ref _requests);

    /// <summary>A client whose requests all come here, whatever their address, below a handler that a test adds.</summary>
    public HttpClient Client(Func<HttpMessageHandler, HttpMessageHandler>? above = null)
    {
        HttpMessageHandler here = new Redirect(Port);
        return new HttpClient(above?.Invoke(here) ?? here);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _connections.Add(Task.Run(() => ServeAsync(client)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                NetworkStream stream = client.GetStream();
                while (await ReadAsync(stream) is { } request)
                {
                    VendorAnswer answer = _answer(request with { Number = Interlocked.Increment(ref _requests) - 1 });
                    if (!await answer.WriteAsync(stream, _stop.Token))
                    {
                        return;
                    }
                }
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The client left, or the server stops.
        }
    }

    private async Task<VendorRequest?> ReadAsync(NetworkStream stream)
    {
        List<byte> head = [];
        byte[] one = new byte[1];
        while (head.Count < 4 || !head[^4..].SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
            {
                return null;
            }

            head.Add(one[0]);
        }

        string[] lines = Encoding.ASCII.GetString([.. head]).Split("\r\n");
        Dictionary<string, string> headers = lines.Skip(1)
            .Where(l => l.Contains(':', StringComparison.Ordinal))
            .ToDictionary(l => l[..l.IndexOf(':')], l => l[(l.IndexOf(':') + 1)..].Trim(), StringComparer.OrdinalIgnoreCase);
        if (headers.ContainsKey("Expect"))
        {
            await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), _stop.Token);
        }

        string body = headers.TryGetValue("Content-Length", out string? length)
            ? Encoding.UTF8.GetString(await ExactlyAsync(stream, int.Parse(length, CultureInfo.InvariantCulture)))
            : headers.ContainsKey("Transfer-Encoding") ? await ChunksAsync(stream) : "";
        string[] start = lines[0].Split(' ');
        return new VendorRequest(start[0], start[1], body, 0);
    }

    private async Task<byte[]> ExactlyAsync(NetworkStream stream, int count)
    {
        byte[] bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes, _stop.Token);
        return bytes;
    }

    private async Task<string> ChunksAsync(NetworkStream stream)
    {
        StringBuilder body = new();
        while (true)
        {
            StringBuilder size = new();
            while (!size.ToString().EndsWith("\r\n", StringComparison.Ordinal))
            {
                size.Append((char)(await ExactlyAsync(stream, 1))[0]);
            }

            int count = int.Parse(size.ToString().Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            body.Append(Encoding.UTF8.GetString(await ExactlyAsync(stream, count)));
            await ExactlyAsync(stream, 2);
            if (count == 0)
            {
                return body.ToString();
            }
        }
    }

    /// <summary>Sends every request to the port, over plain HTTP.</summary>
    private sealed class Redirect(int port) : DelegatingHandler(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None })
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new UriBuilder(request.RequestUri!) { Scheme = "http", Host = "127.0.0.1", Port = port }.Uri;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
