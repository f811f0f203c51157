using NodaTime;

namespace TokenPricing;

/// <summary>Asks a model for its availability, as a sentence: <c>model.Availability(on: date)</c>.</summary>
public static class ModelAvailability
{
    /// <summary>Who offers the model on a day, and at which prices.</summary>
    /// <param name="model">The model.</param>
    /// <param name="on">The day; prices are those at its first instant in UTC.</param>
    public static Availability Availability(this Model model, LocalDate on)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new Availability(model, on);
    }
}
