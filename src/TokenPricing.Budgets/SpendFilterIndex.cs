using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace TokenPricing.Budgets;

/// <summary>
/// Values by filter, and quickly the values of all filters that an entry matches. For authors of spend stores that keep running balances.
/// Not thread-safe.
/// </summary>
/// <remarks>
/// Finding takes a look-up for each combination of tag keys that filters have, such as tenant, or tenant and model, and not for each
/// filter.
/// </remarks>
/// <typeparam name="T">The type of the values.</typeparam>
public sealed class SpendFilterIndex<T>
    where T : class
{
    private readonly Dictionary<SpendFilter, T> _values = [];
    private readonly Dictionary<string, List<(Interval During, T Value)>> _byTags = new(StringComparer.Ordinal);
    private readonly List<string[]> _shapes = [];

    /// <summary>The number of filters.</summary>
    public int Count => _values.Count;

    /// <summary>The filters with their values, in no particular order.</summary>
    public IEnumerable<KeyValuePair<SpendFilter, T>> All => _values;

    /// <summary>Returns the value of a filter.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="value">The value; <see langword="null"/> if there is none.</param>
    public bool TryGetValue(SpendFilter filter, [MaybeNullWhen(false)] out T value)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return _values.TryGetValue(filter, out value);
    }

    /// <summary>Adds the value of a filter.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">The filter has a value already.</exception>
    public void Add(SpendFilter filter, T value)
    {
        ArgumentNullException.ThrowIfNull(filter);
        _values.Add(filter, value);
        string key = KeyOf(filter.Tags);
        if (!_byTags.TryGetValue(key, out List<(Interval, T)>? list))
        {
            _byTags.Add(key, list = []);
            string[] shape = [.. filter.Tags.Select(t => t.Key)];
            if (!_shapes.Exists(s => s.AsSpan().SequenceEqual(shape)))
            {
                _shapes.Add(shape);
            }
        }

        list.Add((filter.During, value));
    }

    /// <summary>Removes everything.</summary>
    public void Clear()
    {
        _values.Clear();
        _byTags.Clear();
        _shapes.Clear();
    }

    /// <summary>Adds the values of all filters that something with these tags at this time matches to a list.</summary>
    /// <param name="at">The time.</param>
    /// <param name="tags">The tags, in the order of their keys.</param>
    /// <param name="found">The list.</param>
    public void Find(Instant at, ImmutableArray<SpendTag> tags, ICollection<T> found)
    {
        ArgumentNullException.ThrowIfNull(found);
        foreach (string[] shape in _shapes)
        {
            if (KeyOf(tags, shape) is not { } key || !_byTags.TryGetValue(key, out List<(Interval During, T Value)>? list))
            {
                continue;
            }

            foreach ((Interval during, T value) in list)
            {
                if (during.Contains(at))
                {
                    found.Add(value);
                }
            }
        }
    }

    /// <summary>Returns the key of the tags of a shape; <see langword="null"/> if one is missing.</summary>
    private static string? KeyOf(ImmutableArray<SpendTag> tags, string[] shape)
    {
        if (shape.Length == 0)
        {
            return "";
        }

        ImmutableArray<SpendTag> shaped = [.. tags.Where(t => Array.IndexOf(shape, t.Key) >= 0)];
        return shaped.Length == shape.Length ? KeyOf(shaped) : null;
    }

    private static string KeyOf(ImmutableArray<SpendTag> tags)
    {
        StringBuilder key = new();
        foreach (SpendTag tag in tags)
        {
            key.Append(System.Globalization.CultureInfo.InvariantCulture, $"{tag.Key.Length}:{tag.Key}{tag.Value.Length}:{tag.Value}");
        }

        return key.ToString();
    }
}
