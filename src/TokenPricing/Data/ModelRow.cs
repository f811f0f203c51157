using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing.Data;

/// <summary>What is known of a model: one row of <c>models.csv</c>. What no source says is <see langword="null"/> (or empty, for lists).</summary>
/// <param name="Id">A short unique name, compared without regard to case.</param>
/// <param name="Name">The name for people.</param>
/// <param name="Source">The <see cref="PriceSource.Id"/> of the source of this row.</param>
/// <param name="Recorded">The day this was learned.</param>
public sealed record ModelRow(string Id, string Name, string Source, LocalDate Recorded)
{
    /// <summary>
    /// The id of the model that this one is a form of: a snapshot of a date, another precision, a region's copy. Its own price
    /// may differ; <see langword="null"/>: a model of its own.
    /// </summary>
    public string? Base { get; init; }

    /// <summary>Who made the model.</summary>
    public string? Developer { get; init; }

    /// <summary>When it was released.</summary>
    public PartialDate? Released { get; init; }

    /// <summary>How many tokens it takes in and gives out together, at least 1.</summary>
    public long? ContextWindow { get; init; }

    /// <summary>Its size as its maker states it, such as <c>8x7B</c>.</summary>
    public string? Parameters { get; init; }

    /// <summary>The number of its parameters, at least 1.</summary>
    public long? TotalParameters { get; init; }

    /// <summary>How many of them work on one token, at least 1 and at most <see cref="TotalParameters"/>.</summary>
    public long? ActiveParameters { get; init; }

    /// <summary>Its architecture, such as <c>mixture of experts</c>.</summary>
    public string? Architecture { get; init; }

    /// <summary>The licence of its weights or its use, such as <c>Apache 2.0</c> or <c>Proprietary</c>.</summary>
    public string? License { get; init; }

    /// <summary>Whether its weights can be downloaded.</summary>
    public bool? OpenWeights { get; init; }

    /// <summary>Until when its training data reaches.</summary>
    public PartialDate? KnowledgeCutoff { get; init; }

    /// <summary>What it reads: <c>text</c>, <c>image</c>, <c>audio</c>, <c>video</c>, <c>file</c>; empty where no source says.</summary>
    public ImmutableArray<string> InputModalities { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>What it writes; empty where no source says.</summary>
    public ImmutableArray<string> OutputModalities { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Whether it can be used without paying.</summary>
    public Entry? Entry { get; init; }

    /// <summary>Whether both rows say the same.</summary>
    public bool Equals(ModelRow? other) =>
        other is not null
        && (Id, Name, Source, Recorded, Developer, Released, ContextWindow) == (other.Id, other.Name, other.Source, other.Recorded, other.Developer, other.Released, other.ContextWindow)
        && Base == other.Base
        && (Parameters, TotalParameters, ActiveParameters, Architecture) == (other.Parameters, other.TotalParameters, other.ActiveParameters, other.Architecture)
        && (License, OpenWeights, KnowledgeCutoff, Entry) == (other.License, other.OpenWeights, other.KnowledgeCutoff, other.Entry)
        && InputModalities.SequenceEqual(other.InputModalities)
        && OutputModalities.SequenceEqual(other.OutputModalities);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Name, Source, Recorded);
}
