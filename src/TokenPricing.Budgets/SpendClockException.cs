using System.Globalization;

namespace TokenPricing.Budgets;

/// <summary>
/// The time of a spend entry or a reservation is so far from the newest entry of the store that the clock it came from is probably wrong.
/// Nothing was added.
/// </summary>
public sealed class SpendClockException : InvalidOperationException
{
    /// <summary>Creates an exception without details.</summary>
    public SpendClockException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    public SpendClockException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and a cause.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="inner">The cause.</param>
    public SpendClockException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Throws if an instant is too far from the newest entry of a store.</summary>
    /// <param name="at">The instant of an entry or a reservation.</param>
    /// <param name="newest">The instant of the newest entry; <see langword="null"/> if the store has none.</param>
    /// <param name="maxJump">How far it can be ahead, and a reservation also behind.</param>
    /// <param name="isReservation">Whether it is a reservation, which can be too old as well: it would open a past window again.</param>
    /// <exception cref="SpendClockException">The instant is too far away.</exception>
    public static void ThrowIfFar(Instant at, Instant? newest, Duration maxJump, bool isReservation)
    {
        if (newest is { } last && (at - last > maxJump || (isReservation && last - at > maxJump)))
        {
            string most = maxJump.TotalDays.ToString("0.######", CultureInfo.InvariantCulture);
            throw new SpendClockException(
                $"{(isReservation ? "A reservation" : "An entry")} is dated {at}, but the newest entry of the store is of {last}, more "
                + $"than {most} days {(at > last ? "later" : "earlier")}. Check the clock of this machine. "
                + "If both times are right, set MaxJump in the options of the store to more.");
        }
    }
}
