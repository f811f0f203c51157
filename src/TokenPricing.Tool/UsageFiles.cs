namespace TokenPricing.Tool;

/// <summary>Several files, or files in the formats of vendors and tools, as one input.</summary>
internal sealed class UsageFiles(IReadOnlyList<string> files, UsageFileOptions options)
{
    private long _bytes;
    private Stream? _open;

    /// <summary>The input, with its warnings.</summary>
    public UsageInput Input { get; } = new(options);

    /// <summary>The number of bytes read so far.</summary>
    public long BytesRead => _bytes + (_open is { CanSeek: true } open ? open.Position : 0);

    /// <summary>Reads the rows of the files, and then those that need the whole input.</summary>
    public IEnumerable<UsageRow> Rows() => EachFile().Concat(Input.Complete());

    private IEnumerable<UsageRow> EachFile()
    {
        foreach (string file in files)
        {
            using Stream stream = InputFiles.Open(file);
            _open = stream;
            string name = file == InputFiles.StandardInput ? "standard input" : files.Count == 1 ? Path.GetFileName(file) : file;
            foreach (UsageRow row in Input.Read(stream, name))
            {
                yield return row;
            }

            _bytes += stream.CanSeek ? stream.Length : 0;
            _open = null;
        }
    }
}
