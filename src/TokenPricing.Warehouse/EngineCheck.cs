using System.Numerics;

namespace TokenPricing.Warehouse;

/// <summary>Compares what an engine says of each row with the library, and the totals of groups.</summary>
/// <param name="pricer">The library, with the prices and the options of the tables.</param>
/// <remarks>
/// Memory grows with the rows of the engine's answers, not with those of the log. Not safe for use by several threads at once.
/// </remarks>
/// <example>
/// <code>
/// EngineCheck check = new(new CallPricer(PriceCatalog.BuiltIn));
/// check.AddAnswer(new EngineAnswer("1", 0, 27_500_000_000));
/// check.Add("1", call);
/// bool isRight = check.Complete();
/// </code>
/// </example>
public sealed class EngineCheck(CallPricer pricer)
{
    private const int MostDifferences = 20;

    private readonly Dictionary<string, EngineAnswer> _answers = new(StringComparer.Ordinal);
    private readonly SortedDictionary<CallStatus, long> _statuses = [];
    private readonly SortedDictionary<string, EngineTotal> _totals = new(StringComparer.Ordinal);
    private readonly ImmutableArray<string>.Builder _differences = ImmutableArray.CreateBuilder<string>();

    /// <summary>Gets the number of rows of the log.</summary>
    public long Rows { get; private set; }

    /// <summary>
    /// Gets the number of differences: rows with another status or cost, rows without an answer, answers without a row or that came twice,
    /// and totals.
    /// </summary>
    public long Differing { get; private set; }

    /// <summary>Gets the first 20 differences in words.</summary>
    public ImmutableArray<string> Differences => _differences.ToImmutable();

    /// <summary>Gets the number of rows of each status, as the library says.</summary>
    public ImmutableSortedDictionary<CallStatus, long> Statuses => _statuses.ToImmutableSortedDictionary();

    /// <summary>
    /// Gets what the library says of each group, by its name. Rows that are handed back have a cost, which is not in the sum.
    /// </summary>
    public ImmutableSortedDictionary<string, EngineTotal> Totals => _totals.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Adds what the engine says of a row.</summary>
    /// <param name="answer">The answer.</param>
    public void AddAnswer(EngineAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (!_answers.TryAdd(answer.Id, answer))
        {
            Differ($"row {answer.Id}: the engine answers it twice");
        }
    }

    /// <summary>Adds a row of the log, whose answer has been added.</summary>
    /// <param name="id">The id of the row.</param>
    /// <param name="call">The row.</param>
    /// <param name="group">The group of the row, for sums; empty for one group of all rows.</param>
    public void Add(string id, LoggedCall call, string group = "")
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(group);
        Rows++;
        CallAnswer expected = pricer.Price(call);
        _statuses[expected.Status] = _statuses.GetValueOrDefault(expected.Status) + 1;
        EngineTotal total = _totals.GetValueOrDefault(group, Nothing(group));
        _totals[group] = total with
        {
            Calls = total.Calls + 1,
            Priced = total.Priced + (expected.Status == CallStatus.Priced ? 1 : 0),
            NeedsExact = total.NeedsExact + (expected.Status == CallStatus.NeedsExact ? 1 : 0),
            Unpriced = total.Unpriced + (expected.Status > CallStatus.NeedsExact ? 1 : 0),
            PicoUsd = expected.PicoUsd is { } cost ? (total.PicoUsd ?? 0) + cost : total.PicoUsd,
        };
        if (!_answers.Remove(id, out EngineAnswer? answer))
        {
            Differ($"row {id}: the engine does not answer it");
        }
        else if (answer.Status != (int)expected.Status || answer.PicoUsd != expected.PicoUsd)
        {
            Differ($"row {id}: the engine says {Text(answer.Status, answer.PicoUsd)}, "
                + $"the library {Text((int)expected.Status, expected.PicoUsd)}");
        }
    }

    /// <summary>Compares all totals of the engine with those of the rows so far: each group must be there once, and no other.</summary>
    /// <param name="totals">The totals, in any order.</param>
    /// <param name="isGrouped">
    /// Whether there is a total of each group; <see langword="false"/> for one of all rows, which is there even if there are none.
    /// </param>
    public void CheckTotals(IEnumerable<EngineTotal> totals, bool isGrouped)
    {
        ArgumentNullException.ThrowIfNull(totals);
        Dictionary<string, EngineTotal> left = new(_totals, StringComparer.Ordinal);
        HashSet<string> seen = new(StringComparer.Ordinal);
        if (!isGrouped)
        {
            left.TryAdd("", Nothing(""));
        }

        foreach (EngineTotal total in totals)
        {
            if (!seen.Add(total.Group))
            {
                Differ($"{Name(total.Group)}: the engine has its total twice");
            }
            else if (!left.Remove(total.Group, out EngineTotal? expected))
            {
                Differ($"{Name(total.Group)}: the engine has a total, and the log no row");
            }
            else if (total != expected)
            {
                Differ($"{Name(total.Group)}: the engine says {Text(total)}, the library {Text(expected)}");
            }
        }

        foreach (string group in left.Keys.Order(StringComparer.Ordinal))
        {
            Differ($"{Name(group)}: the engine has no total");
        }

        string Name(string group) => isGrouped ? $"group '{group}'" : "total";
    }

    /// <summary>Counts the answers to which no row belongs, after the last row.</summary>
    /// <returns>Whether nothing differs.</returns>
    public bool Complete()
    {
        foreach (string id in _answers.Keys.Order(StringComparer.Ordinal))
        {
            Differ($"row {id}: the engine answers it, and the log does not have it");
        }

        _answers.Clear();
        return Differing == 0;
    }

    private static string Text(int status, BigInteger? pico) =>
        FormattableString.Invariant($"status {status}{(pico is null ? " without a cost" : $" and {pico}")}");

    private static string Text(EngineTotal total) => FormattableString.Invariant(
        $"{total.Calls} calls, {total.Priced} priced, {total.NeedsExact} to be priced exactly, {total.Unpriced} unpriced, ")
        + FormattableString.Invariant($"{total.Damaged} damaged and {(total.PicoUsd is { } pico ? $"{pico}" : "no sum")}");

    private static EngineTotal Nothing(string group) => new(group, 0, 0, 0, 0, 0, null);

    private void Differ(string what)
    {
        Differing++;
        if (_differences.Count < MostDifferences)
        {
            _differences.Add(what);
        }
    }
}
