namespace TokenPricing.Data;

/// <summary>What is known about a model: one row of <c>models.csv</c>.</summary>
/// <param name="Id">The short unique name, such as <c>mixtral-8x7b</c>. Case is ignored.</param>
/// <param name="Name">The display name, such as <c>Mixtral 8x7B</c>.</param>
/// <param name="Source">The <see cref="PriceSource.Id"/> of the source of this row.</param>
/// <param name="Recorded">The day on which the row was recorded.</param>
/// <remarks>What no source states is <see langword="null"/>, or empty for a list. Two rows are equal if all their values are.</remarks>
public sealed record ModelRow(string Id, string Name, string Source, LocalDate Recorded)
{
    /// <summary>
    /// The id of the model that this one is a variant of: a dated snapshot, another precision, the copy in a region. The price of a variant
    /// may differ. <see langword="null"/>: the model is no variant.
    /// </summary>
    public string? Base { get; init; }

    /// <summary>
    /// The service tier whose prices the id stands for, where it only names a tier of its <see cref="Base"/>, as <c>glm-5.3:batch</c> does;
    /// otherwise the standard one.
    /// </summary>
    public ServiceTier ServiceTier { get; init; }

    /// <summary>What the model is for. <see langword="null"/>: no source states it, and nothing else shows it.</summary>
    public ModelKind? Kind { get; init; }

    /// <summary>The company or group that made the model, such as <c>Mistral AI</c>.</summary>
    public string? Developer { get; init; }

    /// <summary>When the model was released, as precisely as the source states it.</summary>
    public PartialDate? Released { get; init; }

    /// <summary>The day from which the maker advises against the model, as precisely as the source states it.</summary>
    public PartialDate? Deprecated { get; init; }

    /// <summary>The day on which the maker takes the model out of service, past or announced.</summary>
    public PartialDate? Retired { get; init; }

    /// <summary>The largest number of input and output tokens of a request together, at least 1.</summary>
    public long? ContextWindow { get; init; }

    /// <summary>The largest number of output tokens of a request, at least 1.</summary>
    public long? MaxOutput { get; init; }

    /// <summary>The size of the model as its developer states it, such as <c>8x7B</c>.</summary>
    public string? Parameters { get; init; }

    /// <summary>The number of parameters, at least 1.</summary>
    public long? TotalParameters { get; init; }

    /// <summary>The number of parameters used for each token, at least 1 and at most <see cref="TotalParameters"/>.</summary>
    public long? ActiveParameters { get; init; }

    /// <summary>The architecture, such as <c>mixture of experts</c>.</summary>
    public string? Architecture { get; init; }

    /// <summary>The license of the weights or of their use, such as <c>Apache 2.0</c> or <c>Proprietary</c>.</summary>
    public string? License { get; init; }

    /// <summary>Whether the weights can be downloaded.</summary>
    public bool? OpenWeights { get; init; }

    /// <summary>The end of the training data.</summary>
    public PartialDate? KnowledgeCutoff { get; init; }

    /// <summary>
    /// What the model accepts: <c>text</c>, <c>image</c>, <c>audio</c>, <c>video</c>, <c>file</c>. Empty if no source states it.
    /// </summary>
    public ImmutableArray<string> InputModalities { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>What the model produces, in the words of <see cref="InputModalities"/>. Empty if no source states it.</summary>
    public ImmutableArray<string> OutputModalities { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Whether the model can be used without paying, such as through open weights; <see langword="null"/>: unknown.</summary>
    public bool? IsFreeToUse { get; init; }

    /// <summary>Returns whether all values of both rows are equal.</summary>
    public bool Equals(ModelRow? other) =>
        other is not null
        && (Id, Name, Source, Recorded, Base) == (other.Id, other.Name, other.Source, other.Recorded, other.Base)
        && (Kind, Developer, Released, Deprecated) == (other.Kind, other.Developer, other.Released, other.Deprecated)
        && (Retired, ServiceTier) == (other.Retired, other.ServiceTier)
        && (ContextWindow, MaxOutput) == (other.ContextWindow, other.MaxOutput)
        && (Parameters, TotalParameters) == (other.Parameters, other.TotalParameters)
        && (ActiveParameters, Architecture) == (other.ActiveParameters, other.Architecture)
        && (License, OpenWeights) == (other.License, other.OpenWeights)
        && (KnowledgeCutoff, IsFreeToUse) == (other.KnowledgeCutoff, other.IsFreeToUse)
        && InputModalities.SequenceEqual(other.InputModalities)
        && OutputModalities.SequenceEqual(other.OutputModalities);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Name, Source, Recorded);
}
