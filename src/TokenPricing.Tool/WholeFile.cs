namespace TokenPricing.Tool;

/// <summary>A file that takes its name only once it is complete; whatever stops it before leaves nothing under that name.</summary>
internal sealed class WholeFile : IDisposable
{
    private readonly string _file;
    private readonly string _temporary;

    /// <param name="file">The name that the file will have; the folder must be there.</param>
    public WholeFile(string file)
    {
        _file = file;
        _temporary = $"{file}.{Guid.NewGuid():N}.tmp";
        Content = File.Create(_temporary, bufferSize: 64 * 1024);
    }

    /// <summary>What to write to.</summary>
    public Stream Content { get; }

    /// <summary>Gives the file its name; one that has it already is replaced.</summary>
    public void Complete()
    {
        Content.Dispose();
        File.Move(_temporary, _file, overwrite: true);
    }

    public void Dispose()
    {
        Content.Dispose();
        File.Delete(_temporary);
    }
}
