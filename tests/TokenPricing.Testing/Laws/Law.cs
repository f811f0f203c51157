namespace TokenPricing.Tests;

/// <summary>What laws about exact figures have in common: a figure is the right one, or there is none.</summary>
internal static class Law
{
    /// <summary>Both figures are the same, or neither fits.</summary>
    public static bool SameWhereItFits<T>(Func<T> left, Func<T> right) => Equals(Try(left), Try(right));

    /// <summary>Both figures are the same wherever both fit; a step on the way to one may overflow where the other has none.</summary>
    public static bool SameWhereBothFit<T>(Func<T> left, Func<T> right)
    {
        (bool fits, T? value) = Try(left);
        (bool otherFits, T? other) = Try(right);
        return !fits || !otherFits || Equals(value, other);
    }

    /// <summary>The figure, or that it overflows.</summary>
    public static (bool Fits, T? Value) Try<T>(Func<T> figure)
    {
        try
        {
            return (true, figure());
        }
        catch (OverflowException)
        {
            return (false, default);
        }
    }
}
