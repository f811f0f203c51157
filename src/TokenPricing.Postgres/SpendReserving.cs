using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace TokenPricing.Postgres;

/// <summary>Reserves amounts, and gives back those of processes that ended.</summary>
internal sealed class SpendReserving(SpendDatabase database, Guid owner)
{
    // Balances of windows that ended are deleted when there are more: those that ended longer ago than they were long.
    private const int ManyBalances = 256;

    private const string Reserved =
        "SELECT COALESCE(SUM(amount), 0)::text FROM S.reservation WHERE at >= @starts AND at < @ends AND tags @> @tags";

    private const string DeleteEnded =
        """
        DELETE FROM S.balance
        WHERE ends::numeric + LEAST(ends::numeric - starts, @keep) < (SELECT MAX(at) FROM S.entry)
          AND (SELECT COUNT(*) FROM S.balance) >= @many
        """;

    /// <summary>Checks limits and reserves an amount.</summary>
    public Task<SpendDecision> ReserveAsync(
        SpendReservation reservation,
        ImmutableArray<SpendLimit> limits,
        CancellationToken cancellation)
    {
        string tags = SpendForms.JsonOf(reservation.Tags);
        string id = SpendForms.Storable(reservation.Id);
        return WithBalancesAsync(
            reservation.At,
            [.. limits.Select(l => l.Filter)],
            async (transaction, balances) =>
            {
                // A sum that is not exact must throw before anything is reserved, even without a limit.
                Usd[] sums = [.. balances.Select(b => b.Spent + b.Reserved + reservation.Amount)];
                if (await IsReservedAsync(transaction, id, cancellation).ConfigureAwait(false))
                {
                    return new SpendDecision(true, balances);
                }

                bool fits = limits.Zip(sums).All(l => l.First.Most is not { } most || l.Second <= most);
                if (fits)
                {
                    await using NpgsqlCommand insert = transaction.Command(
                        """
                        INSERT INTO S.lease VALUES (@owner, 0) ON CONFLICT DO NOTHING;
                        INSERT INTO S.reservation (id, owner, at, amount, tags) VALUES (@id, @owner, @at, @amount, @tags)
                        """,
                        ("owner", NpgsqlDbType.Uuid, owner),
                        ("id", NpgsqlDbType.Text, id),
                        ("at", NpgsqlDbType.Bigint, SpendTicks.TicksOf(reservation.At)),
                        ("amount", NpgsqlDbType.Numeric, reservation.Amount.Amount),
                        ("tags", NpgsqlDbType.Jsonb, tags));
                    await insert.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
                }

                return new SpendDecision(fits, balances);
            },
            cancellation);
    }

    /// <summary>Returns the balances of some filters.</summary>
    public Task<ImmutableArray<SpendBalance>> BalancesAsync(
        Instant at,
        ImmutableArray<SpendFilter> filters,
        CancellationToken cancellation) =>
        WithBalancesAsync(at, filters, (_, balances) => Task.FromResult(balances), cancellation);

    /// <summary>Gives a sign of life, and gives back what dead owners have reserved. Returns whether there are reservations.</summary>
    public Task<bool> BeatAsync(SpendLeases<Guid> leases, CancellationToken cancellation) => database.DoAsync(
        async transaction =>
        {
            await using (NpgsqlCommand beat = transaction.Command(
                "UPDATE S.lease SET beat = beat + 1 WHERE owner = @owner", ("owner", NpgsqlDbType.Uuid, owner)))
            {
                await beat.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
            }

            Dictionary<Guid, long> beats = [];
            bool hasOwn = false;
            await using (NpgsqlCommand others = transaction.Command(
                """
                SELECT held.owner, COALESCE(lease.beat, -1)
                FROM (SELECT DISTINCT owner FROM S.reservation) AS held LEFT JOIN S.lease ON lease.owner = held.owner
                """))
            {
                await using NpgsqlDataReader reader = await others.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
                while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
                {
                    if (reader.GetGuid(0) == owner)
                    {
                        hasOwn = true;
                    }
                    else
                    {
                        beats.Add(reader.GetGuid(0), reader.GetInt64(1));
                    }
                }
            }

            Guid[] dead = [.. leases.Look(beats)];
            if (dead.Length > 0)
            {
                await using NpgsqlCommand give = transaction.Command(
                    """
                    DELETE FROM S.reservation WHERE owner = ANY (@dead);
                    DELETE FROM S.lease WHERE owner = ANY (@dead)
                    """,
                    ("dead", NpgsqlDbType.Array | NpgsqlDbType.Uuid, dead));
                await give.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
            }

            return hasOwn || beats.Count > dead.Length;
        },
        cancellation);

    /// <summary>
    /// Does something with the balances of some filters, which nobody changes meanwhile. A balance that does not exist is added up first,
    /// in a transaction of its own.
    /// </summary>
    private async Task<T> WithBalancesAsync<T>(
        Instant at,
        ImmutableArray<SpendFilter> filters,
        Func<SpendTransaction, ImmutableArray<SpendBalance>, Task<T>> action,
        CancellationToken cancellation)
    {
        foreach (SpendFilter filter in filters)
        {
            SpendTicks.CheckLength(filter.During, database.Options.Retention);
        }

        Key[] keys = [.. filters.Select(f => new Key(f))];
        while (true)
        {
            (Key[] missing, T? result) = await database.DoAsync(
                async transaction =>
                {
                    await database.LockAsync(transaction, isShared: true, cancellation).ConfigureAwait(false);
                    SpendClockException.ThrowIfFar(
                        at,
                        await SpendReading.NewestAsync(transaction, cancellation).ConfigureAwait(false),
                        database.Options.MaxJump,
                        isReservation: true);
                    Dictionary<string, Usd> spent = await SpentAsync(transaction, keys, cancellation).ConfigureAwait(false);
                    Key[] unknown = [.. keys.Where(k => !spent.ContainsKey(k.Digest))];
                    if (unknown.Length > 0)
                    {
                        return (unknown, default(T));
                    }

                    ImmutableArray<SpendBalance>.Builder balances = ImmutableArray.CreateBuilder<SpendBalance>(keys.Length);
                    foreach (Key key in keys)
                    {
                        Usd reserved = await ReservedAsync(transaction, key, cancellation).ConfigureAwait(false);
                        balances.Add(new SpendBalance(spent[key.Digest], reserved));
                    }

                    return (unknown, await action(transaction, balances.MoveToImmutable()).ConfigureAwait(false));
                },
                cancellation).ConfigureAwait(false);
            if (missing.Length == 0)
            {
                return result!;
            }

            await AddBalancesAsync(missing, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Returns what is spent of balances, which are locked in the order that all have in common.</summary>
    private static async Task<Dictionary<string, Usd>> SpentAsync(
        SpendTransaction transaction,
        Key[] keys,
        CancellationToken cancellation)
    {
        Dictionary<string, Usd> spent = new(StringComparer.Ordinal);
        await using NpgsqlCommand command = transaction.Command(
            "SELECT digest, spent::text FROM S.balance WHERE digest = ANY (@digests) ORDER BY number FOR UPDATE",
            ("digests", NpgsqlDbType.Array | NpgsqlDbType.Bytea, keys.Select(k => k.DigestBytes).ToArray()));
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            spent.Add(Convert.ToHexString(reader.GetFieldValue<byte[]>(0)), SpendForms.UsdOf(reader.GetString(1)));
        }

        return spent;
    }

    private static async Task<Usd> ReservedAsync(SpendTransaction transaction, Key key, CancellationToken cancellation)
    {
        await using NpgsqlCommand command = transaction.Command(
            Reserved,
            ("starts", NpgsqlDbType.Bigint, key.Starts),
            ("ends", NpgsqlDbType.Bigint, key.Ends),
            ("tags", NpgsqlDbType.Jsonb, key.Tags));
        return SpendForms.UsdOf((string)(await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false))!);
    }

    private static async Task<bool> IsReservedAsync(SpendTransaction transaction, string id, CancellationToken cancellation)
    {
        await using NpgsqlCommand command = transaction.Command(
            "SELECT 1 FROM S.reservation WHERE id = @id", ("id", NpgsqlDbType.Text, id));
        return await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false) is not null;
    }

    /// <summary>Adds balances while nobody adds entries, and deletes those of windows that ended if there are many.</summary>
    private Task<bool> AddBalancesAsync(Key[] keys, CancellationToken cancellation) => database.DoAsync(
        async transaction =>
        {
            await database.LockAsync(transaction, isShared: false, cancellation).ConfigureAwait(false);
            await using (NpgsqlCommand delete = transaction.Command(
                DeleteEnded,
                ("keep", NpgsqlDbType.Bigint, 2 * NodaConstants.TicksPerDay),
                ("many", NpgsqlDbType.Integer, ManyBalances)))
            {
                await delete.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
            }

            foreach (Key key in keys)
            {
                ImmutableSortedDictionary<string, SpendSum> sums = await SpendReading
                    .SumsAsync(transaction, key.Filter, null, cancellation).ConfigureAwait(false);
                await using NpgsqlCommand insert = transaction.Command(
                    """
                    INSERT INTO S.balance (digest, tags, starts, ends, spent) VALUES (@digest, @tags, @starts, @ends, @spent)
                    ON CONFLICT DO NOTHING
                    """,
                    ("digest", NpgsqlDbType.Bytea, key.DigestBytes),
                    ("tags", NpgsqlDbType.Jsonb, key.Tags),
                    ("starts", NpgsqlDbType.Bigint, key.Starts),
                    ("ends", NpgsqlDbType.Bigint, key.Ends),
                    ("spent", NpgsqlDbType.Numeric, sums.GetValueOrDefault("").Amount.Amount));
                await insert.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
            }

            return true;
        },
        cancellation);

    /// <summary>A filter in the forms of the database.</summary>
    private sealed class Key
    {
        public Key(SpendFilter filter)
        {
            Filter = filter;
            Tags = SpendForms.JsonOf(filter.Tags);
            (Starts, Ends) = SpendTicks.TicksOf(filter.During);
            DigestBytes = SpendForms.DigestOf(string.Create(CultureInfo.InvariantCulture, $"{Starts} {Ends} {Tags}"));
            Digest = Convert.ToHexString(DigestBytes);
        }

        public SpendFilter Filter { get; }

        public string Tags { get; }

        public long Starts { get; }

        public long Ends { get; }

        public byte[] DigestBytes { get; }

        public string Digest { get; }
    }
}
