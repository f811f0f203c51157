using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing;

/// <summary>What a model cost at each of its providers, step by step, with both clocks: when a price held, and when it was learned.</summary>
[TypeFormatterSource]
public sealed class PriceHistory
{
    internal PriceHistory(Model model, LocalDate through, LocalDate? from, LocalDate? to, ImmutableArray<OfferPriceHistory> offers) =>
        (Model, Through, From, To, Offers) = (model, through, from, to, offers);

    /// <summary>The model.</summary>
    public Model Model { get; }

    /// <summary>The newest day of the catalog: how far its knowledge reaches.</summary>
    public LocalDate Through { get; }

    /// <summary>The first day asked for; <see langword="null"/>: all that is known.</summary>
    public LocalDate? From { get; }

    /// <summary>The last day asked for; <see langword="null"/>: all that is known.</summary>
    public LocalDate? To { get; }

    /// <summary>The offers, by provider id; the steps of each that touch the days asked for.</summary>
    public ImmutableArray<OfferPriceHistory> Offers { get; }

    /// <summary>How much is known, such as <c>o4-mini: 3 price changes at 4 providers through 2026-09-01</c>.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Model}: {Offers.Sum(o => o.Steps.Count(s => s.Before is not null))} price changes at {Offers.Length} providers through {Through:uuuu-MM-dd}");
}
