using System.Text;

namespace TokenPricing.Tool;

/// <summary>Where the tool writes: answers to <paramref name="Output"/>, reasons and errors to <paramref name="Error"/>.</summary>
/// <param name="Output">For answers.</param>
/// <param name="Error">For reasons why there is none.</param>
/// <param name="IsTerminal">Whether a person looks at <paramref name="Output"/>.</param>
/// <param name="Width">Columns of a line, at least 40.</param>
internal sealed record ToolConsole(TextWriter Output, TextWriter Error, bool IsTerminal, int Width)
{
    /// <summary>Whether colors are written.</summary>
    public bool IsColored { get; init; }

    /// <summary>Whether what is drawn is drawn with ASCII.</summary>
    public bool IsAscii { get; init; }

    /// <summary>
    /// Whether a person looks at <see cref="Error"/>, on a terminal that can take a line back: then it shows how far a long run is.
    /// </summary>
    public bool IsErrorTerminal { get; init; }

    /// <summary>What tells how long a run takes.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where many rows go, as UTF-8; <see langword="null"/>: to <see cref="Output"/>.</summary>
    public Func<Stream>? OpenRows { get; init; }

    public static ToolConsole OfThisProcess()
    {
        bool isTerminal = !Console.IsOutputRedirected;
        TerminalTraits traits =
            TerminalTraits.Of(Environment.GetEnvironmentVariable, isTerminal ? Console.WindowWidth : null, OperatingSystem.IsWindows());
        return new ToolConsole(Console.Out, Console.Error, isTerminal, traits.Width)
        {
            IsColored = traits.IsColored,
            IsAscii = traits.IsAscii,
            IsErrorTerminal = !Console.IsErrorRedirected && !traits.IsDumb,
            OpenRows = Console.OpenStandardOutput,
        };
    }

    /// <summary>The report as text for this console.</summary>
    /// <param name="report">The report.</param>
    /// <param name="isColored">Whether it has colors.</param>
    public string Text(Report report, bool isColored) => Drawable(report.ToText(Width, isColored));

    /// <summary>The text, with ASCII characters for those that this console cannot draw.</summary>
    public string Drawable(string text) => IsAscii ? AsciiText.Of(text) : text;

    /// <summary>A stream of UTF-8 that ends in <see cref="Output"/>; complete once it is disposed.</summary>
    public Stream RowStream() => OpenRows is { } open ? new BufferedStream(open(), 64 * 1024) : new TextStream(Output);

    private sealed class TextStream(TextWriter output) : MemoryStream
    {
        protected override void Dispose(bool disposing)
        {
            if (disposing && CanRead)
            {
                output.Write(Encoding.UTF8.GetString(ToArray()));
            }

            base.Dispose(disposing);
        }
    }
}
