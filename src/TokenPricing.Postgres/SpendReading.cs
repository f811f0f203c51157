using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;

namespace TokenPricing.Postgres;

/// <summary>Sums entries: whole days by their rollups, parts of days by their entries.</summary>
internal static class SpendReading
{
    // One statement, which sees one moment.
    private const string Sum =
        """
        WITH part AS (
          SELECT tag_set, entries, amount, unpriced FROM S.rollup WHERE day >= @first AND day < @last
          UNION ALL
          SELECT tag_set, 1, amount, unpriced FROM S.entry WHERE at >= @from1 AND at < @to1
          UNION ALL
          SELECT tag_set, 1, amount, unpriced FROM S.entry WHERE at >= @from2 AND at < @to2)
        SELECT COALESCE(tag_set.tags ->> @key, ''), SUM(part.entries)::bigint, SUM(part.amount)::text, SUM(part.unpriced)::bigint
        FROM part JOIN S.tag_set ON tag_set.number = part.tag_set WHERE tag_set.tags @> @tags GROUP BY 1
        """;

    private const string ConfirmedDay =
        """
        WITH kept AS (SELECT day, SUM(entries) AS entries FROM S.rollup WHERE day >= @first GROUP BY day),
          reached AS (SELECT day, SUM(entries) OVER (ORDER BY day DESC) AS entries FROM kept)
        SELECT MAX(day) FROM reached WHERE entries >= GREATEST(100, (SELECT SUM(entries) FROM kept) / 100)
        """;

    /// <summary>
    /// Returns the sums of the entries that match a filter, by the values of a tag; without a tag, one sum under the empty string.
    /// </summary>
    /// <exception cref="ArgumentException">The filter starts or ends within a day whose entries were deleted.</exception>
    public static async Task<ImmutableSortedDictionary<string, SpendSum>> SumsAsync(
        SpendTransaction transaction,
        SpendFilter filter,
        string? tagKey,
        CancellationToken cancellation)
    {
        (long starts, long ends) = SpendTicks.TicksOf(filter.During);
        ImmutableSortedDictionary<string, SpendSum>.Builder sums =
            ImmutableSortedDictionary.CreateBuilder<string, SpendSum>(StringComparer.Ordinal);
        if (starts >= ends)
        {
            return sums.ToImmutable();
        }

        // The days that are whole, and what is left of the first and the last one.
        int first = starts == long.MinValue ? int.MinValue : SpendTicks.DayOf(starts - 1) + 1;
        int last = ends == long.MaxValue ? int.MaxValue : SpendTicks.DayOf(ends);
        bool isWithinADay = first > last;
        (long From, long To) before = isWithinADay ? (starts, ends)
            : starts == long.MinValue ? (0, 0)
            : (starts, SpendTicks.StartOf(first));
        (long From, long To) after = isWithinADay || ends == long.MaxValue ? (0, 0) : (SpendTicks.StartOf(last), ends);
        foreach ((long from, long to) in new[] { before, after }.Where(p => p.From < p.To))
        {
            await CheckKeptAsync(transaction, from, cancellation).ConfigureAwait(false);
        }

        await using NpgsqlCommand command = transaction.Command(
            Sum,
            ("first", NpgsqlDbType.Integer, isWithinADay ? 0 : first),
            ("last", NpgsqlDbType.Integer, isWithinADay ? 0 : last),
            ("from1", NpgsqlDbType.Bigint, before.From),
            ("to1", NpgsqlDbType.Bigint, before.To),
            ("from2", NpgsqlDbType.Bigint, after.From),
            ("to2", NpgsqlDbType.Bigint, after.To),
            ("key", NpgsqlDbType.Text, SpendForms.Storable(tagKey ?? "")),
            ("tags", NpgsqlDbType.Jsonb, SpendForms.JsonOf(filter.Tags)));
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            sums.Add(reader.GetString(0), new SpendSum(SpendForms.UsdOf(reader.GetString(2)), reader.GetInt64(1), reader.GetInt64(3)));
        }

        return sums.ToImmutable();
    }

    /// <summary>Throws if the entries of the day of a tick were deleted.</summary>
    private static async Task CheckKeptAsync(SpendTransaction transaction, long ticks, CancellationToken cancellation)
    {
        int day = SpendTicks.DayOf(ticks);
        if (SpendTicks.StartOf(day) < await KeptFromAsync(transaction, cancellation).ConfigureAwait(false))
        {
            throw new ArgumentException(
                $"The filter starts or ends within {NodaTime.LocalDate.FromDateTime(DateTime.UnixEpoch).PlusDays(day):uuuu-MM-dd} (UTC), "
                + "whose entries are older than the retention of the store: only sums of whole days in UTC are kept.");
        }
    }

    /// <summary>Returns the tick from which on entries are kept one by one.</summary>
    public static async Task<long> KeptFromAsync(SpendTransaction transaction, CancellationToken cancellation)
    {
        await using NpgsqlCommand command = transaction.Command("SELECT kept_from FROM S.state WHERE number = 1");
        return (long)(await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false))!;
    }

    /// <summary>
    /// Returns the start of the newest day that has, together with those after it, a hundredth of the entries that are kept, and no fewer
    /// than 100: a few entries of a clock that is ahead delete nothing. <see langword="null"/> while there are few entries.
    /// </summary>
    public static async Task<NodaTime.Instant?> ConfirmedAsync(SpendTransaction transaction, CancellationToken cancellation)
    {
        long keptFrom = await KeptFromAsync(transaction, cancellation).ConfigureAwait(false);
        int first = keptFrom == long.MinValue ? int.MinValue : SpendTicks.DayOf(keptFrom);
        await using NpgsqlCommand command = transaction.Command(ConfirmedDay, ("first", NpgsqlDbType.Integer, first));
        return await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false) is int day
            ? NodaTime.Instant.FromUnixTimeTicks(SpendTicks.StartOf(day))
            : null;
    }

    /// <summary>Returns when the newest entry was spent; <see langword="null"/> if there is none.</summary>
    public static async Task<NodaTime.Instant?> NewestAsync(SpendTransaction transaction, CancellationToken cancellation)
    {
        await using NpgsqlCommand command = transaction.Command("SELECT MAX(at) FROM S.entry");
        return await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false) is long ticks
            ? NodaTime.Instant.FromUnixTimeTicks(ticks)
            : null;
    }
}
