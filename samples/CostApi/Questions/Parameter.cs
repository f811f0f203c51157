namespace TokenPricing.CostApi;

/// <summary>Something that may be said in the query of a request: read, refused and documented from one place.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Description">What it means, and what holds where it is not given.</param>
/// <param name="Example">A value.</param>
/// <param name="Expected">What a value looks like, in words: "a date such as 2026-04-24".</param>
internal abstract record Parameter(string Name, string Description, string Example, string Expected)
{
    public bool IsRequired { get; init; }

    /// <summary>Whether it may be given several times, or with commas between.</summary>
    public bool IsList { get; init; }

    /// <summary>The only words that it takes; empty: others too.</summary>
    public string[] Words { get; init; } = [];

    /// <summary>Whether a value is a whole number.</summary>
    public bool IsNumber { get; init; }

    /// <summary>What a text stands for; <see langword="null"/>: nothing.</summary>
    public abstract object? Read(string text);
}

/// <summary>A parameter with values of one type.</summary>
/// <typeparam name="T">A type that has <see langword="null"/>, for "not given".</typeparam>
/// <param name="Name">What it is called.</param>
/// <param name="Description">What it means, and what holds where it is not given.</param>
/// <param name="Example">A value.</param>
/// <param name="Expected">What a value looks like, in words.</param>
/// <param name="Parse">Reads a text; <see langword="null"/> where it is none.</param>
internal sealed record Parameter<T>(string Name, string Description, string Example, string Expected, Func<string, T> Parse)
    : Parameter(Name, Description, Example, Expected)
{
    public override object? Read(string text) => Parse(text);
}
