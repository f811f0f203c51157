namespace TokenPricing.Reports;

/// <summary>One bar of a <see cref="BarChart"/>.</summary>
/// <param name="value">The length of the bar, negative for a deduction; <see langword="null"/> to show the text without a bar.</param>
/// <param name="text">The text next to the bar, such as <c>$0.15</c>.</param>
public sealed class BarValue(decimal? value, string text)
{
    /// <summary>The length of the bar; <see langword="null"/> to show the text without a bar.</summary>
    public decimal? Value { get; } = value;

    /// <summary>The text next to the bar.</summary>
    public string Text { get; } = text ?? throw new ArgumentNullException(nameof(text));

    /// <summary>The index of the bar's color; <see langword="null"/> for that of its series.</summary>
    internal int? Place { get; init; }

    /// <summary>The lowest and the highest possible value; <see langword="null"/> if the value is certain.</summary>
    internal (decimal Low, decimal High)? Between { get; init; }
}
