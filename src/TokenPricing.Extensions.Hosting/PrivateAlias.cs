namespace TokenPricing.Extensions.Hosting;

/// <summary>Another name of a model, as a service's own logs write it.</summary>
public sealed class PrivateAlias
{
    /// <summary>The name, compared without regard to case.</summary>
    public string Name { get; set; } = "";

    /// <summary>The id of the model that it names.</summary>
    public string Model { get; set; } = "";

    /// <summary>The id of the only provider at which it is the model's name; <see langword="null"/>: it is everywhere.</summary>
    public string? Provider { get; set; }

    /// <summary>Where it stands in the configuration; <see langword="null"/>: it was made in code.</summary>
    internal string? Key { get; set; }
}
