using System.Numerics;

namespace TokenPricing.Warehouse;

/// <summary>Represents what an engine says of a row.</summary>
/// <param name="Id">The id of the row.</param>
/// <param name="Status">The status: a <see cref="CallStatus"/> if the engine is right.</param>
/// <param name="PicoUsd">The cost in pico-dollars (10^-12 USD); <see langword="null"/> if there is none.</param>
public sealed record EngineAnswer(string Id, int Status, BigInteger? PicoUsd);
