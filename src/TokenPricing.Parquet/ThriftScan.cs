namespace TokenPricing.Parquet;

/// <summary>
/// Walks over a structure in Thrift's compact protocol without building it, and refuses sizes that its bytes cannot have.
/// </summary>
internal ref struct ThriftScan(ReadOnlySpan<byte> bytes)
{
    private const int MostNested = 64;
    private const int MostStructures = 2_000_000;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _structures;

    /// <summary>The number of bytes walked over.</summary>
    public int Position { get; private set; }

    /// <summary>
    /// Whether the bytes ended within the structure, which is damaged, or goes on behind them.
    /// </summary>
    public bool IsCut { get; private set; }

    /// <summary>Walks over a structure.</summary>
    /// <param name="found">
    /// Receives the whole numbers of the structure and of those in it, by the ids of the fields that lead to them, each in two digits:
    /// 501 is field 1 of field 5.
    /// </param>
    /// <returns>Whether the structure is whole and its sizes are possible.</returns>
    public bool TrySkip(Dictionary<int, long>? found = null) => Structure(found, 0, 0);

    private bool Structure(Dictionary<int, long>? found, int path, int depth)
    {
        if (depth > MostNested || ++_structures > MostStructures)
        {
            return false;
        }

        long id = 0;
        while (true)
        {
            if (!TryByte(out byte head))
            {
                return false;
            }

            int type = head & 0x0F;
            if (type == 0)
            {
                return true;
            }

            if (head >> 4 != 0)
            {
                id += head >> 4;
            }
            else if (TryNumber(out long named))
            {
                id = named;
            }
            else
            {
                return false;
            }

            int inner = depth < 2 && id is > 0 and < 100 ? (path * 100) + (int)id : -1;
            if (!Value(type, found is not null && inner > 0 && path >= 0 ? found : null, inner, depth, isField: true))
            {
                return false;
            }
        }
    }

    private bool Value(int type, Dictionary<int, long>? found, int path, int depth, bool isField)
    {
        switch (type)
        {
            case 1 or 2:
                return isField || Skip(1);
            case 3:
                return Skip(1);
            case 4 or 5 or 6:
                bool isNumber = TryNumber(out long number);
                if (isNumber && found is not null)
                {
                    found[path] = number;
                }

                return isNumber;
            case 7:
                return Skip(8);
            case 8:
                return TryLength(out long length) && Skip(length);
            case 9 or 10:
                return List(depth);
            case 11:
                return Map(depth);
            case 12:
                return Structure(found, path, depth + 1);
            case 13:
                return Skip(16);
            default:
                return false;
        }
    }

    private bool List(int depth)
    {
        if (!TryByte(out byte head))
        {
            return false;
        }

        long count = head >> 4;
        if (count == 15 && !TryLength(out count))
        {
            return false;
        }

        return Elements(count, head & 0x0F, depth);
    }

    private bool Map(int depth)
    {
        if (!TryLength(out long count) || count == 0)
        {
            return !IsCut && count == 0;
        }

        if (!TryByte(out byte types) || count > _bytes.Length - Position)
        {
            return false;
        }

        for (long i = 0; i < count; i++)
        {
            if (!Value(types >> 4, null, 0, depth, isField: false) || !Value(types & 0x0F, null, 0, depth, isField: false))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Walks over elements, each of which takes a byte at least.</summary>
    private bool Elements(long count, int type, int depth)
    {
        if (count > _bytes.Length - Position)
        {
            IsCut = true;
            return false;
        }

        for (long i = 0; i < count; i++)
        {
            if (!Value(type, null, 0, depth, isField: false))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryLength(out long length)
    {
        bool isRead = TryBits(out ulong bits);
        length = unchecked((long)bits);
        return isRead && length >= 0;
    }

    private bool TryNumber(out long number)
    {
        bool isRead = TryBits(out ulong bits);
        number = unchecked((long)(bits >> 1) ^ -(long)(bits & 1));
        return isRead;
    }

    /// <summary>Reads seven bits of each byte, the lowest first, up to the byte without the eighth.</summary>
    private bool TryBits(out ulong bits)
    {
        bits = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            if (!TryByte(out byte b))
            {
                return false;
            }

            bits |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return true;
            }
        }

        return false;
    }

    private bool TryByte(out byte value)
    {
        IsCut |= Position >= _bytes.Length;
        value = IsCut ? (byte)0 : _bytes[Position++];
        return !IsCut;
    }

    private bool Skip(long count)
    {
        if (count > _bytes.Length - Position)
        {
            IsCut = true;
            return false;
        }

        Position += (int)count;
        return true;
    }
}
