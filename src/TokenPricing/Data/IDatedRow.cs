namespace TokenPricing.Data;

/// <summary>A row about the prices of an offer that applies for a period and was recorded on a day.</summary>
internal interface IDatedRow
{
    /// <summary>The id of the model.</summary>
    string Model { get; }

    /// <summary>The id of the provider, or <c>unnamed</c>.</summary>
    string Provider { get; }

    /// <summary>The <see cref="PriceSource.Id"/> of the source.</summary>
    string Source { get; }

    /// <summary>The day on which the row was recorded. Of two rows that apply at the same instant, the one recorded later counts.</summary>
    LocalDate Recorded { get; }

    /// <summary>The first instant at which the row applies; <see langword="null"/> if it has no known beginning.</summary>
    Instant? From { get; }

    /// <summary>The first instant at which the row no longer applies; <see langword="null"/> if it has no known end.</summary>
    Instant? To { get; }
}
