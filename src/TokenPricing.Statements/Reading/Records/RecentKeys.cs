namespace TokenPricing.Statements;

/// <summary>Remembers the last keys by their hashes, a million at least and two million at most, so that memory stays constant.</summary>
internal sealed class RecentKeys
{
    private const int Most = 1_000_000;

    private Table _new = new();
    private Table _old = new();

    /// <summary>Adds a key, and returns whether it is not remembered.</summary>
    public bool TryAdd(ulong hash)
    {
        // The empty slot of a table is 0.
        hash = Math.Max(hash, 1);
        if (_old.Contains(hash) || !_new.TryAdd(hash))
        {
            return false;
        }

        if (_new.Count >= Most)
        {
            (_old, _new) = (_new, _old);
            _new.Clear();
        }

        return true;
    }

    /// <summary>Returns whether a key is remembered.</summary>
    public bool Contains(ulong hash) => _old.Contains(Math.Max(hash, 1)) || _new.Contains(Math.Max(hash, 1));

    /// <summary>A set of hashes in one array, at most half full, in which a key is usually found at its first place.</summary>
    private sealed class Table
    {
        private ulong[] _slots = new ulong[1024];

        public int Count { get; private set; }

        public bool Contains(ulong hash) => Slot(hash) == hash;

        public void Clear()
        {
            Array.Clear(_slots);
            Count = 0;
        }

        public bool TryAdd(ulong hash)
        {
            ref ulong slot = ref Slot(hash);
            if (slot == hash)
            {
                return false;
            }

            slot = hash;
            if (++Count * 2 > _slots.Length)
            {
                Grow();
            }

            return true;
        }

        /// <summary>Returns the slot of a hash, or the one in which it belongs.</summary>
        private ref ulong Slot(ulong hash)
        {
            int index = (int)(hash & (uint)(_slots.Length - 1));
            while (_slots[index] != 0 && _slots[index] != hash)
            {
                index = (index + 1) & (_slots.Length - 1);
            }

            return ref _slots[index];
        }

        private void Grow()
        {
            ulong[] before = _slots;
            _slots = new ulong[before.Length * 2];
            foreach (ulong hash in before)
            {
                if (hash != 0)
                {
                    Slot(hash) = hash;
                }
            }
        }
    }
}
