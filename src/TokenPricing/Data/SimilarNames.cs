namespace TokenPricing.Data;

/// <summary>Suggests known names that are similar to an unknown one.</summary>
internal static class SimilarNames
{
    private const int Most = 3;

    /// <summary>As many letters as a <see cref="UInt128"/> has bits. To a longer name, nothing known is similar.</summary>
    private const int MaxLength = 128;

    /// <summary>Returns the known names that are most similar to a name.</summary>
    /// <param name="name">The unknown name.</param>
    /// <param name="known">The known names.</param>
    /// <returns>
    /// At most three names, the most similar first; empty if none is similar enough. Up to a third of the letters, and at least two, may
    /// differ.
    /// </returns>
    public static IReadOnlyList<string> Of(string name, IEnumerable<string> known) => Of(name, known, k => k, k => 0);

    /// <summary>Returns the names of the known items that are most similar to a name.</summary>
    /// <param name="name">The unknown name.</param>
    /// <param name="known">The known items.</param>
    /// <param name="nameOf">Returns the name of an item.</param>
    /// <param name="order">Returns what is the least for the item that comes first of several whose names are equally similar.</param>
    public static IReadOnlyList<string> Of<T, TOrder>(string name, IEnumerable<T> known, Func<T, string> nameOf, Func<T, TOrder> order)
    {
        if (name.Length > MaxLength)
        {
            return [];
        }

        int limit = Math.Max(2, name.Length / 3);
        (Dictionary<char, UInt128> places, HashSet<string> words) = (Places(name.ToUpperInvariant()), Words(name));
        return
        [
            .. known
                .Select(k => (Item: k, Name: nameOf(k)))
                .Select(k => (k.Item, k.Name, Distance: Distance(name, words, places, k.Name, limit)))
                .Where(c => c.Distance <= limit)
                .OrderBy(c => c.Distance)
                .ThenBy(c => order(c.Item))
                .ThenBy(c => c.Name, StringComparer.Ordinal)
                .Select(c => c.Name)
                .Take(Most),
        ];
    }

    /// <summary>Returns the names as a question that ends a message: <c> Did you mean 'a' or 'b'?</c>; empty for no names.</summary>
    public static string Question(IReadOnlyList<string> names) =>
        names.Count == 0 ? "" : $" Did you mean {string.Join(" or ", names.Select(n => $"'{n}'"))}?";

    /// <summary>Returns an exception for an unknown name, whose message suggests similar names.</summary>
    /// <param name="error">The error, such as <see cref="PricingError.UnknownModel"/>.</param>
    /// <param name="kind">What the name is, such as <c>provider</c>.</param>
    /// <param name="name">The unknown name.</param>
    /// <param name="known">The known names.</param>
    public static PricingException Unknown(PricingError error, string kind, string name, IEnumerable<string> known) =>
        new(error, $"The catalog knows no {kind} '{name}'.{Question(Of(name, known))}");

    /// <summary>
    /// The Levenshtein distance without regard to case; but 1 if the known name contains the other, if it is half of the other or stands
    /// where a name begins in it, or if it has all words of the other, such as "gpt-4o-mini" those of "mini gpt-4o".
    /// </summary>
    private static int Distance(string a, HashSet<string> words, Dictionary<char, UInt128> places, string b, int limit)
    {
        if (a.Length >= 3 && b.Length >= 3
            && (IsNameIn(a, a.IndexOf(b, StringComparison.OrdinalIgnoreCase), b.Length)
                || b.Contains(a, StringComparison.OrdinalIgnoreCase)
                || (words.Count > 1 && words.All(w => b.Contains(w, StringComparison.OrdinalIgnoreCase)) && words.IsSubsetOf(Words(b)))))
        {
            return 1;
        }

        // The distance is at least the difference in length: beyond the limit, the exact number does not matter.
        int missing = Math.Abs(a.Length - b.Length);
        return missing > limit ? missing : Edits(a.Length, places, b.ToUpperInvariant(), limit);
    }

    /// <summary>Returns whether a part of a name is a name: "gpt-4o" is one in "x/gpt-4o-2", "nova" none in "llama:sambanova".</summary>
    /// <param name="name">The name.</param>
    /// <param name="at">Where the part begins; negative if the name does not have it.</param>
    /// <param name="length">The length of the part.</param>
    private static bool IsNameIn(string name, int at, int length) =>
        at == 0 || (at > 0 && (name[at - 1] is '/' or '.' or ':' || length * 2 >= name.Length));

    private static HashSet<string> Words(string name) =>
        [.. name.ToUpperInvariant().Split(['-', '_', ' ', '.', '/', ':', '(', ')'], StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>Returns where each letter of a name stands, as bits: the first letter is the lowest bit.</summary>
    private static Dictionary<char, UInt128> Places(string name)
    {
        Dictionary<char, UInt128> places = [];
        for (int i = 0; i < name.Length; i++)
        {
            places[name[i]] = places.GetValueOrDefault(name[i]) | (UInt128.One << i);
        }

        return places;
    }

    /// <summary>Returns the number of edits between two names, or one more than the limit.</summary>
    /// <remarks>
    /// An unknown name is compared with thousands of known ones; letter by letter, a message would take several milliseconds. Here each
    /// letter of <paramref name="b"/> is compared with all letters of the other name at once (Myers 1999, in Hyyrö's form of 2003): a bit
    /// of <c>more</c> or <c>fewer</c> is set where a beginning of the other name needs one edit more or fewer than the one before it.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // The first messages of a process take half the time.
    private static int Edits(int length, Dictionary<char, UInt128> places, string b, int limit)
    {
        if (length == 0)
        {
            return b.Length;
        }

        (UInt128 more, UInt128 fewer, int edits) = (UInt128.MaxValue, UInt128.Zero, length);
        for (int i = 0; i < b.Length; i++)
        {
            UInt128 same = places.GetValueOrDefault(b[i]);
            UInt128 kept = unchecked(((same & more) + more) ^ more) | same;
            UInt128 risen = fewer | ~(kept | more);
            UInt128 fallen = more & kept;
            edits += (int)(risen >> (length - 1) & UInt128.One) - (int)(fallen >> (length - 1) & UInt128.One);

            // Each letter that is left can save one edit.
            if (edits - (b.Length - 1 - i) > limit)
            {
                return limit + 1;
            }

            same |= fewer;
            risen = (risen << 1) | UInt128.One;
            more = (fallen << 1) | ~(same | risen);
            fewer = risen & same;
        }

        return edits;
    }
}
