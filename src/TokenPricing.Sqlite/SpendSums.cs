using Microsoft.Data.Sqlite;

namespace TokenPricing.Sqlite;

/// <summary>Sums the entries of a file for readers. Thread-safe.</summary>
internal sealed class SpendSums(SpendFile file)
{
    private readonly Lock _gate = new();
    private TagSets _tagSets = new();

    /// <summary>
    /// Returns the sums of the entries that match a filter, by the values of a tag; without a tag, one sum under the empty string.
    /// </summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public Dictionary<string, SpendSum> Of(SpendFilter filter, string? tagKey) => file.Guarded(() =>
    {
        using SqliteConnection connection = file.ConnectToRead();

        // All queries see the same entries.
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: true);
        using SpendTables tables = new(connection) { Transaction = transaction };
        SpendHead head = SpendReading.Head(tables);
        Rollup[] sums = SpendReading.Sums(tables, head, filter.During);
        lock (_gate)
        {
            LoadTags(tables, head);
            Dictionary<string, Rollup> groups = new(StringComparer.Ordinal);
            foreach (int number in SpendReading.Having(_tagSets, filter.Tags).Where(n => sums[n].Entries > 0))
            {
                string group = tagKey is null ? "" : _tagSets[number].FirstOrDefault(t => t.Key == tagKey)?.Value ?? "";
                groups[group] = groups.GetValueOrDefault(group) + sums[number];
            }

            return groups.ToDictionary(
                g => g.Key, g => new SpendSum(g.Value.Amount.ToUsd(), g.Value.Entries, g.Value.Unpriced), StringComparer.Ordinal);
        }
    });

    private void LoadTags(SpendTables tables, SpendHead head)
    {
        // A reader that was slower than another one sees fewer sets.
        if (_tagSets.Last > head.Tags)
        {
            _tagSets = new TagSets();
        }

        try
        {
            _tagSets.Load(tables, head);
        }
        catch
        {
            _tagSets = new TagSets();
            throw;
        }
    }
}
