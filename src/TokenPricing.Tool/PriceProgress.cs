using System.Globalization;

namespace TokenPricing.Tool;

/// <summary>
/// Shows the progress of a run on a terminal: a bar, rows, rows per second and the remaining time. Without a terminal it shows nothing.
/// </summary>
/// <param name="console">The console.</param>
/// <param name="isShown">Whether the progress is shown.</param>
/// <param name="length">The number of bytes to read; <see langword="null"/> if unknown, as for a pipe.</param>
internal sealed class PriceProgress(ToolConsole console, bool isShown, long? length) : IDisposable
{
    private const int BarWidth = 24;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly long _start = console.Time.GetTimestamp();
    private TimeSpan _shown;

    /// <summary>Reports the rows so far. Draws at most ten times per second.</summary>
    public void Report(long rows, Func<long> bytesRead)
    {
        if (!isShown)
        {
            return;
        }

        TimeSpan elapsed = console.Time.GetElapsedTime(_start);
        if (elapsed - _shown >= Interval)
        {
            _shown = elapsed;
            console.Error.Write("\r" + console.Drawable(Line(rows, elapsed, bytesRead())) + "\u001b[K");
        }
    }

    /// <summary>Removes the bar from the terminal.</summary>
    public void Dispose()
    {
        if (_shown > TimeSpan.Zero)
        {
            console.Error.Write("\r\u001b[K");
        }
    }

    /// <summary>Returns the line to draw. Without a known length, it has no bar and no remaining time.</summary>
    private string Line(long rows, TimeSpan elapsed, long read)
    {
        long rate = (long)((Int128)rows * TimeSpan.TicksPerSecond / Math.Max(1, elapsed.Ticks));
        string counted = string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows, {rate:N0} a second");
        if (length is not > 0 || read <= 0)
        {
            return counted;
        }

        long done = Math.Min(read, length.Value);
        int filled = (int)((Int128)done * BarWidth / length.Value);
        long percent = (long)((Int128)done * 100 / length.Value);
        TimeSpan left = new((long)((Int128)elapsed.Ticks * (length.Value - done) / done));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"[{new string('█', filled)}{new string('░', BarWidth - filled)}] {percent,3} %  {counted}, {Words(left)} left");
    }

    /// <summary>Returns the remaining time in words, rounded up to seconds.</summary>
    private static string Words(TimeSpan left)
    {
        long seconds = (left.Ticks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond;
        return seconds < 60
            ? string.Create(CultureInfo.InvariantCulture, $"{seconds} s")
            : string.Create(CultureInfo.InvariantCulture, $"{seconds / 60} min {seconds % 60} s");
    }
}
