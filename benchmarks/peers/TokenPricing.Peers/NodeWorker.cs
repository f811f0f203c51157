using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TokenPricing.Peers;

/// <summary>The peers' side, <c>peers.mjs</c> in a process of its own: it waits while we work, and we wait while it works.</summary>
internal sealed class NodeWorker : IDisposable
{
    private readonly Process _process;

    public NodeWorker(string folder) =>
        _process = Process.Start(new ProcessStartInfo("node", ["peers.mjs"]) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true })!;

    /// <summary>Asks for one thing and waits for the answer.</summary>
    /// <param name="what">What to do: the name of a handler in <c>peers.mjs</c>.</param>
    /// <param name="more">What else the handler needs.</param>
    /// <exception cref="PeersException">The worker says that it failed, or has ended.</exception>
    public JsonElement Ask(string what, JsonObject? more = null)
    {
        JsonObject request = more ?? [];
        request["do"] = what;
        _process.StandardInput.WriteLine(request.ToJsonString());
        string line = _process.StandardOutput.ReadLine() ?? throw new PeersException($"peers.mjs ended while it was asked for '{what}'.");
        JsonElement answer = JsonElement.Parse(line);
        return answer.TryGetProperty("error", out JsonElement error) ? throw new PeersException($"peers.mjs, asked for '{what}': {error}") : answer;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
