namespace TokenPricing.Values;

/// <summary>Implements <see cref="ISpanFormattable.TryFormat"/> for values whose text is short.</summary>
internal static class SpanText
{
    /// <summary>Copies a text if it fits.</summary>
    /// <param name="text">The text.</param>
    /// <param name="destination">Where to copy it; unchanged if the text does not fit.</param>
    /// <param name="charsWritten">The number of characters written; 0 if the text does not fit.</param>
    /// <returns><see langword="true"/> if the text fits; otherwise, <see langword="false"/>.</returns>
    public static bool TryCopy(string text, Span<char> destination, out int charsWritten)
    {
        bool fits = text.TryCopyTo(destination);
        charsWritten = fits ? text.Length : 0;
        return fits;
    }
}
