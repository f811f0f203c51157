using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace TokenPricing.Sqlite;

/// <summary>The balances that are kept up to date, and the reservations, of all processes. Not thread-safe.</summary>
internal sealed class SpendBalances(SpendTables tables)
{
    // Balances of windows that ended are deleted when there are more, and then when there are twice as many as were kept: the work for one
    // that is added stays the same, however many there are.
    private const int ManyBalances = 256;

    private static readonly Duration LongestKept = Duration.FromDays(2);

    private readonly SpendFilterIndex<StoredBalance> _index = new();
    private readonly Dictionary<string, StoredReservation> _reservations = new(StringComparer.Ordinal);
    private readonly List<StoredBalance> _matching = [];
    private readonly HashSet<StoredBalance> _changed = [];
    private readonly ByteWriter _scratch = new();
    private (long Count, long Digest) _loadedBalances;
    private (long Count, long Digest) _loadedReservations;
    private int _many = ManyBalances;
    private long _lastBalance;
    private long _lastReservation;

    /// <summary>How many balances were looked at to find those of windows that ended.</summary>
    public long Examined { get; private set; }

    public IEnumerable<StoredBalance> All => _index.All.Select(b => b.Value);

    public bool Has(string reservationId) => _reservations.ContainsKey(reservationId);

    public StoredBalance? Find(SpendFilter filter) => _index.TryGetValue(filter, out StoredBalance? balance) ? balance : null;

    /// <summary>Reads what other processes have changed.</summary>
    /// <exception cref="InvalidDataException">A row is damaged or missing.</exception>
    public void Load(SpendHead head)
    {
        bool sameBalances = _loadedBalances == (head.Balances, head.BalancesDigest);
        bool sameReservations = _loadedReservations == (head.Reservations, head.ReservationsDigest);
        if (!sameBalances)
        {
            LoadBalances(head);
        }

        if (!sameReservations)
        {
            LoadReservations(head);
        }

        if (!sameBalances || !sameReservations)
        {
            foreach ((_, StoredBalance balance) in _index.All)
            {
                balance.Reserved = default;
            }

            foreach (StoredReservation reservation in _reservations.Values)
            {
                Count(reservation.Reservation, ExactSum.Of(reservation.Reservation.Amount));
            }
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _index.Clear();
        _reservations.Clear();
        _changed.Clear();
        (_loadedBalances, _loadedReservations, _lastBalance, _lastReservation) = (default, default, 0, 0);
    }

    /// <summary>Adds what was spent to the balances that count it.</summary>
    public void Spend(Instant at, ImmutableArray<SpendTag> tags, ExactSum amount)
    {
        foreach (StoredBalance balance in Matching(at, tags))
        {
            balance.Spent += amount;
            _changed.Add(balance);
        }
    }

    /// <summary>Adds a balance, and deletes those of windows that ended if there are many.</summary>
    public (StoredBalance Balance, SpendHead Head) Add(SpendFilter filter, ExactSum spent, SpendHead head)
    {
        if (_index.Count >= _many && head.Newest > long.MinValue)
        {
            head = DeleteEnded(head);
            _many = Math.Max(ManyBalances, 2 * _index.Count);
        }

        StoredBalance balance = new(++_lastBalance, filter) { Spent = spent };
        _index.Add(filter, balance);
        foreach (StoredReservation reservation in _reservations.Values.Where(r => filter.Matches(
            new SpendEntry("-", r.Reservation.At, default, r.Reservation.Tags))))
        {
            balance.Reserved += ExactSum.Of(reservation.Reservation.Amount);
        }

        _changed.Add(balance);
        return (balance, Flush(head));
    }

    public SpendHead Reserve(Guid owner, SpendReservation reservation, SpendHead head)
    {
        long number = ++_lastReservation;
        _scratch.Clear();
        StoredReservation.Write(_scratch, owner, reservation);
        (byte[] row, uint checksum) = Frame.Of(Frame.Reservation, number, _scratch.Span);
        tables.Put("reservation", number, row);
        Sign(owner);
        _reservations.Add(reservation.Id, new StoredReservation(number, owner, reservation, checksum));
        Count(reservation, ExactSum.Of(reservation.Amount));
        return Changed(head, 1, Frame.Share(number, checksum));
    }

    /// <summary>Removes a reservation if there is one.</summary>
    public SpendHead Release(string id, SpendHead head)
    {
        if (!_reservations.Remove(id, out StoredReservation? known))
        {
            return head;
        }

        tables.Delete("reservation", known.Number, known.Number);
        Count(known.Reservation, -ExactSum.Of(known.Reservation.Amount));
        return Changed(head, -1, Frame.Share(known.Number, known.Checksum));
    }

    /// <summary>Gives a sign of life of an owner that has reservations, and gives back those of owners that are dead.</summary>
    public SpendHead Beat(Guid owner, SpendLeases<Guid> leases, SpendHead head)
    {
        Guid[] owners = [.. _reservations.Values.Select(r => r.Owner).Distinct()];
        if (owners.Contains(owner))
        {
            tables.Ready("UPDATE lease SET beat = beat + 1 WHERE owner = @a", owner.ToByteArray()).ExecuteNonQuery();
        }

        Dictionary<Guid, long> beats = owners.Where(o => o != owner).ToDictionary(o => o, _ => -1L);
        if (beats.Count > 0)
        {
            using SqliteDataReader reader = tables.Ready("SELECT owner, beat FROM lease").ExecuteReader();
            while (reader.Read())
            {
                Guid other = new((byte[])reader.GetValue(0));
                if (beats.ContainsKey(other))
                {
                    beats[other] = reader.GetInt64(1);
                }
            }
        }

        foreach (Guid dead in leases.Look(beats))
        {
            foreach (string id in _reservations.Values.Where(r => r.Owner == dead).Select(r => r.Reservation.Id).ToArray())
            {
                head = Release(id, head);
            }

            tables.Ready("DELETE FROM lease WHERE owner = @a", dead.ToByteArray()).ExecuteNonQuery();
        }

        return head;
    }

    /// <summary>Writes the balances that have changed.</summary>
    public SpendHead Flush(SpendHead head)
    {
        foreach (StoredBalance balance in _changed)
        {
            _scratch.Clear();
            balance.Write(_scratch);
            (byte[] row, uint checksum) = Frame.Of(Frame.Balance, balance.Number, _scratch.Span);
            tables.Put("balance", balance.Number, row);
            head = Share(head, balance, checksum);
            balance.Checksum = checksum;
        }

        _changed.Clear();
        return head;
    }

    private SpendHead Share(SpendHead head, StoredBalance balance, uint? checksum)
    {
        long digest = head.BalancesDigest
            ^ (balance.Checksum is { } old ? Frame.Share(balance.Number, old) : 0)
            ^ (checksum is { } current ? Frame.Share(balance.Number, current) : 0);
        int more = (checksum is null ? 0 : 1) - (balance.Checksum is null ? 0 : 1);
        _loadedBalances = (head.Balances + more, digest);
        return head with { Balances = head.Balances + more, BalancesDigest = digest };
    }

    private SpendHead Changed(SpendHead head, int more, long share)
    {
        _loadedReservations = (head.Reservations + more, head.ReservationsDigest ^ share);
        return head with { Reservations = head.Reservations + more, ReservationsDigest = head.ReservationsDigest ^ share };
    }

    /// <summary>
    /// Deletes the balances of windows that ended longer ago than they were long. They are added up again if asked for.
    /// </summary>
    private SpendHead DeleteEnded(SpendHead head)
    {
        head = Flush(head);
        Examined += _index.Count;
        Instant newest = Instant.FromUnixTimeTicks(head.Newest);
        List<KeyValuePair<SpendFilter, StoredBalance>> kept = [];
        foreach (KeyValuePair<SpendFilter, StoredBalance> one in _index.All)
        {
            if (IsEnded(one.Key.During, newest))
            {
                tables.Delete("balance", one.Value.Number, one.Value.Number);
                head = Share(head, one.Value, null);
            }
            else
            {
                kept.Add(one);
            }
        }

        _index.Clear();
        foreach ((SpendFilter filter, StoredBalance balance) in kept)
        {
            _index.Add(filter, balance);
        }

        return head;
    }

    private static bool IsEnded(Interval window, Instant newest) => window.HasEnd
        && newest > window.End
        && newest - window.End > (window.HasStart ? Duration.Min(window.Duration, LongestKept) : LongestKept);

    /// <summary>Makes sure that an owner has a lease.</summary>
    private void Sign(Guid owner) =>
        tables.Ready("INSERT INTO lease (owner, beat) VALUES (@a, 0) ON CONFLICT DO NOTHING", owner.ToByteArray()).ExecuteNonQuery();

    private void Count(SpendReservation reservation, ExactSum amount)
    {
        foreach (StoredBalance balance in Matching(reservation.At, reservation.Tags))
        {
            balance.Reserved += amount;
        }
    }

    private List<StoredBalance> Matching(Instant at, ImmutableArray<SpendTag> tags)
    {
        _matching.Clear();
        _index.Find(at, tags, _matching);
        return _matching;
    }

    private void LoadBalances(SpendHead head)
    {
        _index.Clear();
        long digest = 0;
        foreach ((long number, byte[] body) in tables.Range("balance"))
        {
            StoredBalance balance = StoredBalance.Read(number, body);
            _index.Add(balance.Filter, balance);
            digest ^= Frame.Share(number, balance.Checksum!.Value);
            _lastBalance = Math.Max(_lastBalance, number);
        }

        _loadedBalances = (_index.Count, digest);
        if (_loadedBalances != (head.Balances, head.BalancesDigest))
        {
            throw new InvalidDataException("a balance is missing");
        }
    }

    private void LoadReservations(SpendHead head)
    {
        _reservations.Clear();
        long digest = 0;
        foreach ((long number, byte[] body) in tables.Range("reservation"))
        {
            StoredReservation reservation = StoredReservation.Read(number, body);
            _reservations.Add(reservation.Reservation.Id, reservation);
            digest ^= Frame.Share(number, reservation.Checksum);
            _lastReservation = Math.Max(_lastReservation, number);
        }

        _loadedReservations = (_reservations.Count, digest);
        if (_loadedReservations != (head.Reservations, head.ReservationsDigest))
        {
            throw new InvalidDataException("a reservation is missing");
        }
    }
}
