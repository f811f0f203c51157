using System.Text;
using Microsoft.Data.Sqlite;

namespace TokenPricing.Sqlite;

/// <summary>Sums the entries of the file.</summary>
internal static class SpendReading
{
    private const long Billion = 1_000_000_000;

    /// <summary>
    /// Returns the sums of the entries that match a filter, by the values of a tag; without a tag, one sum under the empty string.
    /// </summary>
    public static Dictionary<string, SpendSum> Sums(SpendFile file, SpendFilter filter, string? tagKey)
    {
        using SqliteConnection connection = file.Connect();

        // Both queries see the same entries.
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: true);
        using SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        string from = From(command, filter, tagKey);
        Dictionary<string, SpendSum> sums = new(StringComparer.Ordinal);

        // Pico-dollars are summed in two halves, since a sum of whole numbers that exceeds 64 bits is an error in SQLite and a
        // floating-point sum would be inexact.
        foreach (SqliteDataReader row in Rows(command, $"SELECT grouped, COUNT(*), SUM(unpriced), SUM(COALESCE(pico, 0) / {Billion}), "
            + $"SUM(COALESCE(pico, 0) % {Billion}) {from} GROUP BY grouped"))
        {
            sums.Add(
                row.GetString(0),
                new SpendSum(SpendAmounts.OfPico(((Int128)row.GetInt64(3) * Billion) + row.GetInt64(4)), row.GetInt64(1), row.GetInt64(2)));
        }

        foreach (SqliteDataReader row in Rows(command, $"SELECT grouped, usd {from} AND usd IS NOT NULL"))
        {
            SpendSum sum = sums[row.GetString(0)];
            sums[row.GetString(0)] = sum with { Amount = sum.Amount + Usd.Parse(row.GetString(1)) };
        }

        return sums;
    }

    /// <summary>Returns the FROM and WHERE clauses of a filter, and adds their parameters to the command.</summary>
    private static string From(SqliteCommand command, SpendFilter filter, string? tagKey)
    {
        StringBuilder sql = new("FROM (SELECT ");
        if (tagKey is null)
        {
            sql.Append("'' AS grouped, entry.* FROM entry");
        }
        else
        {
            sql.Append(
                "COALESCE(tag.value, '') AS grouped, entry.* FROM entry LEFT JOIN tag ON tag.tag_set = entry.tag_set AND tag.key = @group");
            command.Parameters.AddWithValue("@group", tagKey);
        }

        sql.Append(") WHERE TRUE");
        for (int i = 0; i < filter.Tags.Length; i++)
        {
            sql.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $" AND tag_set IN (SELECT tag_set FROM tag WHERE key = @key{i} AND value = @value{i})");
            command.Parameters.AddWithValue(FormattableString.Invariant($"@key{i}"), filter.Tags[i].Key);
            command.Parameters.AddWithValue(FormattableString.Invariant($"@value{i}"), filter.Tags[i].Value);
        }

        if (filter.During.HasStart)
        {
            sql.Append(" AND at >= @start");
            command.Parameters.AddWithValue("@start", SpendTimes.FirstTickFrom(filter.During.Start));
        }

        if (filter.During.HasEnd)
        {
            sql.Append(" AND at < @end");
            command.Parameters.AddWithValue("@end", SpendTimes.FirstTickFrom(filter.During.End));
        }

        return sql.ToString();
    }

    /// <summary>Executes a query and returns its reader once for each row.</summary>
    private static IEnumerable<SqliteDataReader> Rows(SqliteCommand command, string sql)
    {
#pragma warning disable CA2100 // Made of constants; what callers give are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return reader;
        }
    }
}
