using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TokenPricing.Benchmarks;

/// <summary>A server on loopback that answers each request with the same body, as fast as it can.</summary>
internal static class LoopbackServer
{
    private const int Calls = 3_000;

    /// <summary>
    /// Returns the shortest time in which an HTTP client sends a request and reads the body. No provider is faster: it has to think first.
    /// </summary>
    public static double Microseconds(byte[] body)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Thread server = new(() => Serve(listener, body)) { IsBackground = true };
        server.Start();
        using HttpMessageInvoker http = new(new SocketsHttpHandler { UseProxy = false });
        Uri address = new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/v1/chat/completions");
        byte[] buffer = new byte[16 * 1024];
        double best = double.MaxValue;
        for (int i = 0; i < Calls; i++)
        {
            long start = Stopwatch.GetTimestamp();
            using HttpRequestMessage request = new(HttpMethod.Post, address);
            using HttpResponseMessage response = http.Send(request, default);
            using Stream stream = response.Content.ReadAsStream();
            while (stream.Read(buffer) > 0)
            {
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }

        return best;
    }

    private static void Serve(TcpListener listener, byte[] body)
    {
        using TcpClient client = listener.AcceptTcpClient();
        client.NoDelay = true;
        using NetworkStream stream = client.GetStream();
        byte[] answer =
        [
            .. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n"),
            .. body,
        ];
        byte[] request = new byte[16 * 1024];
        while (stream.Read(request) > 0)
        {
            stream.Write(answer);
        }
    }
}
