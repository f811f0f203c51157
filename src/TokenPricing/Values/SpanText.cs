namespace TokenPricing.Values;

/// <summary>The span half of <see cref="ISpanFormattable"/> for values whose text is short.</summary>
internal static class SpanText
{
    public static bool TryCopy(string text, Span<char> destination, out int charsWritten)
    {
        bool fits = text.TryCopyTo(destination);
        charsWritten = fits ? text.Length : 0;
        return fits;
    }
}
