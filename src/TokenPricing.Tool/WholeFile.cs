namespace TokenPricing.Tool;

/// <summary>
/// A file that takes its name only once it is complete; whatever stops it before leaves nothing under that name. What is under
/// <c>/dev</c>, such as <c>/dev/null</c> or <c>/dev/stdout</c>, is no file to be replaced: it is written to as it is.
/// </summary>
internal sealed class WholeFile : IDisposable
{
    private readonly string _file;
    private readonly string _temporary;

    /// <param name="file">The name that the file will have; the folder must be there.</param>
    public WholeFile(string file)
    {
        _file = file;
        bool isDevice = Path.GetFullPath(file).StartsWith("/dev/", StringComparison.Ordinal);
        _temporary = isDevice ? file : $"{file}.{Guid.NewGuid():N}.tmp";
        Content = isDevice ? new FileStream(file, FileMode.Open, FileAccess.Write) : File.Create(_temporary, bufferSize: 64 * 1024);
    }

    /// <summary>What to write to.</summary>
    public Stream Content { get; }

    /// <summary>Gives the file its name; one that has it already is replaced.</summary>
    public void Complete()
    {
        Content.Dispose();
        if (_temporary != _file)
        {
            File.Move(_temporary, _file, overwrite: true);
        }
    }

    public void Dispose()
    {
        Content.Dispose();
        if (_temporary != _file)
        {
            File.Delete(_temporary);
        }
    }
}
