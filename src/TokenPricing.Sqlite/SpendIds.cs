namespace TokenPricing.Sqlite;

/// <summary>
/// Where the ids of the entries are: those in no segment yet by their blocks, in memory, and those of segments by their filters. Not
/// thread-safe.
/// </summary>
internal sealed class SpendIds(SpendTables tables)
{
    private readonly Dictionary<UInt128, long> _active = [];
    private readonly SortedDictionary<long, SegmentRow> _segments = [];
    private readonly Dictionary<long, byte[]> _filters = [];
    private long _loadedTo;
    private long _sealedTo;
    private long _segmentsDigest;
    private long _oldest = long.MaxValue;
    private long _newest = long.MinValue;

    /// <summary>Reads what other processes have added.</summary>
    /// <exception cref="InvalidDataException">A block or a segment is damaged or missing.</exception>
    public void Load(SpendHead head)
    {
        if (head.SegmentsDigest != _segmentsDigest || head.Segments != _segments.Count)
        {
            LoadSegments(head);
        }

        if (head.LastSealed != _sealedTo || head.LastBlock < _loadedTo)
        {
            StartAfter(head.LastSealed);
        }

        foreach ((long number, byte[] body) in tables.Range("block", _loadedTo + 1, head.LastBlock))
        {
            if (number != _loadedTo + 1)
            {
                throw new InvalidDataException($"block {_loadedTo + 1} is missing");
            }

            for (int at = 0; at < body.Length;)
            {
                StoredEntry entry = StoredEntry.Read(body.AsSpan(at));
                at += entry.Length;
                Add(entry.IdHash, number, entry.Ticks);
            }

            _loadedTo = number;
        }

        if (_loadedTo != head.LastBlock || _active.Count != head.Active)
        {
            throw new InvalidDataException("a block is missing");
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        StartAfter(0);
        _segments.Clear();
        _filters.Clear();
        _segmentsDigest = 0;
    }

    /// <summary>Adds the id of an entry that is in a block.</summary>
    public void Add(UInt128 id, long block, long ticks)
    {
        _active[id] = block;
        _loadedTo = Math.Max(_loadedTo, block);
        (_oldest, _newest) = (Math.Min(_oldest, ticks), Math.Max(_newest, ticks));
    }

    /// <summary>Returns the ranges of blocks in which an id may be; nearly always none if it is new.</summary>
    public IEnumerable<(long First, long Last)> PlacesOf(UInt128 id)
    {
        if (_active.TryGetValue(id, out long block))
        {
            return [(block, block)];
        }

        List<(long, long)>? places = null;
        foreach ((long number, SegmentRow row) in _segments)
        {
            if (SegmentRow.MayHave(_filters.TryGetValue(number, out byte[]? filter) ? filter : LoadFilter(number, row), id))
            {
                (places ??= []).Add((row.First, row.Last));
            }
        }

        return places ?? Enumerable.Empty<(long, long)>();
    }

    /// <summary>Makes a segment of the entries that are in none.</summary>
    public SpendHead Seal(SpendHead head)
    {
        byte[] filter = SegmentRow.FilterOf(_active.Keys);
        SegmentRow segment = new(
            head.LastSealed + 1, head.LastBlock, _oldest, _newest, head.Active, System.IO.Hashing.Crc32.HashToUInt32(filter));
        long number = segment.First;
        ByteWriter content = new();
        segment.Write(content);
        (byte[] row, uint checksum) = Frame.Of(Frame.Segment, number, content.Span);
        tables.Put("segment", number, row);
        tables.Put("segment_filter", number, filter);
        _segments.Add(number, segment);
        _filters.Add(number, filter);
        _segmentsDigest ^= Frame.Share(number, checksum);
        StartAfter(head.LastBlock);
        return head with
        {
            Active = 0,
            LastSealed = head.LastBlock,
            Segments = _segments.Count,
            SegmentsDigest = _segmentsDigest,
        };
    }

    /// <summary>Deletes the segments that end before a tick.</summary>
    public SpendHead Delete(long before, SpendHead head)
    {
        foreach ((long number, SegmentRow row) in _segments.Where(s => s.Value.Newest < before).ToArray())
        {
            ByteWriter content = new();
            row.Write(content);
            _segmentsDigest ^= Frame.Share(number, Frame.Of(Frame.Segment, number, content.Span).Checksum);
            _segments.Remove(number);
            _filters.Remove(number);
            tables.Delete("segment", number, number);
            tables.Delete("segment_filter", number, number);
            tables.Delete("block", row.First, row.Last);
            head = head with
            {
                Entries = head.Entries - row.Entries,
                KeptFrom = Math.Max(head.KeptFrom, SpendTicks.StartOf(SpendTicks.DayOf(row.Newest) + 1)),
            };
        }

        return head with { Segments = _segments.Count, SegmentsDigest = _segmentsDigest };
    }

    private void StartAfter(long block)
    {
        _active.Clear();
        (_loadedTo, _sealedTo, _oldest, _newest) = (block, block, long.MaxValue, long.MinValue);
    }

    private void LoadSegments(SpendHead head)
    {
        SortedDictionary<long, SegmentRow> rows = SpendReading.Segments(tables, head);
        foreach (long gone in _segments.Keys.Where(n => !rows.ContainsKey(n)).ToArray())
        {
            _segments.Remove(gone);
            _filters.Remove(gone);
        }

        foreach ((long number, SegmentRow row) in rows.Where(r => !_segments.ContainsKey(r.Key)))
        {
            _segments.Add(number, row);
        }

        _segmentsDigest = head.SegmentsDigest;
    }

    /// <summary>Reads a filter when it is needed for the first time, since whoever only reserves needs none.</summary>
    private byte[] LoadFilter(long number, SegmentRow row)
    {
        byte[]? filter = tables.Get("segment_filter", number);
        if (!row.IsOf(filter))
        {
            throw new InvalidDataException($"the filter of segment {number} is damaged");
        }

        _filters.Add(number, filter!);
        return filter!;
    }
}
