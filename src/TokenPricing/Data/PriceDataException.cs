using System.Collections.Immutable;

namespace TokenPricing.Data;

/// <summary>Price data that cannot be used, with everything that is wrong with it, not only the first thing.</summary>
public sealed class PriceDataException : Exception
{
    private const int MostErrorsShown = 20;

    /// <summary>An exception for these errors.</summary>
    /// <param name="errors">What is wrong; at least one.</param>
    public PriceDataException(IEnumerable<PriceDataError> errors)
        : this([.. errors])
    {
    }

    private PriceDataException(ImmutableArray<PriceDataError> errors)
        : base(Describe(errors)) => Errors = errors;

    /// <summary>Everything that is wrong, in the order of the files and their lines.</summary>
    public ImmutableArray<PriceDataError> Errors { get; }

    private static string Describe(ImmutableArray<PriceDataError> errors)
    {
        IEnumerable<string> shown = errors.Take(MostErrorsShown).Select(e => e.ToString());
        string head = errors.Length == 1 ? "The price data has an error:" : $"The price data has {errors.Length} errors:";
        string tail = errors.Length > MostErrorsShown ? $"{Environment.NewLine}… and {errors.Length - MostErrorsShown} more." : "";
        return head + Environment.NewLine + string.Join(Environment.NewLine, shown) + tail;
    }
}
