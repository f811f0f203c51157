using NodaTime;

namespace TokenPricing.Data;

/// <summary>A row of an offer's prices, which holds for a period and was learned on a day.</summary>
internal interface IDatedRow
{
    string Model { get; }

    string Provider { get; }

    string Source { get; }

    LocalDate Recorded { get; }

    Instant? From { get; }

    Instant? To { get; }
}
