using Parquet;
using Parquet.Schema;

namespace TokenPricing.Parquet;

/// <summary>
/// The values of a column of texts. Where they repeat, each is a string that many rows share, found once when the group is read; the
/// collector would otherwise look through the memory of the whole group again and again.
/// </summary>
internal sealed class ParquetTextLeaf(DataField column) : ParquetLeaf<ReadOnlyMemory<char>>(column, v => new string(v.Span))
{
    private readonly TextCache _cache = new();
    private string[] _texts = [];
    private bool _isShared;

    public override int BytesPerValue => base.BytesPerValue + IntPtr.Size;

    public override void Read(ParquetRowGroupReader rows)
    {
        base.Read(rows);
        Span<ReadOnlyMemory<char>> values = Values;
        if (_cache.HasRepeats)
        {
            Resize(ref _texts, values.Length);
        }

        for (int i = 0; i < values.Length && _cache.HasRepeats; i++)
        {
            _texts[i] = _cache.Of(values[i].Span);
        }

        _isShared = _cache.HasRepeats;
        if (_isShared)
        {
            values.Clear();
        }
        else
        {
            _texts = [];
        }
    }

    protected override string? TextOf(int value) => _isShared ? _texts[value] : base.TextOf(value);
}
