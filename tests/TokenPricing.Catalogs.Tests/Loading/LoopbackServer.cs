using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TokenPricing.Tests;

/// <summary>A server on this machine that says whatever a test has it say, down to the byte: it can lie, stall and break off.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public LoopbackServer(Answer? answer = null)
    {
        Answer = answer ?? Answers.Status("500 Internal Server Error");
        _listener.Start();
        Address = new Uri($"http://{_listener.LocalEndpoint}/prices");
        _serving = ServeAsync();
    }

    public Uri Address { get; }

    /// <summary>What the next requests get.</summary>
    public Answer Answer { get; set; }

    /// <summary>The heads of the requests so far.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving; // Before the listener stops: one that has stopped refuses to be asked for the next client.
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                string head = await HeadAsync(stream);
                Requests.Enqueue(head);
                await Answer(head, stream, _stop.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The client has gone, or the test is over.
            }
        }
    }

    private async Task<string> HeadAsync(NetworkStream stream)
    {
        StringBuilder head = new();
        byte[] buffer = new byte[4096];
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            int read = await stream.ReadAsync(buffer, _stop.Token);
            head.Append(Encoding.ASCII.GetString(buffer, 0, read));
            if (read == 0)
            {
                throw new IOException("No request came.");
            }
        }

        return head.ToString();
    }
}
