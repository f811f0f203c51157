using System.Globalization;

namespace TokenPricing.Tool;

/// <summary>Shows on a terminal how much of a list has arrived; without a terminal nothing.</summary>
internal sealed class DownloadProgress(ToolConsole console, string name) : IProgress<long>
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly long _start = console.Time.GetTimestamp();
    private TimeSpan _shown;

    /// <summary>The bytes so far.</summary>
    public long Bytes { get; private set; }

    /// <inheritdoc/>
    public void Report(long value)
    {
        Bytes = value;
        TimeSpan elapsed = console.Time.GetElapsedTime(_start);
        if (console.IsErrorTerminal && elapsed - _shown >= Interval)
        {
            _shown = elapsed;
            console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{name}: {value:N0} bytes\u001b[K"));
        }
    }

    /// <summary>Writes the line that stays.</summary>
    public void End(string text) => console.Error.WriteLine(_shown > TimeSpan.Zero ? $"\r{text}\u001b[K" : text);
}
