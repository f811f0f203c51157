namespace TokenPricing.Data;

/// <summary>The exception that is thrown when price data has errors. It lists every error, not only the first.</summary>
/// <remarks>The message shows the first 20 errors; <see cref="Errors"/> has them all.</remarks>
public sealed class PriceDataException : Exception
{
    private const int MostErrorsShown = 20;

    /// <summary>Initializes an exception for these errors.</summary>
    /// <param name="errors">The errors, at least one.</param>
    /// <exception cref="ArgumentNullException"><paramref name="errors"/> is <see langword="null"/>.</exception>
    public PriceDataException(IEnumerable<PriceDataError> errors)
        : this([.. errors ?? throw new ArgumentNullException(nameof(errors))])
    {
    }

    private PriceDataException(ImmutableArray<PriceDataError> errors)
        : base(Describe(errors)) => Errors = errors;

    /// <summary>The errors, in the order of the files and their lines; never empty.</summary>
    public ImmutableArray<PriceDataError> Errors { get; }

    private static string Describe(ImmutableArray<PriceDataError> errors)
    {
        IEnumerable<string> shown = errors.Take(MostErrorsShown).Select(e => e.ToString());
        string head = errors.Length == 1 ? "The price data has an error:" : $"The price data has {errors.Length} errors:";
        string tail = errors.Length > MostErrorsShown ? $"{Environment.NewLine}… and {errors.Length - MostErrorsShown} more." : "";
        return head + Environment.NewLine + string.Join(Environment.NewLine, shown) + tail;
    }
}
