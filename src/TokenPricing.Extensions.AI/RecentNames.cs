namespace TokenPricing.Extensions.AI;

/// <summary>Remembers the last few thousand names with a value each, so that what is fetched twice counts once. Thread-safe.</summary>
/// <typeparam name="TValue">The type of the values.</typeparam>
internal sealed class RecentNames<TValue>
    where TValue : new()
{
    private const int Most = 4096;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, TValue> _values = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>Returns the value of a name, a new one for a new name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="isNew">Whether the name is not remembered.</param>
    public TValue Get(string name, out bool isNew)
    {
        lock (_gate)
        {
            isNew = !_values.TryGetValue(name, out TValue? value);
            if (isNew)
            {
                if (_order.Count == Most)
                {
                    _values.Remove(_order.Dequeue());
                }

                value = _values[name] = new TValue();
                _order.Enqueue(name);
            }

            return value!;
        }
    }
}
