namespace TokenPricing.Warehouse;

/// <summary>Specifies whether a row has a price, and if not, why. The numbers are those of the column <c>status</c>.</summary>
/// <remarks>The numbers and names are stable, so that queries and dashboards may rely on them.</remarks>
public enum CallStatus
{
    /// <summary>The row has its exact cost, equal to that of <c>CostOf</c>.</summary>
    Priced = 0,

    /// <summary>
    /// The library must price the row: a meter that it uses has no whole rate in pico-dollars, a count is 2^60 or more, the time is outside
    /// the horizon of a price with daily windows, or the row uses something that the tables do not have.
    /// </summary>
    NeedsExact = 1,

    /// <summary>
    /// The counts contradict each other: one is negative, or a part is larger than its total. Or none is given, so that the cost is not
    /// known.
    /// </summary>
    ContradictoryUsage = 2,

    /// <summary>
    /// The name is not in the table of names: the tables are older than the log, or the name has a line <c>\.</c>, which no table can have.
    /// </summary>
    UnresolvedName = 3,

    /// <summary>The name is known and has no rates: the tables are damaged, incomplete, or of two versions.</summary>
    NoRateRow = 4,

    /// <summary>Nothing proves that the row has a price or a reason for having none: the tables are damaged.</summary>
    NotProven = 5,

    /// <summary>The row has no time, or one outside the years -9998 to 9999, as if it were in microseconds.</summary>
    UnknownInstant = 6,

    /// <summary>No model has this name.</summary>
    UnknownModel = 10,

    /// <summary>No provider has this name.</summary>
    UnknownProvider = 11,

    /// <summary>The provider does not offer the model, or the name does not say whose offer it is.</summary>
    UnknownOffer = 12,

    /// <summary>The name is too long to be looked up.</summary>
    NameTooLong = 13,

    /// <summary>The offer does not price the service tier.</summary>
    UnknownServiceTier = 20,

    /// <summary>The offer does not list the region.</summary>
    UnknownRegion = 21,

    /// <summary>No source publishes a price of the offer.</summary>
    NoPublishedPrice = 30,

    /// <summary>The offer has prices, but none at that time.</summary>
    NoPriceAtInstant = 31,

    /// <summary>A meter that the row uses has no price.</summary>
    MissingRate = 32,

    /// <summary>The time is before the release of the model.</summary>
    NotReleased = 33,
}
