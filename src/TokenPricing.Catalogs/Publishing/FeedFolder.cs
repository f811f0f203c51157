namespace TokenPricing.Catalogs;

/// <summary>
/// Replaces the files of a folder so that an interruption leaves either the old ones or what the next run completes: the new ones are
/// written apart, declared complete by one rename, and then moved.
/// </summary>
internal sealed class FeedFolder(string folder)
{
    private readonly string _incomplete = Path.Combine(folder, ".incomplete");
    private readonly string _complete = Path.Combine(folder, ".complete");

    /// <summary>Moves the files that an interrupted run had completed, and deletes those that it had not.</summary>
    public void CompleteStarted()
    {
        if (Directory.Exists(_incomplete))
        {
            Directory.Delete(_incomplete, recursive: true);
        }

        if (!Directory.Exists(_complete))
        {
            return;
        }

        // The list comes last: until then, who reads the files sees that they do not fit it.
        foreach (string file in Directory.GetFiles(_complete).OrderBy(f => Path.GetFileName(f).StartsWith(
            CatalogSignature.ListName, StringComparison.Ordinal)).ThenBy(f => f, StringComparer.Ordinal))
        {
            File.Move(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        }

        Directory.Delete(_complete);
    }

    /// <summary>Writes files, and returns whether any of them is another than before.</summary>
    public bool Write(IReadOnlyDictionary<string, byte[]> files)
    {
        KeyValuePair<string, byte[]>[] changed =
            [.. files.Where(f => !(SignedFolder.Read(folder, f.Key) is { } known && known.AsSpan().SequenceEqual(f.Value)))];
        if (changed.Length == 0)
        {
            return false;
        }

        Directory.CreateDirectory(_incomplete);
        foreach ((string name, byte[] bytes) in changed)
        {
            using FileStream file = new(Path.Combine(_incomplete, name), FileMode.CreateNew, FileAccess.Write);
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        Directory.Move(_incomplete, _complete);
        CompleteStarted();
        return true;
    }
}
