using System.Collections.Immutable;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace TokenPricing.Postgres;

/// <summary>Adds entries and removes reservations, many in one transaction.</summary>
internal sealed class SpendWriting(SpendDatabase database)
{
    private const string InsertTags =
        """
        INSERT INTO S.tag_set (tags, digest) SELECT tags, digest FROM unnest(@tags, @digests) AS new (tags, digest) ORDER BY digest
        ON CONFLICT DO NOTHING
        """;

    private const string Insert =
        """
        INSERT INTO S.entry (id, at, tag_set, amount, unpriced)
        SELECT id, at, tag_set, amount, unpriced FROM unnest(@ids, @ats, @sets, @amounts, @unpriced)
          AS new (id, at, tag_set, amount, unpriced) ORDER BY id
        ON CONFLICT DO NOTHING RETURNING id
        """;

    private const string Rollup =
        """
        INSERT INTO S.rollup AS old (day, tag_set, entries, amount, unpriced)
        SELECT day, tag_set, COUNT(*), SUM(amount), SUM(unpriced) FROM unnest(@days, @sets, @amounts, @unpriced)
          AS new (day, tag_set, amount, unpriced) GROUP BY day, tag_set ORDER BY day, tag_set
        ON CONFLICT (day, tag_set) DO UPDATE SET entries = old.entries + excluded.entries, amount = old.amount + excluded.amount,
          unpriced = old.unpriced + excluded.unpriced
        """;

    // The balances are locked in one order by all, so that nobody waits for each other; then the statement after it sees the latest ones.
    private const string LockBalances =
        """
        SELECT number FROM S.balance WHERE EXISTS (
          SELECT 1 FROM unnest(@ats, @tags) AS new (at, tags)
          WHERE new.at >= balance.starts AND new.at < balance.ends AND new.tags @> balance.tags)
        ORDER BY number FOR UPDATE
        """;

    private const string Spend =
        """
        UPDATE S.balance SET spent = balance.spent + added.amount FROM (
          SELECT old.number, SUM(new.amount) AS amount
          FROM S.balance AS old JOIN unnest(@ats, @tags, @amounts) AS new (at, tags, amount)
            ON new.at >= old.starts AND new.at < old.ends AND new.tags @> old.tags
          WHERE old.number = ANY (@numbers) GROUP BY old.number) AS added
        WHERE balance.number = added.number
        """;

    // More than usual combinations of tenants and models. Beyond it, they are looked up again.
    private const int RememberedTagSets = 100_000;

    private readonly Dictionary<string, long> _tagSets = new(StringComparer.Ordinal);

    /// <summary>Adds all new entries and removes the reservations, or does nothing.</summary>
    /// <returns>For each step the exception with which it was refused, or <see langword="null"/>.</returns>
    public async Task<ImmutableArray<Exception?>> RunAsync(ImmutableArray<SpendStep> steps, CancellationToken cancellation)
    {
        Row[] rows = [.. steps.Select((s, i) => RowOf(s, i))];
        await NumberTagsAsync(rows, cancellation).ConfigureAwait(false);
        return await database.DoAsync(t => RunAsync(t, steps, rows, cancellation), cancellation).ConfigureAwait(false);
    }

    private static Row RowOf(SpendStep step, int index)
    {
        if (step.Entry is not { } entry)
        {
            return new Row(index, null, "", "");
        }

        Instant stored = Instant.FromUnixTimeTicks(SpendTicks.TicksOf(entry.At));
        return new Row(index, entry with { At = stored }, entry.Id, SpendForms.JsonOf(entry.Tags));
    }

    private async Task<ImmutableArray<Exception?>> RunAsync(
        SpendTransaction transaction,
        ImmutableArray<SpendStep> steps,
        Row[] rows,
        CancellationToken cancellation)
    {
        Exception?[] errors = new Exception?[steps.Length];
        await database.LockAsync(transaction, isShared: true, cancellation).ConfigureAwait(false);
        Dictionary<string, SpendEntry> stored = await StoredAsync(
            transaction, [.. rows.Where(r => r.Entry is not null).Select(r => r.Id).Distinct()], cancellation).ConfigureAwait(false);
        Instant? newest = await SpendReading.NewestAsync(transaction, cancellation).ConfigureAwait(false);
        List<Row> added = [];
        foreach (Row row in rows.Where(r => r.Entry is not null))
        {
            SpendEntry entry = row.Entry!;
            errors[row.Index] = stored.TryGetValue(entry.Id, out SpendEntry? known)
                ? known == entry ? null : Contradiction(known, entry)
                : Refusal(entry, newest);
            if (known is null && errors[row.Index] is null)
            {
                newest = Instant.Max(newest ?? entry.At, entry.At);
                stored.Add(entry.Id, entry);
                added.Add(row);
            }
        }

        HashSet<string> inserted = added.Count == 0 ? [] : await InsertAsync(transaction, added, cancellation).ConfigureAwait(false);
        if (inserted.Count < added.Count)
        {
            // Added by another process since the look above: it is compared as it is now.
            string[] others = [.. added.Where(r => !inserted.Contains(r.Id)).Select(r => r.Id)];
            await CompareAsync(transaction, others, rows, errors, cancellation).ConfigureAwait(false);
        }

        string[] done = [.. steps.Where((s, i) => s.ReservationId is not null && errors[i] is null).Select(s => s.ReservationId!).Order()];
        if (done.Length > 0)
        {
            await using NpgsqlCommand release = transaction.Command(
                "DELETE FROM S.reservation WHERE id = ANY (@ids)", ("ids", NpgsqlDbType.Array | NpgsqlDbType.Text, done));
            await release.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        }

        Row[] counted = [.. added.Where(r => inserted.Contains(r.Id))];
        if (counted.Length > 0)
        {
            await CountAsync(transaction, counted, cancellation).ConfigureAwait(false);
        }

        return [.. errors];
    }

    private SpendClockException? Refusal(SpendEntry entry, Instant? newest)
    {
        try
        {
            SpendClockException.ThrowIfFar(entry.At, newest, database.Options.MaxJump, isReservation: false);
            return null;
        }
        catch (SpendClockException e)
        {
            return e;
        }
    }

    private static InvalidOperationException Contradiction(SpendEntry known, SpendEntry entry) => new(
        $"The id '{entry.Id}' belongs to another spend entry. Stored: {known}. Added: {entry}. Give each entry a unique id.");

    /// <summary>Inserts entries, and returns the ids of those that are new.</summary>
    private async Task<HashSet<string>> InsertAsync(SpendTransaction transaction, List<Row> rows, CancellationToken cancellation)
    {
        await using NpgsqlCommand command = transaction.Command(
            Insert,
            ("ids", NpgsqlDbType.Array | NpgsqlDbType.Text, rows.Select(r => r.Id).ToArray()),
            ("ats", NpgsqlDbType.Array | NpgsqlDbType.Bigint, rows.Select(r => SpendTicks.TicksOf(r.Entry!.At)).ToArray()),
            ("sets", NpgsqlDbType.Array | NpgsqlDbType.Bigint, rows.Select(r => _tagSets[r.Tags]).ToArray()),
            ("amounts", NpgsqlDbType.Array | NpgsqlDbType.Numeric, rows.Select(r => r.Entry!.Amount.Amount).ToArray()),
            ("unpriced", NpgsqlDbType.Array | NpgsqlDbType.Bigint, rows.Select(r => r.Entry!.Unpriced).ToArray()));
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        HashSet<string> ids = new(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            ids.Add(reader.GetString(0));
        }

        return ids;
    }

    private static async Task CompareAsync(
        SpendTransaction transaction,
        string[] others,
        Row[] rows,
        Exception?[] errors,
        CancellationToken cancellation)
    {
        Dictionary<string, SpendEntry> stored = await StoredAsync(transaction, others, cancellation).ConfigureAwait(false);
        foreach (Row row in rows.Where(r => r.Entry is not null && stored.ContainsKey(r.Id)))
        {
            errors[row.Index] = stored[row.Id] == row.Entry ? null : Contradiction(stored[row.Id], row.Entry!);
        }
    }

    /// <summary>Returns the entries with some ids.</summary>
    private static async Task<Dictionary<string, SpendEntry>> StoredAsync(
        SpendTransaction transaction,
        string[] ids,
        CancellationToken cancellation)
    {
        Dictionary<string, SpendEntry> stored = new(StringComparer.Ordinal);
        if (ids.Length == 0)
        {
            return stored;
        }

        await using NpgsqlCommand command = transaction.Command(
            """
            SELECT entry.id, entry.at, entry.amount, entry.unpriced, tag_set.tags::text
            FROM S.entry JOIN S.tag_set ON tag_set.number = entry.tag_set WHERE entry.id = ANY (@ids)
            """,
            ("ids", NpgsqlDbType.Array | NpgsqlDbType.Text, ids));
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            SpendEntry entry = new(
                reader.GetString(0), Instant.FromUnixTimeTicks(reader.GetInt64(1)), new Usd(reader.GetDecimal(2)),
                SpendForms.TagsOf(reader.GetString(4)))
            {
                Unpriced = reader.GetInt64(3),
            };
            stored.Add(entry.Id, entry);
        }

        return stored;
    }

    /// <summary>Adds entries to the rollups and to the balances that count them.</summary>
    private async Task CountAsync(SpendTransaction transaction, Row[] rows, CancellationToken cancellation)
    {
        (string, NpgsqlDbType, object) ats =
            ("ats", NpgsqlDbType.Array | NpgsqlDbType.Bigint, rows.Select(r => SpendTicks.TicksOf(r.Entry!.At)).ToArray());
        (string, NpgsqlDbType, object) tags = ("tags", NpgsqlDbType.Array | NpgsqlDbType.Jsonb, rows.Select(r => r.Tags).ToArray());
        (string, NpgsqlDbType, object) amounts =
            ("amounts", NpgsqlDbType.Array | NpgsqlDbType.Numeric, rows.Select(r => r.Entry!.Amount.Amount).ToArray());
        await using NpgsqlCommand rollup = transaction.Command(
            Rollup,
            ("days", NpgsqlDbType.Array | NpgsqlDbType.Integer, rows.Select(r => DayOf(r.Entry!)).ToArray()),
            ("sets", NpgsqlDbType.Array | NpgsqlDbType.Bigint, rows.Select(r => _tagSets[r.Tags]).ToArray()),
            amounts,
            ("unpriced", NpgsqlDbType.Array | NpgsqlDbType.Bigint, rows.Select(r => r.Entry!.Unpriced).ToArray()));
        await rollup.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        List<long> numbers = [];
        await using (NpgsqlCommand locking = transaction.Command(LockBalances, ats, tags))
        {
            await using NpgsqlDataReader reader = await locking.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
            {
                numbers.Add(reader.GetInt64(0));
            }
        }

        if (numbers.Count > 0)
        {
            await using NpgsqlCommand spend = transaction.Command(
                Spend, ats, tags, amounts, ("numbers", NpgsqlDbType.Array | NpgsqlDbType.Bigint, numbers.ToArray()));
            await spend.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        }
    }

    private static int DayOf(SpendEntry entry) => SpendTicks.DayOf(SpendTicks.TicksOf(entry.At));

    /// <summary>Looks up the numbers of sets of tags, which are added if they are new.</summary>
    private async Task NumberTagsAsync(Row[] rows, CancellationToken cancellation)
    {
        if (_tagSets.Count > RememberedTagSets)
        {
            _tagSets.Clear();
        }

        string[] unknown = [.. rows.Where(r => r.Entry is not null).Select(r => r.Tags).Distinct().Where(t => !_tagSets.ContainsKey(t))];
        if (unknown.Length == 0)
        {
            return;
        }

        Dictionary<string, string> byDigest = unknown
            .ToDictionary(t => Convert.ToHexString(SpendForms.DigestOf(t)), StringComparer.Ordinal);
        (string, NpgsqlDbType, object) digests =
            ("digests", NpgsqlDbType.Array | NpgsqlDbType.Bytea, unknown.Select(SpendForms.DigestOf).ToArray());
        List<(string Tags, long Number)> found = await database.DoAsync(
            async transaction =>
            {
                await using (NpgsqlCommand insert = transaction.Command(
                    InsertTags, ("tags", NpgsqlDbType.Array | NpgsqlDbType.Jsonb, unknown), digests))
                {
                    await insert.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
                }

                List<(string, long)> numbers = [];
                await using NpgsqlCommand select = transaction.Command(
                    "SELECT digest, number FROM S.tag_set WHERE digest = ANY (@digests)", digests);
                await using NpgsqlDataReader reader = await select.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
                while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
                {
                    numbers.Add((byDigest[Convert.ToHexString(reader.GetFieldValue<byte[]>(0))], reader.GetInt64(1)));
                }

                return numbers;
            },
            cancellation).ConfigureAwait(false);
        found.ForEach(f => _tagSets[f.Tags] = f.Number);
    }

    private sealed record Row(int Index, SpendEntry? Entry, string Id, string Tags);
}
