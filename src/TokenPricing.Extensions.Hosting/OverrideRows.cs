namespace TokenPricing.Extensions.Hosting;

/// <summary>Turns the prices, models and aliases of options into rows that are laid over a catalog.</summary>
/// <param name="options">The options.</param>
/// <param name="under">The catalog that the rows are laid over.</param>
/// <param name="source">The source of the rows, which receipts name.</param>
/// <param name="failures">Receives a message for each wrong option.</param>
internal sealed class OverrideRows(PricingOptions options, PriceCatalog under, PriceSource source, List<string> failures)
{
    private readonly List<ProviderRow> _providers = [];
    private readonly List<ModelRow> _models = [];
    private readonly List<RateRow> _rates = [];
    private readonly List<AliasRow> _aliases = [];
    private readonly Dictionary<(string File, int Row), string> _keys = [];

    // The day of the rows is that of the catalog below, so that overrides do not change the age of the prices.
    private LocalDate Recorded => under.RecordedThrough ?? LocalDate.MinIsoValue;

    /// <summary>Returns the catalog with the rows laid over it; the catalog itself if there are no rows or they are wrong.</summary>
    public PriceCatalog Lay()
    {
        if (options.Prices.Count + options.Models.Count + options.Aliases.Count == 0)
        {
            return under;
        }

        int before = failures.Count;
        AddModels();
        AddPrices();
        AddAliases();
        if (failures.Count > before)
        {
            return under;
        }

        try
        {
            return under.With(new CatalogRows
            {
                Sources = [source],
                Providers = [.. _providers],
                Models = [.. _models],
                Rates = [.. _rates],
                Aliases = [.. _aliases],
            });
        }
        catch (PriceDataException e)
        {
            failures.AddRange(e.Errors.Select(Words));
            return under;
        }
    }

    /// <summary>Returns the discounts at providers that the catalog or the rows have.</summary>
    public (ProviderId Provider, Percentage Discount)[] Discounts()
    {
        List<(ProviderId Provider, Percentage Discount)> discounts = [];
        foreach ((string provider, Percentage discount) in options.Discounts)
        {
            string key = $"{options.Path}{nameof(options.Discounts)}:{provider}";
            if (discount.Fraction is < 0 or > 1)
            {
                failures.Add($"{key} is '{discount}'; expected a percentage from 0 % to 100 %.");
            }
            else if (Known(key, provider) is { } id)
            {
                discounts.Add((id, discount));
            }
        }

        return [.. discounts];
    }

    /// <summary>Adds the negotiated prices, which must be of offers in the catalog.</summary>
    private void AddPrices()
    {
        foreach ((int i, NegotiatedPrice price) in options.Prices.Index())
        {
            string key = price.Key ?? $"{options.Path}{nameof(options.Prices)}:{i}";
            if (!IsFilled(key, nameof(price.Provider), price.Provider) | !IsFilled(key, nameof(price.Model), price.Model))
            {
                continue;
            }

            try
            {
                Offer offer = under.Offer(price.Provider, price.Model);
                AddRates(key, price, offer.Model.Id.Value, offer.Provider.Id.Value);
            }
            catch (PricingException e)
            {
                failures.Add($"{key} is a price of '{price.Provider}/{price.Model}'; expected an offer of the catalog. {e.Message} An "
                    + $"offer that the catalog does not have goes to {nameof(options.Models)}.");
            }
        }
    }

    /// <summary>Adds the private models, which must not be offers in the catalog.</summary>
    private void AddModels()
    {
        foreach ((int i, PrivateModel model) in options.Models.Index())
        {
            string key = model.Key ?? $"{options.Path}{nameof(options.Models)}:{i}";
            if (!IsFilled(key, nameof(model.Provider), model.Provider) | !IsFilled(key, nameof(model.Model), model.Model))
            {
                continue;
            }

            if (under.TryGetOffer(model.Provider, model.Model, out Offer? known))
            {
                failures.Add(
                    $"{key} is '{known}', which the catalog has already; a negotiated price of it goes to {nameof(options.Prices)}.");
                continue;
            }

            if (model.ProviderName is { } name && !IsProvider(model.Provider))
            {
                _keys[("providers.csv", _providers.Count)] = $"{key}:{nameof(model.Provider)}";
                _providers.Add(new ProviderRow(model.Provider, name));
            }

            if (!IsModel(model.Model))
            {
                _keys[("models.csv", _models.Count)] = $"{key}:{nameof(model.Model)}";
                _models.Add(new ModelRow(model.Model, model.Name ?? model.Model, source.Id, Recorded));
            }

            if (Known(
                $"{key}:{nameof(model.Provider)}",
                model.Provider,
                $" A new one needs its name for people as {nameof(model.ProviderName)}.") is { } provider)
            {
                AddRates(key, model, model.Model, provider);
            }
        }
    }

    /// <summary>Adds the aliases, which must be of known models.</summary>
    private void AddAliases()
    {
        foreach ((int i, PrivateAlias alias) in options.Aliases.Index())
        {
            string key = alias.Key ?? $"{options.Path}{nameof(options.Aliases)}:{i}";
            if (!IsFilled(key, nameof(alias.Name), alias.Name) | !IsFilled(key, nameof(alias.Model), alias.Model))
            {
                continue;
            }

            if (!IsModel(alias.Model))
            {
                IReadOnlyList<string> near = SimilarNames.Of(alias.Model, under.Models.Select(m => m.Id.Value));
                failures.Add($"{key}:{nameof(alias.Model)} is '{alias.Model}'; expected the id of a model of the "
                    + $"catalog.{SimilarNames.Question(near)}");
            }

            if (alias.Provider is null || Known($"{key}:{nameof(alias.Provider)}", alias.Provider) is not null)
            {
                _keys[("aliases.csv", _aliases.Count)] = $"{key}:{nameof(alias.Name)}";
                _aliases.Add(new AliasRow(alias.Name, alias.Model, alias.Provider, source.Id, Recorded));
            }
        }
    }

    /// <summary>Adds the rates of an offer.</summary>
    private void AddRates(string key, OwnRates price, string model, string provider)
    {
        if (price.Rates.Count == 0)
        {
            failures.Add(
                $"{key}:{nameof(price.Rates)} is missing; expected at least one rate, such as {Meter.Input}: 2.50 (US dollars per 1M).");
        }

        if (price.To <= price.From)
        {
            failures.Add($"{key}:{nameof(price.To)} is '{InstantText.Of(price.To)}'; expected an instant after "
                + $"{nameof(price.From)}, {InstantText.Of(price.From)}.");
        }

        foreach ((Meter meter, Rate rate) in price.Rates)
        {
            string rateKey = $"{key}:{nameof(price.Rates)}:{meter}";
            if (rate < Rate.Free)
            {
                failures.Add($"{rateKey} is '{rate}'; expected zero (free) or more.");
            }

            _keys[("rates.csv", _rates.Count)] = rateKey;
            _rates.Add(
                new RateRow(model, provider, meter, rate, source.Id, Recorded, price.From, price.To) { Condition = price.Condition });
        }
    }

    /// <summary>Returns whether a required setting is not empty, and adds an error if it is.</summary>
    private bool IsFilled(string key, string name, string value)
    {
        if (value.Length == 0)
        {
            failures.Add($"{key}:{name} is missing; expected {(name == nameof(PrivateAlias.Name) ? "a name" : "an id")}.");
        }

        return value.Length > 0;
    }

    /// <summary>Returns whether the catalog or the rows have a provider.</summary>
    private bool IsProvider(string id) => under.TryGetProvider(id, out _) || _providers.Exists(p => Same(p.Id, id));

    /// <summary>Returns whether the catalog or the rows have a model.</summary>
    private bool IsModel(string id) => under.TryGetModel(id, out _) || _models.Exists(m => Same(m.Id, id));

    /// <summary>
    /// Returns the id of a known provider; <see langword="null"/> for an unknown one, which is added to the errors with similar ids.
    /// </summary>
    private string? Known(string key, string provider, string otherwise = "")
    {
        if (IsProvider(provider))
        {
            return provider;
        }

        IReadOnlyList<string> near = SimilarNames.Of(provider, under.Providers.Select(p => p.Id.Value));
        failures.Add($"{key} is '{provider}'; expected the id of a provider of the catalog.{SimilarNames.Question(near)}{otherwise}");
        return null;
    }

    /// <summary>Returns an error in the rows as an error of the setting that they come from.</summary>
    private string Words(PriceDataError error)
    {
        string key = error.Row is { } row && _keys.TryGetValue((error.File, row), out string? known) ? known : options.Path.TrimEnd(':');
        return (error.File, error.Column) switch
        {
            ("rates.csv", "from") => $"{key} is given twice for the same time; expected one rate, or periods "
                + $"({nameof(NegotiatedPrice.From)}, {nameof(NegotiatedPrice.To)}) that do not overlap.",
            ("aliases.csv", "name") when error.Row is { } alias && IsGivenTwice(alias) =>
                $"{key} is '{error.Value}', which is given twice; expected each name once.",
            _ => $"{key}: {error.Column} is '{error.Value}'; expected {error.Expected}.",
        };
    }

    /// <summary>Returns whether an earlier row has the same alias.</summary>
    private bool IsGivenTwice(int row) =>
        _aliases.Take(row).Any(a => Same(a.Name, _aliases[row].Name) && Same(a.Provider ?? "", _aliases[row].Provider ?? ""));

    /// <summary>Compares two ids without regard to letter case.</summary>
    private static bool Same(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
