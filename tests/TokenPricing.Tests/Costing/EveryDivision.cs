using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing.Tests;

/// <summary>
/// The least and the most that requests can cost of which only the sum is known: every way of dividing the units over them is priced, one
/// request at a time, each at its cheapest and at its dearest instant.
/// </summary>
internal sealed class EveryDivision(Offer offer, TokenUsage usage, CostOptions? options, params Instant[] instants)
{
    private readonly ImmutableArray<MeterQuantity> _parts = usage.Parts;

    /// <summary>The least and the most.</summary>
    public (Usd Low, Usd High) Bounds()
    {
        (Usd Low, Usd High)[] ways = [.. Ways([.. _parts.Select(p => (long)p.Quantity)], usage.Requests)];
        return (ways.Min(w => w.Low), ways.Max(w => w.High));
    }

    private IEnumerable<(Usd Low, Usd High)> Ways(ImmutableArray<long> units, long requests)
    {
        if (requests == 1)
        {
            return [Price(units)];
        }

        return from first in Choices(units, 0)
               let price = Price(first)
               from rest in Ways([.. units.Zip(first, (all, some) => all - some)], requests - 1)
               select (price.Low + rest.Low, price.High + rest.High);
    }

    private static IEnumerable<ImmutableArray<long>> Choices(ImmutableArray<long> units, int part) => part == units.Length
        ? [units]
        : Enumerable.Range(0, (int)units[part] + 1).SelectMany(some => Choices(units.SetItem(part, some), part + 1));

    private (Usd Low, Usd High) Price(ImmutableArray<long> units)
    {
        TokenUsage request = TokenUsage.FromMeterParts([.. _parts.Zip(units, (p, some) => p with { Quantity = some })]);
        Usd[] prices = [.. instants.Select(at => offer.CostOf(request, at, options).Total)];
        return (prices.Min(), prices.Max());
    }
}
