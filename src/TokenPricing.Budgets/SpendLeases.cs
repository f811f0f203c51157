namespace TokenPricing.Budgets;

/// <summary>
/// Finds owners of reservations that give no sign of life any more. Each owner counts up a number in the store while it lives; whoever sees
/// the same number for the length of a lease takes the owner for dead. For authors of spend stores. Not thread-safe.
/// </summary>
/// <remarks>
/// No clock of the calendar is needed, so a wrong one ends no lease. Only time in which the store was looked at regularly counts: after the
/// store was out of reach, or this process was suspended, each owner has a whole lease again.
/// </remarks>
/// <typeparam name="T">The type of the owners' ids.</typeparam>
/// <param name="time">What measures time that has passed.</param>
/// <param name="lease">The length of a lease. Look three times as often.</param>
public sealed class SpendLeases<T>(TimeProvider time, Duration lease)
    where T : notnull
{
    private readonly Dictionary<T, (long Beat, Duration Silent)> _owners = [];
    private long? _looked;

    /// <summary>Takes what the store says now, and returns the owners that are dead.</summary>
    /// <param name="beats">The number of each owner; an owner without a number has the same missing number each time.</param>
    public IReadOnlyCollection<T> Look(IReadOnlyDictionary<T, long> beats)
    {
        ArgumentNullException.ThrowIfNull(beats);
        Duration passed = _looked is { } before ? Duration.FromTimeSpan(time.GetElapsedTime(before)) : Duration.Zero;
        _looked = time.GetTimestamp();
        foreach (T gone in _owners.Keys.Where(o => !beats.ContainsKey(o)).ToArray())
        {
            _owners.Remove(gone);
        }

        bool isRegular = passed >= Duration.Zero && passed + passed <= lease;
        List<T> dead = [];
        foreach ((T owner, long beat) in beats)
        {
            bool isSilent = _owners.TryGetValue(owner, out (long Beat, Duration Silent) known) && known.Beat == beat && isRegular;
            Duration silent = isSilent ? known.Silent + passed : Duration.Zero;
            _owners[owner] = (beat, silent);
            if (silent >= lease)
            {
                dead.Add(owner);
            }
        }

        return dead;
    }
}
