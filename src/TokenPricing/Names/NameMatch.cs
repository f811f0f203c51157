using System.Collections.Immutable;

namespace TokenPricing.Names;

/// <summary>What a name from a log, a price list or an API stands for, and how that was found out.</summary>
/// <remarks>Belongs to one <see cref="PriceCatalog"/>; equality is by reference.</remarks>
[TypeFormatterSource]
public sealed class NameMatch
{
    internal NameMatch(string name, Model model, Provider? provider, Offer? offer, bool isExact, ImmutableArray<string> steps) =>
        (Name, Model, Provider, Offer, IsExact, Steps) = (name, model, provider, offer, isExact, steps);

    /// <summary>The name as it was asked for.</summary>
    public string Name { get; }

    /// <summary>What is run.</summary>
    public Model Model { get; }

    /// <summary>Who sells it; <see langword="null"/> where neither the question nor the name says so and its maker does not sell it.</summary>
    public Provider? Provider { get; }

    /// <summary>What that provider charges for it; <see langword="null"/> where <see cref="Provider"/> is.</summary>
    public Offer? Offer { get; }

    /// <summary>
    /// Whether the catalog has the name itself, notation apart; <see langword="false"/> where a word of it was left away that says
    /// nothing about the price, such as an effort or the date of a snapshot that costs what the others do.
    /// </summary>
    public bool IsExact { get; }

    /// <summary>How the name was read, one sentence a step, in order; empty where it is the model's id and the provider was given by its id.</summary>
    public ImmutableArray<string> Steps { get; }

    /// <summary>The offer, or else the model, with the steps: <c>openai/gpt-5 ('gpt-5(high)': '(high)' is an effort)</c>.</summary>
    public override string ToString()
    {
        string found = Offer?.ToString() ?? Model.Id;
        return Steps.IsEmpty ? found : $"{found} ('{Name}': {string.Join("; ", Steps)})";
    }
}
