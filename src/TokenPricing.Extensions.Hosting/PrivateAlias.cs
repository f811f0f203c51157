namespace TokenPricing.Extensions.Hosting;

/// <summary>An additional name of a model, such as one that only the service uses.</summary>
public sealed class PrivateAlias
{
    /// <summary>The name, in any case.</summary>
    public string Name { get; set; } = "";

    /// <summary>The id of the model that the name stands for.</summary>
    public string Model { get; set; } = "";

    /// <summary>
    /// The id of the only provider where the name stands for the model; <see langword="null"/> (the default): the name is valid for all
    /// providers.
    /// </summary>
    public string? Provider { get; set; }

    /// <summary>The key in the configuration; <see langword="null"/> if it was created in code.</summary>
    internal string? Key { get; set; }
}
