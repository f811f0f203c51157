using System.Numerics;

namespace TokenPricing.Warehouse;

/// <summary>Represents what an engine says of a group of rows: a row of <see cref="WarehouseSql.Total"/>.</summary>
/// <param name="Group">The group; empty for one total of all rows.</param>
/// <param name="Calls">The number of rows.</param>
/// <param name="Priced">The number of rows with a cost.</param>
/// <param name="NeedsExact">The number of rows that are handed back.</param>
/// <param name="Unpriced">The number of rows without a price, for whatever reason.</param>
/// <param name="Damaged">The number of those that damaged tables leave without one.</param>
/// <param name="PicoUsd">The sum of the costs in pico-dollars (10^-12 USD); <see langword="null"/> if there is none.</param>
public sealed record EngineTotal(
    string Group, long Calls, long Priced, long NeedsExact, long Unpriced, long Damaged, BigInteger? PicoUsd);
