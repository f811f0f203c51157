namespace TokenPricing.Costing;

/// <summary>Calculates the cost of a call by what its response says that was served.</summary>
internal static class ServedCosting
{
    /// <summary>Returns the options of a call as it was served: what the response says takes precedence over what was asked.</summary>
    /// <param name="call">The call.</param>
    /// <param name="options">What was asked; <see langword="null"/> for the defaults.</param>
    internal static CostOptions TermsOf(ServedCall call, CostOptions? options)
    {
        CostOptions asked = options ?? new CostOptions();
        return asked with { ServiceTier = call.BilledTier(asked.ServiceTier), Region = call.Region ?? asked.Region };
    }

    /// <summary>Calculates what a call cost.</summary>
    /// <param name="offer">The offer of the model that answered.</param>
    /// <param name="call">The call.</param>
    /// <param name="at">When the request was made.</param>
    /// <param name="served">The options of the call as it was served.</param>
    /// <param name="offerOf">Finds the offer of another model that answered a part of the call.</param>
    /// <returns>The sum of the costs of everything that is billed, each at the tier and in the region that served the call.</returns>
    internal static ServedCost CostOf(Offer offer, ServedCall call, Instant at, CostOptions served, Func<string, Offer> offerOf)
    {
        call = call.AnsweredBy(offer.Model.Id.Value);
        Cost cost = call.Billed
            .Select(b => (b.Model is null ? offer : offerOf(b.Model)).CostOf(b.Usage, at, served))
            .Aggregate((sum, next) => sum + next);
        return new ServedCost(offer, call, cost);
    }
}
