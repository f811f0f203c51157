namespace TokenPricing.Data;

/// <summary>One of the few words that may stand in a cell, and what it says.</summary>
internal sealed class CsvWord<T>(string text, T value)
{
    public string Text => text;

    public T Value => value;
}
