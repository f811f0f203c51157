using System.Numerics;

namespace TokenPricing.Warehouse;

/// <summary>Compares what an engine says of each row with the library, and the sums of groups.</summary>
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
    private readonly SortedDictionary<string, (long Priced, BigInteger PicoUsd)> _sums = new(StringComparer.Ordinal);
    private readonly ImmutableArray<string>.Builder _differences = ImmutableArray.CreateBuilder<string>();

    /// <summary>Gets the number of rows of the log.</summary>
    public long Rows { get; private set; }

    /// <summary>
    /// Gets the number of differences: rows with another status or cost, rows without an answer, answers without a row or that came twice,
    /// and sums.
    /// </summary>
    public long Differing { get; private set; }

    /// <summary>Gets the first 20 differences in words.</summary>
    public ImmutableArray<string> Differences => _differences.ToImmutable();

    /// <summary>Gets the number of rows of each status, as the library says.</summary>
    public ImmutableSortedDictionary<CallStatus, long> Statuses => _statuses.ToImmutableSortedDictionary();

    /// <summary>
    /// Gets the number of priced rows of each group and the sum of their costs in pico-dollars, as the library says. Rows that are handed
    /// back are not in it.
    /// </summary>
    public ImmutableSortedDictionary<string, (long Priced, BigInteger PicoUsd)> Sums =>
        _sums.ToImmutableSortedDictionary(StringComparer.Ordinal);

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
        if (expected.PicoUsd is { } cost)
        {
            (long priced, BigInteger sum) = _sums.GetValueOrDefault(group);
            _sums[group] = (priced + 1, sum + cost);
        }

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

    /// <summary>Compares a sum of the engine with that of the rows so far.</summary>
    /// <param name="group">The group.</param>
    /// <param name="priced">The number of priced rows, as the engine says.</param>
    /// <param name="picoUsd">The sum of their costs in pico-dollars, as the engine says; <see langword="null"/> if it says none.</param>
    public void CheckSum(string group, long priced, BigInteger? picoUsd)
    {
        ArgumentNullException.ThrowIfNull(group);
        (long Priced, BigInteger PicoUsd) expected = _sums.GetValueOrDefault(group);
        if (priced != expected.Priced || (picoUsd ?? 0) != expected.PicoUsd)
        {
            Differ(FormattableString.Invariant(
                $"group '{group}': the engine says {priced} priced rows and {picoUsd}, ")
                + FormattableString.Invariant($"the library {expected.Priced} and {expected.PicoUsd}"));
        }
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

    private void Differ(string what)
    {
        Differing++;
        if (_differences.Count < MostDifferences)
        {
            _differences.Add(what);
        }
    }
}
