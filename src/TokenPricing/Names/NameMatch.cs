namespace TokenPricing.Names;

/// <summary>The model, and the offer if the provider is known, that a name from a log, a price list or an API stands for.</summary>
/// <remarks>
/// Get an instance from <see cref="PriceCatalog.Find(string)"/>. It belongs to that catalog; equality is by reference. <see cref="Steps"/>
/// explain how the name was understood, which helps when reviewing the names of a log.
/// </remarks>
[TypeFormatterSource]
public sealed class NameMatch
{
    /// <summary>Initializes a match.</summary>
    internal NameMatch(string name, Model model, Provider? provider, Offer? offer, bool isExact, ImmutableArray<string> steps) =>
        (Name, Model, Provider, Offer, IsExact, Steps) = (name, model, provider, offer, isExact, steps);

    /// <summary>The name that was looked up, unchanged.</summary>
    public string Name { get; }

    /// <summary>The model that the name stands for.</summary>
    public Model Model { get; }

    /// <summary>
    /// The provider; <see langword="null"/> if neither the caller nor the name specifies one and the model's developer does not sell it.
    /// </summary>
    public Provider? Provider { get; }

    /// <summary>The offer of the model by <see cref="Provider"/>; <see langword="null"/> if that is <see langword="null"/>.</summary>
    public Offer? Offer { get; }

    /// <summary>
    /// Whether the catalog has the name, except for notation. <see langword="false"/> if a word was dropped that does not affect the price,
    /// such as a reasoning effort, or the date of a snapshot that costs the same as the others.
    /// </summary>
    public bool IsExact { get; }

    /// <summary>
    /// How the name was understood, one sentence for each step. Empty if the name is the model's id and the provider was given by its id.
    /// </summary>
    public ImmutableArray<string> Steps { get; }

    /// <summary>
    /// Returns the offer, or the model if there is no offer, with the steps, such as <c>openai/gpt-5 ('gpt-5(high)': '(high)' is an effort,
    /// not a model)</c>.
    /// </summary>
    public override string ToString()
    {
        string found = Offer?.ToString() ?? Model.Id.Value;
        return Steps.IsEmpty ? found : $"{found} ('{Name}': {string.Join("; ", Steps)})";
    }
}
