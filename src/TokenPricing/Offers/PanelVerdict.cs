using System.Collections.Immutable;

namespace TokenPricing.Offers;

/// <summary>A panel's verdict on a model: the votes and the share of those who would ship.</summary>
public sealed class PanelVerdict
{
    internal PanelVerdict(ImmutableArray<PanelVote> votes) => Votes = votes;

    /// <summary>The votes, in the order of the source; never empty.</summary>
    public ImmutableArray<PanelVote> Votes { get; }

    /// <summary>Those who would ship.</summary>
    public ImmutableArray<PanelVote> Ships => [.. Votes.Where(v => v.Verdict == Verdict.Ship)];

    /// <summary>Those who would skip.</summary>
    public ImmutableArray<PanelVote> Skips => [.. Votes.Where(v => v.Verdict == Verdict.Skip)];

    /// <summary>The share of the votes that would ship, from 0 % to 100 %.</summary>
    public Percentage ShipShare => Percentage.FromFraction((decimal)Ships.Length / Votes.Length);
}
