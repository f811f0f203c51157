namespace TokenPricing.Offers;

/// <summary>The verdict of a panel of reviewers on a model.</summary>
/// <remarks>
/// The votes are in <c>panel.csv</c> of a price folder. They say what people would use, and enter no price. Equality is by reference.
/// </remarks>
public sealed class PanelVerdict
{
    /// <summary>Initializes a verdict of at least one vote.</summary>
    internal PanelVerdict(ImmutableArray<PanelVote> votes) => Votes = votes;

    /// <summary>The votes, in the order of the source; never empty.</summary>
    public ImmutableArray<PanelVote> Votes { get; }

    /// <summary>The votes of the reviewers who would use the model in production.</summary>
    public ImmutableArray<PanelVote> Ships => [.. Votes.Where(v => v.Ships)];

    /// <summary>The votes of the reviewers who would not.</summary>
    public ImmutableArray<PanelVote> Skips => [.. Votes.Where(v => !v.Ships)];

    /// <summary>The share of the votes that would use the model, from 0 % to 100 %.</summary>
    public Percentage ShipShare => Percentage.FromFraction((decimal)Ships.Length / Votes.Length);
}
