namespace TokenPricing.Catalogs;

/// <summary>The limits that apply while a catalog is loaded. Immutable; create a changed copy with <c>options with { … }</c>.</summary>
public sealed record CatalogLoadOptions
{
    private const long LargestMaximum = 1L << 30;

    /// <summary>
    /// The maximum number of bytes that are read, and that the files of a ZIP can unpack to in total. The default is 32 MiB; the range is 1
    /// byte to 1 GiB. A larger source is an error, and reading stops at that byte.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 1,073,741,824.</exception>
    public long MaximumBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(MaximumBytes));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, LargestMaximum, nameof(MaximumBytes));
            field = value;
        }
    }
    = 32 * 1024 * 1024;

    /// <summary>
    /// The maximum time for connecting, reading and unpacking together. The default is 30 seconds; the range is 1 millisecond to 1 day.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 millisecond to 1 day.</exception>
    public Duration Timeout
    {
        get;
        init => field = Deadline.Checked(value, Duration.FromDays(1), nameof(Timeout));
    }
    = Duration.FromSeconds(30);

    /// <summary>
    /// The day to record for the prices of a list in JSON, which does not state when its prices were known. <see langword="null"/> (the
    /// default): the day on which the file last changed, according to the server or the file system.
    /// </summary>
    public LocalDate? Recorded { get; init; }

    /// <summary>Called for everything in a price list in JSON that was skipped; <see langword="null"/> (the default) for no call.</summary>
    public Action<ImportSkip>? OnSkipped { get; init; }

    /// <summary>
    /// The public key of ECDSA, in PEM, with which prices must be signed; <see langword="null"/> (the default): no signature is demanded.
    /// A ZIP has the list of its files and the signature in itself, as <c>SaveZip</c> with a key writes them; next to any other file, and
    /// in a folder, they are the files <c>SHA256SUMS</c> and <c>SHA256SUMS.sig</c>. Prices from a stream can only be signed in a ZIP.
    /// </summary>
    /// <exception cref="ArgumentException">The text is not such a key, or the key has fewer than 256 bits.</exception>
    public string? PublicKey
    {
        get;
        init => field = value is null ? null : CatalogSignature.CheckedKey(value, nameof(PublicKey));
    }
}
