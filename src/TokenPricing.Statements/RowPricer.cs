using NodaTime;

namespace TokenPricing.Statements;

/// <summary>Prices rows batch by batch. A row that has no price gets an error; it never stops the others.</summary>
/// <param name="prices">The prices.</param>
/// <param name="newest">When a call was made that does not say so.</param>
/// <param name="allowStandardTier">Whether a service tier that an offer does not price is billed as standard.</param>
/// <param name="missing">What happens to a part of a row without a price.</param>
internal sealed class RowPricer(PriceCatalog prices, Instant newest, bool allowStandardTier, MissingRatePolicy missing)
{
    /// <summary>How many rows a batch has at most.</summary>
    public const int MostRows = 1024;

    private const int MostTerms = 10_000;

    private readonly Dictionary<(string Provider, string Model, string? ServiceTier, string? Region), RowTerms> _terms = [];
    private readonly List<(Offer Offer, CostOptions? Options)> _offers = [];
    private readonly RowColumns _columns = new(MostRows);
    private readonly CostOptions _ordinary = new() { AllowStandardTier = allowStandardTier, MissingRate = missing };
    private BulkPricer _pricer = new([]);
    private int _places;
    private long _withoutPlace;

    /// <summary>Prices the rows of one batch.</summary>
    /// <returns>The answer to each, in their order.</returns>
    public RowAnswer[] Price(IReadOnlyList<PricingRow> rows)
    {
        if (_terms.Count >= MostTerms)
        {
            _terms.Clear();
            _offers.Clear();
            _places = 0;
        }

        RowTerms?[] terms = [.. rows.Select(r => r.Error is null ? TermsOf(r) : null)];
        GivePlaces(terms);
        RowAnswer[] answers = new RowAnswer[rows.Count];
        for (int i = 0; i < answers.Length; i++)
        {
            if (terms[i] is not { Error: null } known)
            {
                answers[i] = new RowAnswer(terms[i]?.Offer, null, terms[i]?.Error ?? rows[i].Error);
            }
            else if (rows[i].Usage is { IsOrdinary: true } usage && known.Place < _places && known.UnixMilliseconds(rows[i].At ?? newest) is { } milliseconds)
            {
                _columns.Add(i, known.Place, milliseconds, usage.Ordinary);
            }
            else
            {
                answers[i] = PriceAlone(rows[i], known);
            }
        }

        _columns.Price(_pricer, (row, cost, error) => answers[row] = new RowAnswer(terms[row]!.Offer, cost, error is null ? null : RowErrors.Of(error)));
        return answers;
    }

    // What a usage beyond the columns comes to, with its receipt.
    private RowAnswer PriceAlone(PricingRow row, RowTerms terms)
    {
        try
        {
            return new RowAnswer(terms.Offer, RowCost.Of(terms.Offer!.CostOf(row.Usage!.Value, row.At ?? newest, terms.Options)), null);
        }
        catch (Exception e) when (e is PricingException or OverflowException)
        {
            return new RowAnswer(terms.Offer, null, RowErrors.Of(e));
        }
    }

    // Looking up all rates of an offer takes as long as pricing some rows of it one by one. So a new pricer waits until as many rows
    // went without as it has offers: files with few names need one pricer, files with ever new ones do not pay for them again and again.
    private void GivePlaces(RowTerms?[] terms)
    {
        _withoutPlace += terms.Count(t => t is { Error: null } && t.Place >= _places);
        if (_withoutPlace > 0 && _withoutPlace >= _places)
        {
            _pricer = new BulkPricer(_offers);
            (_places, _withoutPlace) = (_offers.Count, 0);
        }
    }

    // A file says the same few names over and over; only finding out what they stand for takes time.
    private RowTerms TermsOf(PricingRow row)
    {
        if (!_terms.TryGetValue((row.Provider, row.Model, row.ServiceTier, row.Region), out RowTerms? terms))
        {
            _terms[(row.Provider, row.Model, row.ServiceTier, row.Region)] = terms = Find(row);
            if (terms.Error is null)
            {
                _offers.Add((terms.Offer!, terms.Options));
            }
        }

        return terms;
    }

    private RowTerms Find(PricingRow row)
    {
        Offer? offer = null;
        try
        {
            offer = OfferOf(row);
            return new RowTerms(offer, OptionsOf(row, offer), null) { Place = _offers.Count };
        }
        catch (PricingException e)
        {
            return new RowTerms(offer, _ordinary, RowErrors.Of(e));
        }
    }

    private Offer OfferOf(PricingRow row) =>
        prices.TryGetOffer(row.Provider, row.Model, out Offer? exact) ? exact
        : prices.Find(row.Provider, row.Model).Offer
            ?? throw new PricingException(PricingError.UnknownProvider, $"'{row.Provider}' does not say who sells '{row.Model}'.");

    private CostOptions OptionsOf(PricingRow row, Offer offer) => row.ServiceTier is null && row.Region is null
        ? _ordinary
        : _ordinary with { ServiceTier = TierOf(row, offer), Region = row.Region };

    // A word that no tier is called, such as a provider's "auto", is a tier that the offer does not price.
    private ServiceTier TierOf(PricingRow row, Offer offer)
    {
        foreach (ServiceTier tier in Enum.GetValues<ServiceTier>())
        {
            if (row.ServiceTier is null || row.ServiceTier.Equals(tier.ToString(), StringComparison.OrdinalIgnoreCase))
            {
                return tier;
            }
        }

        return allowStandardTier
            ? ServiceTier.Standard
            : throw new PricingException(
                PricingError.UnknownServiceTier,
                $"{offer} has no '{row.ServiceTier}' prices; the tiers are {string.Join(", ", Enum.GetNames<ServiceTier>()).ToLowerInvariant()}. Allow the standard tier to bill it as standard.");
    }
}
