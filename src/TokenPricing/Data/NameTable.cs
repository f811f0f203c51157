namespace TokenPricing.Data;

/// <summary>A hash table of values by two names, compared without regard to case, such as offers by provider and model.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
/// <remarks>
/// Reading takes no lock and allocates nothing, even while another thread adds. Only one thread may add at a time, and nothing can be
/// removed. A dictionary needs a key object for two names, which would allocate memory on each lookup; see
/// docs/decisions/lookup-performance.md.
/// </remarks>
internal sealed class NameTable<T>
    where T : class
{
    private Slot[] _slots;

    /// <summary>Initializes an empty table.</summary>
    /// <param name="capacity">The number of values that it can hold before it grows.</param>
    public NameTable(int capacity = 0) => _slots = new Slot[SlotsFor(capacity)];

    /// <summary>The number of values.</summary>
    public int Count { get; private set; }

    /// <summary>Gets the value of two names; <see langword="false"/> if there is none.</summary>
    public bool TryGet(string first, string second, [NotNullWhen(true)] out T? value)
    {
        ulong hash = NameHash.Of(first, second);
        Slot[] slots = Volatile.Read(ref _slots);
        int last = slots.Length - 1;
        for (int i = First(hash, slots); ; i = (i + 1) & last)
        {
            ref Slot slot = ref slots[i];

            // The value of a slot is written last: if it is there, the rest of the slot is complete.
            value = Volatile.Read(ref slot.Value);
            if (value is null)
            {
                return false;
            }

            if (slot.Hash == hash && ((slot.First == first && slot.Second == second) || AreSameButForCase(slot, first, second)))
            {
                return true;
            }
        }
    }

    /// <summary>Adds a value under two names that have none yet.</summary>
    public void Add(string first, string second, T value)
    {
        if (SlotsFor(++Count) > _slots.Length)
        {
            Slot[] larger = new Slot[_slots.Length * 2];
            foreach (Slot slot in _slots)
            {
                Put(larger, slot, slot.Value);
            }

            Volatile.Write(ref _slots, larger);
        }

        Put(_slots, new Slot { Hash = NameHash.Of(first, second), First = first, Second = second }, value);
    }

    /// <summary>At most half of the slots are used, so that every search is short and ends.</summary>
    private static int SlotsFor(int count) => (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(8, count * 2));

    /// <summary>Separate from the ordinal comparison, which is enough for most lookups and takes a third of the time.</summary>
    private static bool AreSameButForCase(in Slot slot, string first, string second) =>
        slot.First.Equals(first, StringComparison.OrdinalIgnoreCase) && slot.Second.Equals(second, StringComparison.OrdinalIgnoreCase);

    private static int First(ulong hash, Slot[] slots) => (int)(hash & (ulong)(slots.Length - 1));

    private static void Put(Slot[] slots, in Slot slot, T? value)
    {
        if (value is null)
        {
            return;
        }

        int i = First(slot.Hash, slots);
        while (slots[i].Value is not null)
        {
            i = (i + 1) & (slots.Length - 1);
        }

        (slots[i].Hash, slots[i].First, slots[i].Second) = (slot.Hash, slot.First, slot.Second);
        Volatile.Write(ref slots[i].Value, value);
    }

    /// <summary>One entry; empty while it has no value.</summary>
    private struct Slot
    {
        public ulong Hash;
        public string First;
        public string Second;
        public T? Value;
    }
}
