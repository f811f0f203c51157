using System.Collections.Immutable;
using System.Text;

namespace TokenPricing.Sqlite;

/// <summary>The sets of tags of a file by their numbers, which never change. Not thread-safe.</summary>
internal sealed class TagSets
{
    private readonly List<ImmutableArray<SpendTag>> _sets = [[]];
    private readonly Dictionary<string, long> _numbers = new(StringComparer.Ordinal);
    private long _digest;

    /// <summary>The largest number; the smallest is 1.</summary>
    public int Last => _sets.Count - 1;

    public long Digest => _digest;

    public ImmutableArray<SpendTag> this[long number] => number > 0 && number < _sets.Count
        ? _sets[(int)number]
        : throw new InvalidDataException("an entry has no set of tags");

    /// <summary>Reads the sets that others have added.</summary>
    /// <exception cref="InvalidDataException">A set is damaged or missing.</exception>
    public void Load(SpendTables tables, SpendHead head)
    {
        if (Last < head.Tags)
        {
            foreach ((long number, byte[] body) in tables.Range("tags", Last + 1, head.Tags))
            {
                ImmutableArray<SpendTag> tags = Read(number, body, out uint checksum);
                if (number != Last + 1)
                {
                    throw new InvalidDataException($"the set of tags {Last + 1} is missing");
                }

                Append(tags, checksum);
            }
        }

        if (Last != head.Tags || _digest != head.TagsDigest)
        {
            throw new InvalidDataException("a set of tags is missing");
        }
    }

    /// <summary>Returns the number of a set; 0 if there is none.</summary>
    public long NumberOf(ImmutableArray<SpendTag> tags) => _numbers.GetValueOrDefault(KeyOf(tags));

    /// <summary>Adds a set to the file and returns its number.</summary>
    public long Add(ImmutableArray<SpendTag> tags, SpendTables tables)
    {
        long number = Last + 1;
        ByteWriter content = new();
        Write(content, tags);
        (byte[] row, uint checksum) = Frame.Of(Frame.Tags, number, content.Span);
        tables.Put("tags", number, row);
        tables.Put("tags_copy", number, row);
        Append(tags, checksum);
        return number;
    }

    /// <summary>Reads a set of tags.</summary>
    /// <exception cref="InvalidDataException">The row is damaged.</exception>
    public static ImmutableArray<SpendTag> Read(long number, ReadOnlySpan<byte> row, out uint checksum)
    {
        ByteReader reader = new(Frame.Open(Frame.Tags, number, row, out checksum));
        return Read(ref reader);
    }

    public static ImmutableArray<SpendTag> Read(ref ByteReader reader)
    {
        try
        {
            long count = reader.Number();
            ImmutableArray<SpendTag>.Builder tags = ImmutableArray.CreateBuilder<SpendTag>();
            for (long i = 0; i < count; i++)
            {
                tags.Add(new SpendTag(reader.Text(), reader.Text()));
            }

            return tags.ToImmutable();
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException("a tag is empty", e);
        }
    }

    public static void Write(ByteWriter writer, ImmutableArray<SpendTag> tags)
    {
        writer.Number(tags.Length);
        foreach (SpendTag tag in tags)
        {
            writer.Text(tag.Key);
            writer.Text(tag.Value);
        }
    }

    private void Append(ImmutableArray<SpendTag> tags, uint checksum)
    {
        _sets.Add(tags);
        _numbers[KeyOf(tags)] = Last;
        _digest ^= Frame.Share(Last, checksum);
    }

    private static string KeyOf(ImmutableArray<SpendTag> tags)
    {
        StringBuilder key = new();
        foreach (SpendTag tag in tags)
        {
            key.Append(tag.Key.Length).Append(':').Append(tag.Key).Append(tag.Value.Length).Append(':').Append(tag.Value);
        }

        return key.ToString();
    }
}
