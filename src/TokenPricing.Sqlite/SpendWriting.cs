using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace TokenPricing.Sqlite;

/// <summary>Adds entries to the file. Not thread-safe.</summary>
internal sealed class SpendWriting : IDisposable
{
    // The maximum number of cached tag sets, more than the usual combinations of tenants and models. Beyond it, they are looked up again.
    private const int RememberedTagSets = 10_000;

    private readonly SpendFile _file;
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _insertTags;
    private readonly SqliteCommand _insertTag;
    private readonly SqliteCommand _findTags;
    private readonly SqliteCommand _find;
    private readonly Dictionary<string, long> _tagSets = new(StringComparer.Ordinal);

    /// <summary>Opens the file for writing and prepares the statements.</summary>
    public SpendWriting(SpendFile file)
    {
        _file = file;
        _connection = file.ConnectToWrite();
        _insert = Command(
            "INSERT INTO entry (id, at, tag_set, pico, usd, unpriced) VALUES (@id, @at, @tag_set, @pico, @usd, @unpriced) ON CONFLICT "
                + "DO NOTHING",
            "@id", "@at", "@tag_set", "@pico", "@usd", "@unpriced");
        _insertTags = Command("INSERT INTO tag_set (tags) VALUES (@tags) RETURNING id", "@tags");
        _insertTag = Command("INSERT INTO tag (key, value, tag_set) VALUES (@key, @value, @tag_set)", "@key", "@value", "@tag_set");
        _findTags = Command("SELECT id FROM tag_set WHERE tags = @tags", "@tags");
        _find = Command(
            "SELECT at, tags, pico, usd, unpriced FROM entry JOIN tag_set ON tag_set.id = entry.tag_set WHERE entry.id = @id",
            "@id");
    }

    /// <summary>Adds all new entries or none, and returns when they are on disk.</summary>
    /// <returns>For each entry <see langword="null"/>, or the error that its id belongs to another entry.</returns>
    /// <exception cref="SqliteException">The file cannot be written. No entry is added.</exception>
    public ImmutableArray<Exception?> Add(ImmutableArray<SpendEntry> entries)
    {
        if (_tagSets.Count > RememberedTagSets)
        {
            _tagSets.Clear();
        }

        try
        {
            using SqliteTransaction transaction = _connection.BeginTransaction(deferred: false);
            ImmutableArray<Exception?> errors = [.. entries.Select(e => Add(e, transaction))];
            transaction.Commit();
            return errors;
        }
        catch
        {
            // Ids of tag sets that were not committed are not valid.
            _tagSets.Clear();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (SqliteCommand command in new[] { _insert, _insertTags, _insertTag, _findTags, _find })
        {
            command.Dispose();
        }

        _connection.Dispose();
    }

    /// <summary>Adds an entry; returns the error if its id belongs to another entry, otherwise <see langword="null"/>.</summary>
    private InvalidOperationException? Add(SpendEntry entry, SqliteTransaction transaction)
    {
        string tags = TextOf(entry.Tags);
        (long? pico, string? usd) = SpendAmounts.Split(entry.Amount);
        bool isNew = Run(
            _insert,
            transaction,
            entry.Id,
            SpendTimes.TicksOf(entry.At),
            TagSet(tags, entry.Tags, transaction),
            pico,
            usd,
            entry.Unpriced)
            .ExecuteNonQuery() == 1;
        return isNew ? null : Contradiction(entry, tags, transaction);
    }

    /// <summary>Compares an entry with the stored one of the same id; <see langword="null"/> if they are equal.</summary>
    private InvalidOperationException? Contradiction(SpendEntry entry, string tags, SqliteTransaction transaction)
    {
        using SqliteDataReader known = Run(_find, transaction, entry.Id).ExecuteReader();
        known.Read();
        Instant at = Instant.FromUnixTimeTicks(known.GetInt64(0));
        Usd amount = known.IsDBNull(2) ? Usd.Parse(known.GetString(3)) : SpendAmounts.OfPico(known.GetInt64(2));
        (string knownTags, long unpriced) = (known.GetString(1), known.GetInt64(4));
        return (at, knownTags, amount, unpriced)
            == (Instant.FromUnixTimeTicks(SpendTimes.TicksOf(entry.At)), tags, entry.Amount, entry.Unpriced)
            ? null
            : new InvalidOperationException(
                $"The id '{entry.Id}' belongs to another spend entry in {_file.Path}. Stored: {amount} at {at}, {knownTags}. Added: "
                    + $"{entry}. Give each entry a unique id.");
    }

    /// <summary>Returns the id of a set of tags, which is added if it is new.</summary>
    private long TagSet(string text, ImmutableArray<SpendTag> tags, SqliteTransaction transaction)
    {
        if (_tagSets.TryGetValue(text, out long id))
        {
            return id;
        }

        if (Run(_findTags, transaction, text).ExecuteScalar() is long known)
        {
            id = known;
        }
        else
        {
            id = (long)Run(_insertTags, transaction, text).ExecuteScalar()!;
            foreach (SpendTag tag in tags)
            {
                Run(_insertTag, transaction, tag.Key, tag.Value, id).ExecuteNonQuery();
            }
        }

        _tagSets.Add(text, id);
        return id;
    }

    /// <summary>
    /// Returns a set of tags as JSON, such as {"model":"gpt-4o","tenant":"acme"}. Tags are ordered by key, so equal sets have equal texts,
    /// which are also readable in the file.
    /// </summary>
    private static string TextOf(ImmutableArray<SpendTag> tags)
    {
        ArrayBufferWriter<byte> text = new();
        using (Utf8JsonWriter json = new(text))
        {
            json.WriteStartObject();
            foreach (SpendTag tag in tags)
            {
                json.WriteString(tag.Key, tag.Value);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    /// <summary>Creates a statement with named parameters.</summary>
    private SqliteCommand Command(string sql, params ReadOnlySpan<string> parameters)
    {
        SqliteCommand command = _connection.CreateCommand();
#pragma warning disable CA2100 // Constants.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (string name in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        return command;
    }

    /// <summary>Sets the transaction and the parameters of a statement.</summary>
    private static SqliteCommand Run(SqliteCommand command, SqliteTransaction transaction, params ReadOnlySpan<object?> values)
    {
        command.Transaction = transaction;
        for (int i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command;
    }
}
