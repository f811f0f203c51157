using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace TokenPricing.Tests;

/// <summary>A PostgreSQL server of the tests' own, in a folder of its own, which listens to this machine only.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    public const string Debian = "/usr/lib/postgresql";

    private readonly string _folder;

    private PostgresServer(string folder, int port) => (_folder, Port) = (folder, port);

    /// <summary>The folder with initdb and pg_ctl; <see langword="null"/> if there is none.</summary>
    public static string? Programs { get; } = new[] { Environment.GetEnvironmentVariable("TOKENPRICING_POSTGRES") ?? "" }
        .Concat(Directory.Exists(Debian) ? Directory.GetDirectories(Debian).Order().Reverse().Select(d => Path.Combine(d, "bin")) : [])
        .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        .FirstOrDefault(d => File.Exists(Path.Combine(d, "initdb")) && File.Exists(Path.Combine(d, "pg_ctl")));

    public int Port { get; }

    public string ConnectionString => string.Create(
        CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Port};Username=spend;Database=postgres;Timeout=30;Command Timeout=60");

    public static async Task<PostgresServer> StartNewAsync()
    {
        PostgresServer server = new(Directory.CreateTempSubdirectory("token-pricing-postgres-").FullName, FreePort());
        if (Environment.UserName == "root")
        {
            // The server refuses to run as root.
            await RunAsync("chown", "postgres", server._folder);
        }

        await RunProgramAsync("initdb", "-D", server._folder, "-U", "spend", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        await server.StartAsync();
        return server;
    }

    public Task StartAsync() => RunProgramAsync(
        "pg_ctl", "start", "-w", "-t", "120", "-D", _folder, "-l", Path.Combine(_folder, "log"),
        "-o", string.Create(CultureInfo.InvariantCulture, $"-p {Port} -h 127.0.0.1 -k {_folder} -c max_connections=200"));

    /// <summary>Stops the server at once, as when the machine fails, or after it ended its connections.</summary>
    public Task StopAsync(bool atOnce) => RunProgramAsync("pg_ctl", "stop", "-w", "-t", "120", "-D", _folder, "-m", atOnce ? "immediate" : "fast");

    public async ValueTask DisposeAsync()
    {
        await StopAsync(atOnce: true);
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Task RunProgramAsync(string program, params string[] arguments)
    {
        string path = Path.Combine(Programs!, program);
        return Environment.UserName == "root" ? RunAsync("runuser", ["-u", "postgres", "--", path, .. arguments]) : RunAsync(path, arguments);
    }

    // The server inherits the output, so it goes to nobody.
    private static async Task RunAsync(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program) { WorkingDirectory = Path.GetTempPath(), RedirectStandardOutput = true, RedirectStandardError = true };
        Array.ForEach(arguments, start.ArgumentList.Add);
        using Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        while (!process.HasExited)
        {
            await Task.Delay(20);
        }

        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
        }
    }
}
