using System.Collections.Immutable;

namespace TokenPricing.Sqlite;

/// <summary>What <see cref="SqliteSpendStore.Repair"/> saved and what was lost.</summary>
/// <param name="SavedEntries">The number of entries that are in the new file.</param>
/// <param name="LostEntries">
/// The number of entries that the damaged file should have had and that are not in the new one; <see langword="null"/> if the file does not
/// say any more how many it had.
/// </param>
/// <param name="Losses">What was lost, one sentence each; empty if nothing was.</param>
public sealed record SpendRepair(long SavedEntries, long? LostEntries, ImmutableArray<string> Losses)
{
    /// <summary>What was lost, one sentence each; empty if nothing was.</summary>
    public ImmutableArray<string> Losses { get; init => field = value.IsDefault ? [] : value; } = Losses.IsDefault ? [] : Losses;

    /// <summary>Returns whether both have the same content.</summary>
    public bool Equals(SpendRepair? other) =>
        other is not null && (SavedEntries, LostEntries) == (other.SavedEntries, other.LostEntries) && Losses.SequenceEqual(other.Losses);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(SavedEntries, LostEntries, Losses.Length);

    /// <summary>Returns the numbers as text: <c>998 entries saved, 2 lost</c>.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{SavedEntries} entries saved, {(LostEntries is { } lost ? FormattableString.Invariant($"{lost}") : "an unknown number")} lost");
}
