using NodaTime;

namespace TokenPricing.Sqlite;

/// <summary>Saves what is whole of a damaged file into a new one, without trusting the structure of the damaged one.</summary>
internal static class SpendSaving
{
    private const int Batch = 10_000;

    /// <summary>Saves what is whole, and returns what was lost.</summary>
    public static SpendRepair Save(string path, string newPath)
    {
        SalvagedFile salvaged = new(path);
        List<string> losses = [];
        SpendHead? head = salvaged.Head;
        long keptFrom = head?.KeptFrom ?? long.MinValue;
        long withoutTags = 0;
        long older = 0;
        long saved;
        SpendFile file = new(newPath, Duration.FromSeconds(30));
        using (SpendWriting writing = new(file, new SqliteSpendOptions()))
        {
            foreach ((int day, SortedDictionary<long, RollupChunk> chunks) in salvaged.RollupsBefore(keptFrom))
            {
                SaveDay(writing, salvaged, day, chunks, losses);
            }

            if (head is not null)
            {
                writing.Run([w => w.KeepFrom(keptFrom)]);
            }

            foreach (SpendEntry[] batch in Entries().Chunk(Batch))
            {
                foreach (Exception? error in writing.Run([.. batch.Select(e => (Action<SpendWriting>)(w => w.Add(e, isChecked: false)))]))
                {
                    if (error is not null)
                    {
                        losses.Add(error.Message);
                    }
                }
            }

            saved = writing.EntryCount;
        }

        if (withoutTags > 0)
        {
            losses.Add($"The tags of {withoutTags} entries are lost; these entries are not saved.");
        }

        long? lost = head is null ? null : Math.Max(0, head.Entries - saved - older);
        losses.AddRange(lost is null ? ["The head is lost, and with it the number of entries."]
            : lost > 0 ? [$"{lost} of {head!.Entries} entries are lost."] : Enumerable.Empty<string>());
        losses.AddRange(salvaged.Losses);
        return new SpendRepair(saved, lost, [.. losses]);

        IEnumerable<SpendEntry> Entries()
        {
            foreach ((SpendEntry Entry, long Tags) found in salvaged.Entries())
            {
                if (SpendTicks.TicksOf(found.Entry.At) < keptFrom)
                {
                    older++;
                    continue;
                }

                if (salvaged.TagsOf(found.Tags) is not { } tags)
                {
                    withoutTags++;
                    continue;
                }

                yield return found.Entry with { Tags = tags };
            }
        }
    }

    /// <summary>Saves the rollups of a day whose entries were deleted.</summary>
    private static void SaveDay(
        SpendWriting writing,
        SalvagedFile salvaged,
        int day,
        SortedDictionary<long, RollupChunk> chunks,
        List<string> losses)
    {
        Rollup saved = default;
        foreach ((long key, RollupChunk chunk) in chunks)
        {
            foreach ((long number, Rollup rollup) in chunk.All(key))
            {
                if (salvaged.TagsOf(number) is not { } tags)
                {
                    losses.Add($"The tags of {rollup.Entries} entries of {SpendVerifying.DateOf(day)} are lost, and with them their sum.");
                    continue;
                }

                saved += rollup;
                writing.Run([w => w.AddRollup(day, tags, rollup)]);
            }
        }

        if (salvaged.DayOf(day) is not { } known)
        {
            losses.Add($"Whether all sums of {SpendVerifying.DateOf(day)} are saved is not known.");
        }
        else if (known != saved)
        {
            losses.Add($"Sums of {known.Entries - saved.Entries} of {known.Entries} entries of {SpendVerifying.DateOf(day)} are lost.");
        }
    }
}
