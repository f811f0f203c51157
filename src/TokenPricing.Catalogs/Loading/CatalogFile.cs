using System.Globalization;
using System.Text;

namespace TokenPricing.Catalogs;

/// <summary>A catalog in one file: a ZIP of a price folder's files, or a price list in JSON.</summary>
internal static class CatalogFile
{
    private const int LengthShown = 60;

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="name">The name of the stream in errors.</param>
    /// <param name="changed">
    /// The day on which the file last changed, which is recorded for the prices of a list in JSON; <see langword="null"/> if it is not
    /// known.
    /// </param>
    /// <param name="options">The limits.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <param name="verify">
    /// Verifies the signature of a file that has none in itself, as only a ZIP can; <see langword="null"/> if there is no place where it
    /// could be.
    /// </param>
    /// <exception cref="PriceDataException">The stream holds neither, or is wrong.</exception>
    /// <exception cref="CatalogSignatureException">A signature is demanded, and is missing or wrong.</exception>
    public static async Task<PriceCatalog> ReadAsync(
        Stream stream,
        string name,
        LocalDate? changed,
        CatalogLoadOptions options,
        CancellationToken cancellation,
        Func<byte[], CancellationToken, Task>? verify = null)
    {
        byte[] bytes = await Bounded.ReadAsync(stream, options.MaximumBytes, cancellation).ConfigureAwait(false)
            ?? throw Wrong(name, Text($"more than {options.MaximumBytes:N0} bytes"), "no more than that");
        bool isZip = Beginning(bytes).StartsWith("PK"u8);
        if (options.PublicKey is not null && !(isZip && (verify is null || CatalogZip.HasList(bytes))))
        {
            await (verify?.Invoke(bytes, cancellation)
                ?? throw new CatalogSignatureException($"{name} cannot be signed: of a stream, only a ZIP can.")).ConfigureAwait(false);
            options = isZip ? options with { PublicKey = null } : options;
        }

        return await Task.Run(() => CatalogAsync(bytes, name, changed, options, cancellation), cancellation).ConfigureAwait(false);
    }

    /// <summary>Reads a file of which the first bytes determine the format.</summary>
    private static async Task<PriceCatalog> CatalogAsync(
        byte[] bytes,
        string name,
        LocalDate? changed,
        CatalogLoadOptions options,
        CancellationToken cancellation) =>
        Beginning(bytes) switch
        {
            [(byte)'P', (byte)'K', ..] => await CatalogZip.ReadAsync(bytes, name, options, cancellation).ConfigureAwait(false),
            [(byte)'[' or (byte)'{', ..] => Import(bytes, name, options.Recorded ?? changed, options.OnSkipped),
            var other => throw Wrong(
                name,
                other.IsEmpty ? null : Encoding.UTF8.GetString(other[..Math.Min(other.Length, LengthShown)]),
                "a ZIP of price files, or a price list in JSON"),
        };

    /// <summary>Imports a price list in JSON, for which the day must be known.</summary>
    private static PriceCatalog Import(byte[] json, string name, LocalDate? recorded, Action<ImportSkip>? onSkipped)
    {
        if (recorded is not { } day)
        {
            throw Wrong(
                name,
                null,
                $"the day on which these prices were known; give it as {nameof(CatalogLoadOptions)}.{nameof(CatalogLoadOptions.Recorded)}");
        }

        using MemoryStream stream = new(json, writable: false);
        PriceImport import = PriceListReader.Read(stream, day, format: null, provider: null);
        foreach (ImportSkip skip in onSkipped is null ? [] : import.Skipped)
        {
            onSkipped!(skip);
        }

        return new PriceCatalog(import.Facts);
    }

    /// <summary>Returns the bytes without a byte order mark and leading white space.</summary>
    private static ReadOnlySpan<byte> Beginning(ReadOnlySpan<byte> bytes) =>
        (bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes).TrimStart(" \t\r\n"u8);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Returns the exception for a file that is not what it must be.</summary>
    private static PriceDataException Wrong(string file, string? value, string expected) =>
        new([new PriceDataError(file, null, null, null, value, expected)]);
}
