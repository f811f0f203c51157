using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace TokenPricing.Sqlite;

/// <summary>Takes the entries over from a file of version 1, which had one row for each.</summary>
internal static class FirstVersion
{
    private const string Entries =
        """
        SELECT entry.id, at, tags, pico, usd, unpriced FROM entry JOIN tag_set ON tag_set.id = entry.tag_set ORDER BY at, entry.id
        """;

    private const string Drop =
        """
        DROP TABLE entry;
        DROP TABLE tag;
        DROP TABLE tag_set;
        """;

    /// <summary>Takes all entries over in one transaction.</summary>
    public static void TakeOver(SpendFile file, SqliteConnection connection, SpendWriting writing) => file.Guarded(() =>
    {
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);

        // Another process may have been faster.
        if ((long)SpendFile.Ask(connection, "PRAGMA user_version")! == 1)
        {
            SpendFile.AddSchema(connection, transaction);
            writing.TakeOver(transaction, Read(connection, transaction));
            SpendFile.Ask(connection, Drop);
            transaction.Commit();
        }

        return true;
    });

    private static IEnumerable<SpendEntry> Read(SqliteConnection connection, SqliteTransaction transaction)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = Entries;
        command.Transaction = transaction;
        using SqliteDataReader row = command.ExecuteReader();
        while (row.Read())
        {
            Usd amount = row.IsDBNull(3) ? Usd.Parse(row.GetString(4)) : ExactSum.UsdOf(row.GetInt64(3));
            ImmutableArray<SpendTag> tags;
            using (JsonDocument json = JsonDocument.Parse(row.GetString(2)))
            {
                tags = [.. json.RootElement.EnumerateObject().Select(t => new SpendTag(t.Name, t.Value.GetString()!))];
            }

            yield return new SpendEntry(row.GetString(0), Instant.FromUnixTimeTicks(row.GetInt64(1)), amount, tags)
            {
                Unpriced = row.GetInt64(5),
            };
        }
    }
}
