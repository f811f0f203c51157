using System.Collections.Immutable;

namespace TokenPricing.Statements;

/// <summary>Reads a file of usage or a bill, in any of the formats that vendors, gateways and tools write.</summary>
/// <remarks>
/// Use <see cref="UsageInput"/> for several files: calls that are in two of them count once, and it says what was not understood.
/// </remarks>
public static class UsageFile
{
    /// <summary>The names of the formats.</summary>
    public static ImmutableArray<string> Formats { get; } = [.. FormatList.Create().Select(f => f.Name), "prometheus", "own-columns"];

    /// <summary>
    /// Returns whether a file is in this library's own format, which <see cref="RowFile"/> reads and writes, or in none that is known.
    /// </summary>
    /// <param name="head">The first bytes of the file, best 64 KiB or more.</param>
    public static bool IsRows(ReadOnlySpan<byte> head) => FileSniffer.KindOf(head, isWhole: false) switch
    {
        FileKind.Empty => true,
        FileKind.JsonLines => FileSniffer.AreOwnRows(head, FormatList.Create()) != false,
        FileKind.Json => !FileSniffer.HasObject(head),
        FileKind.Csv => FileSniffer.IsOwnHeader(head, FormatList.Create()),
        _ => false,
    };

    /// <summary>Reads the rows of a file while they are enumerated.</summary>
    /// <param name="stream">The file, also compressed with gzip. It stays open.</param>
    /// <param name="options">How the file is read; <see langword="null"/> to recognize its format.</param>
    /// <returns>The rows. A row that cannot be read has an error, and a row that is no call has a reason why it does not count.</returns>
    /// <exception cref="InvalidDataException">The file as a whole cannot be read. The message says what to write.</exception>
    public static IEnumerable<UsageRow> Read(Stream stream, UsageFileOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        UsageInput input = new(options);
        return input.Read(stream).Concat(input.Complete());
    }
}
