using System.Text;

namespace TokenPricing.Tool;

/// <summary>Where the tool writes: answers to <paramref name="Output"/>, reasons and errors to <paramref name="Error"/>.</summary>
/// <param name="Output">For answers.</param>
/// <param name="Error">For reasons why there is none.</param>
/// <param name="IsTerminal">Whether a person looks at <paramref name="Output"/>: then tables are drawn and coloured to fit <paramref name="Width"/>.</param>
/// <param name="Width">Characters a line has.</param>
internal sealed record ToolConsole(TextWriter Output, TextWriter Error, bool IsTerminal, int Width)
{
    private const int WidthOfFiles = 100;

    /// <summary>Whether a person looks at <see cref="Error"/>: then it shows how far a long run is.</summary>
    public bool IsErrorTerminal { get; init; }

    /// <summary>What tells how long a run takes.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where many rows go, as UTF-8; <see langword="null"/>: to <see cref="Output"/>.</summary>
    public Func<Stream>? OpenRows { get; init; }

    public static ToolConsole OfThisProcess()
    {
        bool isTerminal = !Console.IsOutputRedirected;
        return new ToolConsole(Console.Out, Console.Error, isTerminal, isTerminal ? Math.Max(40, Console.WindowWidth) : WidthOfFiles)
        {
            IsErrorTerminal = !Console.IsErrorRedirected,
            OpenRows = Console.OpenStandardOutput,
        };
    }

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
