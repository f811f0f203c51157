using System.Collections.Immutable;

namespace TokenPricing.Budgets;

/// <summary>Orders and compares the tags of an entry, a filter or a budget: by key, each key once.</summary>
internal static class SpendTags
{
    /// <summary>Returns the tags in the order of their keys.</summary>
    /// <exception cref="ArgumentException">A key is given twice.</exception>
    public static ImmutableArray<SpendTag> Ordered(ImmutableArray<SpendTag> tags)
    {
        if (tags.IsDefaultOrEmpty)
        {
            return [];
        }

        if (IsOrdered(tags))
        {
            return tags;
        }

        ImmutableArray<SpendTag> ordered = tags.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
        return IsOrdered(ordered)
            ? ordered
            : throw new ArgumentException(
                $"A tag key is given twice: {string.Join(", ", ordered)}. Each key can have one value.",
                nameof(tags));
    }

    /// <summary>Returns whether all of <paramref name="wanted"/> are among <paramref name="tags"/>; both must be ordered.</summary>
    public static bool HaveAll(ImmutableArray<SpendTag> tags, ImmutableArray<SpendTag> wanted)
    {
        int next = 0;
        foreach (SpendTag tag in wanted)
        {
            while (next < tags.Length && string.CompareOrdinal(tags[next].Key, tag.Key) < 0)
            {
                next++;
            }

            if (next == tags.Length || tags[next] != tag)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Returns whether tags are ordered by key, each key once.</summary>
    private static bool IsOrdered(ImmutableArray<SpendTag> tags)
    {
        for (int i = 1; i < tags.Length; i++)
        {
            if (string.CompareOrdinal(tags[i - 1].Key, tags[i].Key) >= 0)
            {
                return false;
            }
        }

        return true;
    }
}
