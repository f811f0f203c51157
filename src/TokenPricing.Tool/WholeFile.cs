namespace TokenPricing.Tool;

/// <summary>
/// A file that appears under its name only when it is complete, so that an interrupted run leaves nothing under that name. Devices and
/// pipes, such as <c>/dev/null</c> or <c>/dev/stdout</c>, are written to directly.
/// </summary>
/// <remarks>
/// A file that is there keeps its mode, its owner and its other names. A symbolic link stays, and the file to which it leads is written.
/// What runs that were killed have left is deleted by the next one that writes the same file.
/// </remarks>
internal sealed class WholeFile : IDisposable
{
    private const int BufferSize = 64 * 1024;
    private const string Ending = ".tmp";

    private readonly string _file;
    private readonly TemporaryFile? _temporary;

    /// <param name="file">The path of the file, whose folder must exist.</param>
    /// <param name="inputs">The files that are read meanwhile, none of which can be the output.</param>
    /// <exception cref="ToolException">The file is one of the inputs.</exception>
    public WholeFile(string file, params ReadOnlySpan<string> inputs)
    {
        _file = Path.GetFullPath(file);
        UnixFile? known = UnixFile.Of(_file);
        foreach (string input in inputs)
        {
            if (IsSame(input, _file, known))
            {
                throw new ToolException($"'{file}' is the file that is read. Give the output another name.", ExitCode.WrongUsage);
            }
        }

        if (known is { IsRegular: false } || _file.StartsWith("/dev/", StringComparison.Ordinal))
        {
            Content = new FileStream(_file, FileMode.Open, FileAccess.Write);
            return;
        }

        _file = Target(_file);
        if (File.Exists(_file))
        {
            // What may not be written is refused now, not after an hour of work.
            new FileStream(_file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite).Dispose();
        }

        DeleteOldOnes(_file);
        Content = _temporary = new TemporaryFile($"{_file}.{Guid.NewGuid():N}{Ending}");
    }

    /// <summary>The stream to write to. It can be disposed before the file is complete.</summary>
    public Stream Content { get; }

    /// <summary>Moves the complete file to its path, and replaces an existing one.</summary>
    public void Complete()
    {
        if (_temporary is null)
        {
            Content.Dispose();
            return;
        }

        _temporary.Flush(flushToDisk: true);
        bool isMoved = !File.Exists(_file) || CanReplace(_file, _temporary.Name);
        if (!isMoved)
        {
            Overwrite(_file, _temporary);
        }

        // A file of Windows cannot be moved while it is open; on other systems, being open says that no other run may delete it.
        if (OperatingSystem.IsWindows())
        {
            _temporary.End();
        }

        if (isMoved)
        {
            File.Move(_temporary.Name, _file, overwrite: true);
        }

        _temporary.End();
    }

    /// <summary>Deletes the temporary file if <see cref="Complete"/> was not called.</summary>
    public void Dispose()
    {
        Content.Dispose();
        if (_temporary is not null)
        {
            _temporary.End();
            File.Delete(_temporary.Name);
        }
    }

    private static string Target(string file) =>
        new FileInfo(file).LinkTarget is null ? file : File.ResolveLinkTarget(file, returnFinalTarget: true)!.FullName;

    private static bool IsSame(string input, string file, UnixFile? known) =>
        Target(Path.GetFullPath(input)) == Target(file) || (known is { IsRegular: true } && UnixFile.Of(input)?.Identity == known.Identity);

    /// <summary>
    /// Gives a new file the mode and the owner of the one that it replaces; <see langword="false"/> if it cannot be as that one is.
    /// </summary>
    private static bool CanReplace(string file, string by)
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        if (UnixFile.Of(file) is not { Links: 1 } old || !old.TryOwn(by))
        {
            return false;
        }

        File.SetUnixFileMode(by, File.GetUnixFileMode(file));
        return true;
    }

    /// <summary>Writes new contents into a file that stays what it is.</summary>
    private static void Overwrite(string file, FileStream contents)
    {
        using FileStream output = new(file, FileMode.Open, FileAccess.Write, FileShare.Read);
        contents.Position = 0;
        contents.CopyTo(output);
        output.SetLength(output.Position);
    }

    /// <summary>Deletes what runs that were killed have left: while a run lives, its file is open and cannot be opened again.</summary>
    private static void DeleteOldOnes(string file)
    {
        string name = Path.GetFileName(file);
        int length = name.Length + 1 + 32 + Ending.Length;
        foreach (string old in Directory.EnumerateFiles(Path.GetDirectoryName(file)!, $"*{Ending}"))
        {
            string own = Path.GetFileName(old);
            bool isOurs = own.Length == length && own.StartsWith(name + ".", StringComparison.Ordinal)
                && Guid.TryParseExact(own[^36..^4], "N", out _);
            if (!isOurs)
            {
                continue;
            }

            try
            {
                new FileStream(old, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
                File.Delete(old);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another run writes it, or it is someone else's.
            }
        }
    }

    /// <summary>A file that stays open, and so known to be in use, when who writes it disposes it.</summary>
    private sealed class TemporaryFile(string path)
        : FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferSize)
    {
        private bool _isEnded;

        public void End()
        {
            _isEnded = true;
            Dispose();
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_isEnded)
            {
                Flush();
            }
            else
            {
                base.Dispose(disposing);
            }
        }
    }
}
