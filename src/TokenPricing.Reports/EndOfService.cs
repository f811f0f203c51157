namespace TokenPricing.Reports;

/// <summary>Says when a model's maker takes it out of service.</summary>
internal static class EndOfService
{
    // Makers state a first day on which a model may end a year and more before; until then it is no news.
    private static readonly Period Notice = Period.FromDays(90);

    /// <summary>
    /// Returns a sentence about the end of a model that its maker had announced by a day, or that may come within 90 days of it;
    /// <see langword="null"/> if nothing is known of an end, or it is further away.
    /// </summary>
    public static string? Sentence(Model model, LocalDate on)
    {
        if (model.Facts.Retired is not { } retired)
        {
            return null;
        }

        string maker = model.Facts.Developer ?? "Its maker";
        if (model.Facts.Deprecated is { } announced && announced.Earliest <= on)
        {
            string takes = retired.Earliest <= on ? "took" : "takes";
            return $"{maker} {takes} {model.Name} out of service on {retired}, announced {announced}.";
        }

        return HasEnded(model, on) ? $"{maker} took {model.Name} out of service on {retired}."
            : on < retired.Earliest - Notice || model.Facts.Deprecated is not null ? null
            : $"{maker} keeps {model.Name} in service until {retired} at least.";
    }

    /// <summary>Returns a caution with the sentences about models; empty if there is none.</summary>
    public static IEnumerable<ReportBlock> Caution(LocalDate on, params IEnumerable<Model> models)
    {
        string[] ends = [.. models.Select(m => Sentence(m, on)).OfType<string>().Distinct()];
        return ends.Length == 0 ? [] : [new Paragraph($"A caution: {string.Join(' ', ends)}")];
    }

    /// <summary>
    /// Returns a caution about a price of the maker's own for a day on which it no longer serves the model; <see langword="null"/> if it
    /// does, or if another sells the offer.
    /// </summary>
    public static string? Caution(Offer offer, LocalDate on) =>
        offer.Model.Facts is { Retired: { } retired, Deprecated: var announced, Developer: { } maker }
        && offer.Provider.Makes.Contains(maker, StringComparer.OrdinalIgnoreCase)
        && retired.Earliest <= on && (announced is not null || HasEnded(offer.Model, on))
            ? $"A caution: {Sentence(offer.Model, on)}"
            : null;

    /// <summary>Returns whether the maker's own offers have ended.</summary>
    private static bool HasEnded(Model model, LocalDate on)
    {
        Instant at = on.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        string maker = model.Facts.Developer ?? "";
        Offer[] own = [.. model.Offers.Where(o => o.Provider.Makes.Contains(maker, StringComparer.OrdinalIgnoreCase))];
        return own.Length > 0 && Array.TrueForAll(own, o => o.StatusAt(at) == OfferStatus.Retired);
    }
}
