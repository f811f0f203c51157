using System.Diagnostics;

namespace TokenPricing.Tests;

/// <summary>The tool as a process of its own, and shells that find it by its name.</summary>
internal sealed class ToolProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly string Assembly = Path.Combine(AppContext.BaseDirectory, "token-pricing.dll");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("token-pricing-test-");

    public ToolProcess()
    {
        string command = Path.Combine(_folder.FullName, "token-pricing");
        File.WriteAllText(command, $"#!/bin/sh\nexec '{Dotnet}' '{Assembly}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(command, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static string Dotnet => Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";

    /// <summary>Whether a shell is on this machine; where it is not, there is nothing to test.</summary>
    public static bool Has(string shell) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, shell)));

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Runs a script with <c>token-pricing</c> on the path, in a folder of its own.</summary>
    public (int Code, string Output, string Error) Run(string shell, string script, params string[] options)
    {
        ProcessStartInfo start = new(shell)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.FullName,
        };
        foreach (string argument in (string[])[.. options, "-c", script])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["PATH"] = $"{_folder.FullName}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["HOME"] = _folder.FullName;
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
        }

        return (process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }
}
