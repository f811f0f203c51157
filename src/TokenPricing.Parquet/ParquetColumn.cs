using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Parquet.Schema;

namespace TokenPricing.Parquet;

/// <summary>A column at the top of a schema, whose cells are put together from the values of one or several columns of the file.</summary>
internal sealed class ParquetColumn
{
    private readonly Node _node;
    private readonly ArrayBufferWriter<byte> _text = new();
    private readonly Utf8JsonWriter? _json;
    private string? _nested;
    private bool _isFirst;

    /// <summary>Creates the column of a field of the schema.</summary>
    /// <exception cref="InvalidDataException">The field has a type that is not read.</exception>
    public ParquetColumn(Field field)
    {
        Name = field.Name;
        _node = NodeOf(field);
        Leaves = [.. _node.Leaves];
        bool isNested = _node is not ValueNode;
        _json = isNested
            ? new Utf8JsonWriter(_text, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
            : null;
        Kind = isNested ? UsageColumnKind.Nested : Leaves[0].IsLiteral ? UsageColumnKind.Literal : UsageColumnKind.Text;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>What the cells are.</summary>
    public UsageColumnKind Kind { get; }

    /// <summary>The columns of the file that it is made of.</summary>
    public ParquetLeaf[] Leaves { get; }

    /// <summary>The cell of the current row; <see langword="null"/> if it has no value.</summary>
    public string? Text => _json is null ? Leaves[0].Text() : _nested;

    /// <summary>The cell of the current row as a whole number; <see langword="null"/> if it has no value or is none.</summary>
    public long? Count => _json is null ? Leaves[0].Count() : null;

    /// <summary>The cell of the current row as an instant; <see langword="null"/> if it has no value or is none.</summary>
    public Instant? Time => _json is null ? Leaves[0].Time() : null;

    /// <summary>Begins a group of rows, before the first of them.</summary>
    public void Begin() => _isFirst = true;

    /// <summary>Goes to the cell of the next row.</summary>
    public void Next()
    {
        if (_json is null)
        {
            if (!_isFirst)
            {
                Leaves[0].Advance();
            }

            _isFirst = false;
            return;
        }

        _text.ResetWrittenCount();
        _json.Reset();
        _node.Write(_json);
        _json.Flush();
        _nested = _text.WrittenSpan.SequenceEqual("null"u8) ? null : Encoding.UTF8.GetString(_text.WrittenSpan);
    }

    /// <summary>Goes past the cells of some rows, if the column is not nested.</summary>
    public void Skip(int rows)
    {
        if (_json is null)
        {
            Leaves[0].Skip(rows);
        }
    }

    private static Node NodeOf(Field field) => field switch
    {
        DataField { MaxRepetitionLevel: > 0, IsArray: true } repeated => new ListNode(repeated, new ValueNode(ParquetLeaf.Of(repeated))),
        DataField data => new ValueNode(ParquetLeaf.Of(data)),
        StructField structure => new StructNode(structure, [.. structure.Fields.Select(NodeOf)]),
        ListField list => new ListNode(list, NodeOf(list.Item)),
        MapField map => new MapNode(map, NodeOf(map.Key), NodeOf(map.Value)),
        _ => throw new InvalidDataException(
            $"The column '{field.Path}' of the Parquet file is of a kind that is not read: leave the column out."),
    };

    /// <summary>A part of the schema. Whether it is null, its first column tells.</summary>
    private abstract class Node
    {
        public abstract IEnumerable<ParquetLeaf> Leaves { get; }

        public ParquetLeaf First => field ??= Leaves.First();

        /// <summary>Writes the next value and goes past it.</summary>
        public abstract void Write(Utf8JsonWriter json);

        /// <summary>Goes past the next value, which is null in all columns.</summary>
        public void Skip()
        {
            foreach (ParquetLeaf leaf in Leaves)
            {
                leaf.Advance();
            }
        }
    }

    private sealed class ValueNode(ParquetLeaf leaf) : Node
    {
        public override IEnumerable<ParquetLeaf> Leaves => [leaf];

        public override void Write(Utf8JsonWriter json)
        {
            leaf.Write(json);
            leaf.Advance();
        }
    }

    private sealed class StructNode(StructField structure, Node[] fields) : Node
    {
        private readonly string[] _names = [.. structure.Fields.Select(f => f.Name)];

        public override IEnumerable<ParquetLeaf> Leaves { get; } = [.. fields.SelectMany(f => f.Leaves)];

        public override void Write(Utf8JsonWriter json)
        {
            if (First.Definition < structure.MaxDefinitionLevel)
            {
                json.WriteNullValue();
                Skip();
                return;
            }

            json.WriteStartObject();
            for (int i = 0; i < fields.Length; i++)
            {
                json.WritePropertyName(_names[i]);
                fields[i].Write(json);
            }

            json.WriteEndObject();
        }
    }

    private sealed class ListNode(Field list, Node item) : Node
    {
        public override IEnumerable<ParquetLeaf> Leaves { get; } = [.. item.Leaves];

        public override void Write(Utf8JsonWriter json)
        {
            // An array without the groups of a list has its own level of definition for a value.
            int filled = list.MaxDefinitionLevel;
            if (First.Definition < filled)
            {
                if (First.Definition < filled - 1)
                {
                    json.WriteNullValue();
                }
                else
                {
                    json.WriteStartArray();
                    json.WriteEndArray();
                }

                Skip();
                return;
            }

            json.WriteStartArray();
            do
            {
                item.Write(json);
            }
            while (First.HasNext && First.Repetition == list.MaxRepetitionLevel);
            json.WriteEndArray();
        }
    }

    private sealed class MapNode(MapField map, Node key, Node value) : Node
    {
        public override IEnumerable<ParquetLeaf> Leaves { get; } = [.. key.Leaves, .. value.Leaves];

        public override void Write(Utf8JsonWriter json)
        {
            int filled = map.MaxDefinitionLevel;
            if (First.Definition < filled)
            {
                if (First.Definition < filled - 1)
                {
                    json.WriteNullValue();
                }
                else
                {
                    json.WriteStartObject();
                    json.WriteEndObject();
                }

                Skip();
                return;
            }

            json.WriteStartObject();
            do
            {
                json.WritePropertyName(First.Text() ?? "");
                key.Skip();
                value.Write(json);
            }
            while (First.HasNext && First.Repetition == map.MaxRepetitionLevel);
            json.WriteEndObject();
        }
    }
}
