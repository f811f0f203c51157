using System.Text;
using Microsoft.Win32.SafeHandles;

namespace TokenPricing.Tool;

/// <summary>The outputs of the tool and what they can show.</summary>
/// <param name="Output">The writer for answers.</param>
/// <param name="Error">The writer for errors, notes and progress.</param>
/// <param name="IsTerminal">Whether <paramref name="Output"/> is a terminal, not a file or a pipe.</param>
/// <param name="Width">The number of columns of a line, at least 40.</param>
internal sealed record ToolConsole(TextWriter Output, TextWriter Error, bool IsTerminal, int Width)
{
    private const int UnixBrokenPipe = 32;
    private const int BrokenPipe = unchecked((int)0x8007006D);
    private const int PipeClosing = unchecked((int)0x800700E8);

    /// <summary>Whether colors are written.</summary>
    public bool IsColored { get; init; }

    /// <summary>Whether lines and bars are drawn with ASCII.</summary>
    public bool IsAscii { get; init; }

    /// <summary>Whether <see cref="Error"/> is a terminal that can overwrite a line, and so can show the progress of a long run.</summary>
    public bool IsErrorTerminal { get; init; }

    /// <summary>The clock for durations and for today's date.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Opens the stream for rows in UTF-8; <see langword="null"/> to write them to <see cref="Output"/>.</summary>
    public Func<Stream>? OpenRows { get; init; }

    /// <summary>The folder of what the tool keeps, such as updated prices; <see langword="null"/> if it keeps nothing.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Returns the console of the current process.</summary>
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
            OpenRows = StandardOutput,
            DataFolder = UpdatedPrices.FolderOfUser(Environment.GetEnvironmentVariable),
        };
    }

    /// <summary>Returns whether an exception says that the reader of a pipe has gone.</summary>
    public static bool IsBrokenPipe(IOException exception) => exception.HResult is UnixBrokenPipe or BrokenPipe or PipeClosing;

    /// <summary>Returns a report as text for this console.</summary>
    /// <param name="report">The report.</param>
    /// <param name="isColored">Whether to write colors.</param>
    public string Text(Report report, bool isColored) => Drawable(report.ToText(Width, isColored));

    /// <summary>Returns a text, with ASCII for drawing characters that this console cannot show.</summary>
    public string Drawable(string text) => IsAscii ? AsciiText.Of(text) : text;

    /// <summary>Returns a stream for UTF-8 that is written to <see cref="Output"/>, completely once it is disposed.</summary>
    public Stream RowStream() => OpenRows is { } open ? new BufferedStream(open(), 64 * 1024) : new TextStream(Output);

    /// <summary>
    /// Opens standard output. The stream of .NET's console ignores on Unix that the reader of a pipe has gone, so that a long run behind
    /// <c>| head</c> would go on for nobody. What is not a pipe is left to the console, which moves the position that programs share.
    /// </summary>
    private static Stream StandardOutput()
    {
        if (OperatingSystem.IsWindows())
        {
            return Console.OpenStandardOutput();
        }

        FileStream output = new(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return output.CanSeek ? Console.OpenStandardOutput() : output;
    }

    /// <summary>A stream that decodes what was written and passes it to a text writer when it is disposed.</summary>
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
