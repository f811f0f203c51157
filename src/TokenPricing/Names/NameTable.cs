using System.Diagnostics.CodeAnalysis;

namespace TokenPricing.Names;

/// <summary>Values by two names, which are compared without regard to case: an offer by its provider and its model.</summary>
/// <remarks>
/// Reading needs no lock and no memory, while another thread adds; only one thread at a time may add, and nothing is taken away.
/// A frozen dictionary cannot be asked for two names at once without making a key of them.
/// </remarks>
internal sealed class NameTable<T>
    where T : class
{
    private Slot[] _slots;

    /// <summary>An empty table.</summary>
    /// <param name="capacity">How many values it holds before it must grow.</param>
    public NameTable(int capacity = 0) => _slots = new Slot[SlotsFor(capacity)];

    /// <summary>How many values there are.</summary>
    public int Count { get; private set; }

    /// <summary>The value of two names; <see langword="false"/> where there is none.</summary>
    public bool TryGet(string first, string second, [NotNullWhen(true)] out T? value)
    {
        ulong hash = NameHash.Of(first, second);
        Slot[] slots = Volatile.Read(ref _slots);
        int last = slots.Length - 1;
        for (int i = First(hash, slots); ; i = (i + 1) & last)
        {
            ref Slot slot = ref slots[i];

            // The value is written last: where it stands, all of the slot does.
            value = Volatile.Read(ref slot.Value);
            if (value is null)
            {
                return false;
            }

            if (slot.Hash == hash && ((slot.First == first && slot.Second == second) || AreSameButForCase(slot.First, slot.Second, first, second)))
            {
                return true;
            }
        }
    }

    /// <summary>Adds a value under two names under which there is none yet.</summary>
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

    // At most half of the slots are taken, so that a search is short and ends.
    private static int SlotsFor(int count) => (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(8, count * 2));

    // Most ask as the catalog writes, which takes a third of the time to see.
    private static bool AreSameButForCase(string first, string second, string askedFirst, string askedSecond) =>
        first.Equals(askedFirst, StringComparison.OrdinalIgnoreCase) && second.Equals(askedSecond, StringComparison.OrdinalIgnoreCase);

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

    private struct Slot
    {
        public ulong Hash;
        public string First;
        public string Second;
        public T? Value;
    }
}
