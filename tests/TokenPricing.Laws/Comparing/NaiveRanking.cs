using NodaTime;

namespace TokenPricing.Tests;

/// <summary>
/// What a ranking says, written down once more without a thought for speed: every offer is asked, every price is an exact
/// <see cref="Rate"/>, and what decides is compared with all others.
/// </summary>
internal static class NaiveRanking
{
    /// <summary>A ranking by <see cref="Ranking"/>, in the words of this one.</summary>
    public static string Text(Ranking ranking) => Text(
        ranking.Exclusions,
        ranking.Models.Select(m => Line(m.Rank, m.Model, m.Priced.Offer, m.Priced.Card, m.Priced.Rate, m.Price, m.Availability.ProviderCount, m.IsOnFrontier)));

    /// <summary>What the ranking must say.</summary>
    public static string Text(PriceCatalog prices, Blend blend, Instant at, RankRequirements needs)
    {
        List<(Model Model, Asked[] Offers)> models = [.. prices.Models.Where(m => m.Base is null).Select(m => (m, m.AllOffers.Select(o => Ask(o, blend, at, needs)).ToArray()))];
        Nearness[] nearest = [.. models.Select(m => m.Offers.Select(o => o.Nearness).DefaultIfEmpty(Nearness.NotOffered).Max())];
        int Count(Nearness nearness) => nearest.Count(n => n == nearness);
        Place[] places =
        [
            .. models
                .Select(m => (m.Model, Ranked: m.Offers.Where(o => o.Nearness == Nearness.Ranked).ToArray()))
                .Where(m => m.Ranked.Length > 0)
                .Select(m => new Place(m.Model, Chosen(m.Model, m.Ranked, needs.Basis), m.Model.Availability(at.InUtc().Date).ProviderCount))
                .OrderBy(p => p.Rate)
                .ThenBy(p => p.Model.Id),
        ];
        long[] longest = LongestUpTo(places);
        return Text(
            new RankExclusions(
                Count(Nearness.NotOffered), Count(Nearness.OtherKind), Count(Nearness.Unmet), Count(Nearness.Unknown), Count(Nearness.Unpriced), Count(Nearness.Free)),
            places.Select((p, i) =>
            {
                int cheaper = Array.FindIndex(places, other => other.Rate == p.Rate);
                bool isOnFrontier = p.Context == longest[i] && p.Context > (cheaper == 0 ? 0 : longest[cheaper - 1]);
                return Line(cheaper + 1, p.Model, p.Asked.Offer, p.Asked.Card!, p.Asked.Card!.BlendedBy(blend), p.Rate, p.Providers, isOnFrontier);
            }));
    }

    // The longest context of the models that are as cheap as each or cheaper.
    private static long[] LongestUpTo(Place[] places)
    {
        long longest = 0;
        long[] upTo = [.. places.Select(p => longest = Math.Max(longest, p.Context))];
        for (int i = upTo.Length - 2; i >= 0; i--)
        {
            upTo[i] = places[i].Rate == places[i + 1].Rate ? upTo[i + 1] : upTo[i];
        }

        return upTo;
    }

    /// <summary>The offer that stands for a model, of those that may.</summary>
    private static Asked Chosen(Model model, Asked[] ranked, PriceBasis basis)
    {
        bool isFree = ranked.All(o => o.Rate == Rate.Free);
        Asked[] byProvider = [.. ranked.GroupBy(o => o.Offer.Provider).Select(g => g.MinBy(o => (basis != PriceBasis.Cheapest && o.Rate == Rate.Free, o.Rate))!).OrderBy(o => o.Rate)];
        Asked[] usual = [.. byProvider.Where(o => isFree || o.Rate != Rate.Free)];
        if (basis == PriceBasis.Cheapest)
        {
            return byProvider[0];
        }

        if (basis == PriceBasis.Median)
        {
            return usual[(usual.Length - 1) / 2];
        }

        Asked[] makers = [.. ranked.Where(o => o.Offer.Seller == SellerKind.Maker && (isFree || o.Rate != Rate.Free))];
        if (makers.Length > 0)
        {
            return makers.FirstOrDefault(o => o.Offer.Model == model) ?? makers[0];
        }

        Rate middle = usual[usual.Length / 2].Rate!.Value + usual[(usual.Length - 1) / 2].Rate!.Value;
        Asked[] plausible =
        [
            .. usual.Where(o => o.Rate!.Value.ScaledBy(6) >= middle
                || o.Card!.Rates.Where(r => r.Condition.IsNone && (r.Meter == Meter.Input || r.Meter == Meter.Output)) is var two
                    && two.Any() && two.All(r => r.ConfirmedBy.Length > 0)),
        ];
        return plausible.FirstOrDefault(o => o.Offer.Seller is SellerKind.Cloud or SellerKind.Host) ?? plausible[0];
    }

    private static Asked Ask(Offer offer, Blend blend, Instant at, RankRequirements needs)
    {
        if ((!needs.Providers.IsEmpty && !needs.Providers.Contains(offer.Provider.Id.Value, StringComparer.OrdinalIgnoreCase))
            || offer.StatusAt(at) is null or OfferStatus.Retired)
        {
            return new Asked(Nearness.NotOffered, offer, null, null);
        }

        ModelKind? kind = offer.Model.Facts.Kind ?? offer.Model.Base?.Facts.Kind;
        if (kind is not null && needs.Kind is not null && kind != needs.Kind)
        {
            return new Asked(Nearness.OtherKind, offer, null, null);
        }

        bool isText = needs.Kind is null or ModelKind.Chat;
        bool reads = isText && blend.Weights.Any(w => w.Meter == Meter.Input);
        bool writes = isText && blend.Weights.Any(w => w.Meter == Meter.Output);
        if ((reads && HasOther(offer.Model, m => [.. m.InputModalities])) || (writes && HasOther(offer.Model, m => [.. m.OutputModalities])))
        {
            return new Asked(Nearness.OtherKind, offer, null, null);
        }

        if (kind is null && !isText)
        {
            return new Asked(Nearness.Unknown, offer, null, null);
        }

        if (needs.AreMetBy(offer.Model) is var met and not true)
        {
            return new Asked(met == false ? Nearness.Unmet : Nearness.Unknown, offer, null, null);
        }

        Rate? rate = offer.TryGetRateCard(at, out RateCard? card) && card.TryGetBlended(blend, out Rate blended) ? blended : null;
        Nearness nearness = rate is null ? Nearness.Unpriced
            : rate == Rate.Free ? (needs.IncludeFree ? Nearness.Ranked : Nearness.Free)
            : writes && card!.Billing(Meter.Output)!.Rate == Rate.Free ? Nearness.OtherKind
            : Nearness.Ranked;
        return new Asked(nearness, offer, card, rate);
    }

    private static bool HasOther(Model model, Func<ModelRow, string[]> modalities)
    {
        string[] own = modalities(model.Facts);
        string[] known = own.Length == 0 && model.Base is { } origin ? modalities(origin.Facts) : own;
        return known.Length > 0 && !known.Contains("text", StringComparer.OrdinalIgnoreCase);
    }

    private static string Text(RankExclusions leftOut, IEnumerable<string> lines) => string.Join('\n', lines.Prepend(leftOut.ToString()));

    private static string Line(int rank, Model model, Offer offer, RateCard card, Rate blended, Rate rate, int providers, bool isOnFrontier) =>
        $"{rank} {model} {offer} {card.From} {rate} = {blended}, {providers}{(isOnFrontier ? " frontier" : "")}";

    private enum Nearness
    {
        NotOffered,
        OtherKind,
        Unmet,
        Unknown,
        Unpriced,
        Free,
        Ranked,
    }

    private sealed record Asked(Nearness Nearness, Offer Offer, RateCard? Card, Rate? Rate);

    private sealed record Place(Model Model, Asked Asked, int Providers)
    {
        public Rate Rate => Asked.Rate!.Value;

        public long Context => Asked.Offer.Model.ContextWindow ?? 0;
    }
}
