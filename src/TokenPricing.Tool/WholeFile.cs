namespace TokenPricing.Tool;

/// <summary>
/// A file that appears under its name only when it is complete, so that an interrupted run leaves nothing under that name. Paths under
/// <c>/dev</c>, such as <c>/dev/null</c> or <c>/dev/stdout</c>, are devices and are written to directly.
/// </summary>
internal sealed class WholeFile : IDisposable
{
    private readonly string _file;
    private readonly string _temporary;

    /// <param name="file">The path of the file, whose folder must exist.</param>
    public WholeFile(string file)
    {
        _file = file;
        bool isDevice = Path.GetFullPath(file).StartsWith("/dev/", StringComparison.Ordinal);
        _temporary = isDevice ? file : $"{file}.{Guid.NewGuid():N}.tmp";
        Content = isDevice ? new FileStream(file, FileMode.Open, FileAccess.Write) : File.Create(_temporary, bufferSize: 64 * 1024);
    }

    /// <summary>The stream to write to.</summary>
    public Stream Content { get; }

    /// <summary>Moves the complete file to its path, and replaces an existing one.</summary>
    public void Complete()
    {
        Content.Dispose();
        if (_temporary != _file)
        {
            File.Move(_temporary, _file, overwrite: true);
        }
    }

    /// <summary>Deletes the temporary file if <see cref="Complete"/> was not called.</summary>
    public void Dispose()
    {
        Content.Dispose();
        if (_temporary != _file)
        {
            File.Delete(_temporary);
        }
    }
}
