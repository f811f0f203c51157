using NodaTime;

namespace TokenPricing.Data;

/// <summary>
/// The rules that a catalog's facts must keep, beyond what the type of each value says: unique ids, references that resolve,
/// ranges, and prices that do not contradict each other.
/// </summary>
internal sealed class RowChecker
{
    private readonly CatalogRows _facts;
    private readonly HashSet<string> _sources;
    private readonly HashSet<string> _providers;
    private readonly HashSet<string> _models;
    private readonly HashSet<RowKey> _pricedOffers;
    private readonly List<PriceDataError> _errors = [];

    private readonly Func<string, int, long?> _line;
    private readonly Func<string, long, bool> _isDoubtful;

    private RowChecker(CatalogRows facts, Func<string, int, long?> line, Func<string, long, bool> isDoubtful)
    {
        _facts = facts;
        _line = line;
        _isDoubtful = isDoubtful;
        _sources = new HashSet<string>(facts.Sources.Select(s => s.Id), StringComparer.OrdinalIgnoreCase);
        _providers = new HashSet<string>(facts.Providers.Select(p => p.Id), StringComparer.OrdinalIgnoreCase);
        _pricedOffers = [.. facts.Rates.Select(r => new RowKey(r.Model, r.Provider))];
        _models = new HashSet<string>(facts.Models.Select(m => m.Id), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Everything that is wrong with the facts; the file of an error is the one that holds its table.</summary>
    /// <param name="facts">The facts.</param>
    /// <param name="line">The line of a file that a row of its table comes from; <see langword="null"/>: the facts come from no file.</param>
    /// <param name="isDoubtful">Whether a line was misread, so that its row contradicts no other.</param>
    public static IReadOnlyList<PriceDataError> Check(
        CatalogRows facts, Func<string, int, long?>? line = null, Func<string, long, bool>? isDoubtful = null)
    {
        RowChecker checker = new(facts, line ?? ((_, _) => null), isDoubtful ?? ((_, _) => false));
        checker.CheckNames();
        checker.CheckModels();
        checker.CheckOffers();
        checker.CheckRates();
        checker.CheckOpinions();
        return checker._errors;
    }

    private void CheckNames()
    {
        Each("sources.csv", _facts.Sources, (row, source) =>
        {
            row.Filled("id", source.Id);
            row.Filled("title", source.Title);
            row.Text("address", source.Address);
            row.Text("license", source.License);
        });
        Unique("sources.csv", "id", _facts.Sources, s => s.Id.ToUpperInvariant(), s => s.Id);
        Each("providers.csv", _facts.Providers, (row, provider) =>
        {
            row.Filled("id", provider.Id);
            row.Filled("name", provider.Name);
            row.Words("aliases", provider.Aliases);
            row.Words("addresses", provider.Addresses);
            row.Must(!Provider.IsUnnamedId(provider.Id), "id", provider.Id, "another id: this one stands for a provider that a source does not name");
        });
        Unique("providers.csv", "id", _facts.Providers, p => p.Id.ToUpperInvariant(), p => p.Id);
        CheckProviderAliases();
    }

    private void CheckProviderAliases()
    {
        Dictionary<string, string> owners = new(StringComparer.OrdinalIgnoreCase);
        foreach (ProviderRow provider in _facts.Providers)
        {
            owners.TryAdd(provider.Id, provider.Id);
        }

        Each("providers.csv", _facts.Providers, (row, provider) =>
        {
            foreach (string alias in provider.Aliases)
            {
                bool isFree = owners.TryAdd(alias, provider.Id);
                row.Must(isFree, "aliases", alias, $"a name that is not already one of {owners[alias]}");
            }
        });
    }

    private void CheckModels()
    {
        Dictionary<string, string?> bases = new(StringComparer.OrdinalIgnoreCase);
        foreach (ModelRow model in _facts.Models)
        {
            bases[model.Id] = model.Base;
        }

        Each("models.csv", _facts.Models, (row, model) =>
        {
            row.Filled("id", model.Id);
            row.Filled("name", model.Name);
            row.Text("developer", model.Developer);
            row.Text("parameters", model.Parameters);
            row.Text("architecture", model.Architecture);
            row.Text("license", model.License);
            row.Words("input_modalities", model.InputModalities);
            row.Words("output_modalities", model.OutputModalities);
            row.AtLeast(1, "context_window", model.ContextWindow);
            row.AtLeast(1, "total_parameters", model.TotalParameters);
            row.AtLeast(1, "active_parameters", model.ActiveParameters);
            if (model.ActiveParameters > model.TotalParameters)
            {
                row.Wrong("active_parameters", CellText.Of(model.ActiveParameters), $"at most the total of {CellText.Of(model.TotalParameters)}");
            }

            row.Source(model.Source);
            if (model.Base is { } origin)
            {
                row.Model(origin, column: "base");
                row.Must(bases.GetValueOrDefault(origin) is null, "base", origin, "a model of its own, not itself a form of another");
            }
        });
        Unique("models.csv", "id", _facts.Models, m => m.Id.ToUpperInvariant(), m => m.Id);
        Each("aliases.csv", _facts.Aliases, (row, alias) =>
        {
            row.Filled("name", alias.Name);
            row.Model(alias.Model);
            if (alias.Provider is { } provider)
            {
                row.Provider(provider, mayBeUnnamed: false);
            }

            row.Source(alias.Source);
        });
        Unique("aliases.csv", "name", _facts.Aliases, a => new RowKey(a.Name, a.Provider ?? ""), a => a.Name);
        Each("capabilities.csv", _facts.Capabilities, (row, fact) =>
        {
            row.Model(fact.Model);
            row.Filled("capability", fact.Capability);
            row.Source(fact.Source);
        });
        Unique("capabilities.csv", "capability", _facts.Capabilities, c => new RowKey(c.Model, c.Capability, c.Recorded), c => c.Capability);
    }

    private void CheckOffers()
    {
        Each("offers.csv", _facts.Offers, (row, offer) =>
        {
            row.Model(offer.Model);
            row.Provider(offer.Provider, mayBeUnnamed: false);
            if (offer.Retired <= offer.From)
            {
                row.Wrong("retired", CellText.Of(offer.Retired), $"a date after {CellText.Of(offer.From)}, on which the offer begins");
            }

            row.Source(offer.Source);
        });
        Unique("offers.csv", "provider", _facts.Offers, o => new RowKey(o.Model, o.Provider, o.Recorded), o => o.Provider);
    }

    private void CheckRates()
    {
        Each("rates.csv", _facts.Rates, (row, rate) =>
        {
            row.Model(rate.Model);
            row.Provider(rate.Provider, mayBeUnnamed: true);
            row.ZeroOrMore("usd", rate.Rate.Usd, "zero (free) or more");
            row.Period(rate);
            row.Source(rate.Source);
            foreach (string source in rate.ConfirmedBy)
            {
                row.Source(source, column: "confirmed_by");
                row.Must(!string.Equals(source, rate.Source, StringComparison.OrdinalIgnoreCase), "confirmed_by", source, "another source than that of the row");
            }
        });
        Each("disputes.csv", _facts.Disputes, (row, dispute) =>
        {
            row.Model(dispute.Model);
            row.Provider(dispute.Provider, mayBeUnnamed: true);
            row.ZeroOrMore("usd", dispute.Rate.Usd);
            row.Filled("reason", dispute.Reason);
            row.Source(dispute.Source);
        });
        NoOverlaps("rates.csv", _facts.Rates, r => (r.Meter, r.Condition), "meter on the same condition");
        Each("tier_multiples.csv", _facts.TierMultiples, (row, multiple) =>
        {
            row.Model(multiple.Model);
            row.Provider(multiple.Provider, mayBeUnnamed: true);
            row.Must(multiple.Tier != ServiceTier.Standard, "service_tier", "standard", "another tier than the one that is multiplied");
            row.ZeroOrMore("multiple", multiple.Multiple);
            row.Period(multiple);
            row.Source(multiple.Source);
            row.Must(HasRate(multiple), "model", multiple.Model, "an offer that has rates to multiply");
        });
        NoOverlaps("tier_multiples.csv", _facts.TierMultiples, m => m.Tier, "tier");
        Each("regional_uplifts.csv", _facts.RegionalUplifts, (row, uplift) =>
        {
            row.Model(uplift.Model);
            row.Provider(uplift.Provider, mayBeUnnamed: true);
            row.Filled("region", uplift.Region);
            row.ZeroOrMore("multiple", uplift.Multiple);
            row.Period(uplift);
            row.Source(uplift.Source);
            row.Must(HasRate(uplift), "model", uplift.Model, "an offer that has rates to multiply");
        });
        NoOverlaps("regional_uplifts.csv", _facts.RegionalUplifts, u => u.Region.ToUpperInvariant(), "region");
    }

    private bool HasRate(IDatedRow row) => _pricedOffers.Contains(new RowKey(row.Model, row.Provider));

    // Two rows of one thing, learned on the same day, that both claim an instant contradict each other.
    private void NoOverlaps<T, TKey>(string file, IReadOnlyList<T> rows, Func<T, TKey> thing, string name)
        where T : IDatedRow
    {
        Dictionary<(RowKey, TKey), int> first = new(rows.Count);
        Dictionary<(RowKey, TKey), List<int>> several = [];
        for (int i = 0; i < rows.Count; i++)
        {
            (RowKey, TKey) key = (new RowKey(rows[i].Model, rows[i].Provider, rows[i].Recorded), thing(rows[i]));
            if (IsDoubtful(file, i) || first.TryAdd(key, i))
            {
                continue;
            }

            if (!several.TryGetValue(key, out List<int>? same))
            {
                several[key] = same = [first[key]];
            }

            same.Add(i);
        }

        foreach (List<int> same in several.Values.OrderBy(s => s[0]))
        {
            (Instant End, int Index)? reach = null;
            foreach (int index in same.OrderBy(i => rows[i].From ?? Instant.MinValue).ThenBy(i => i))
            {
                T row = rows[index];
                Instant end = row.To ?? Instant.MaxValue;
                if (reach is { } r && (row.From ?? Instant.MinValue) < r.End)
                {
                    Add(file, index, "from", CellText.Of(row.From), $"a period that does not overlap that of {Place(file, r.Index)} (the same {name}, recorded the same day)");
                }

                if (reach is null || end > reach.Value.End)
                {
                    reach = (end, index);
                }
            }
        }
    }

    private void CheckOpinions()
    {
        Each("provider_counts.csv", _facts.ProviderCounts, (row, count) =>
        {
            row.Model(count.Model);
            row.AtLeast(0, "providers", count.Providers);
            row.Source(count.Source);
        });
        Unique("provider_counts.csv", "model", _facts.ProviderCounts, c => new RowKey(c.Model, "", c.Recorded), c => c.Model);
        Each("panel.csv", _facts.PanelVotes, (row, vote) =>
        {
            row.Model(vote.Model);
            row.Filled("reviewer", vote.Reviewer);
            row.Source(vote.Source);
        });
        Unique("panel.csv", "reviewer", _facts.PanelVotes, v => new RowKey(v.Model, v.Reviewer), v => v.Reviewer);
        Each("community_votes.csv", _facts.CommunityVotes, (row, votes) =>
        {
            row.Model(votes.Model);
            row.AtLeast(0, "ship_votes", votes.ShipVotes);
            row.AtLeast(0, "skip_votes", votes.SkipVotes);
            row.Source(votes.Source);
        });
        Unique("community_votes.csv", "model", _facts.CommunityVotes, v => new RowKey(v.Model, "", v.Recorded), v => v.Model);
        Each("subscriptions.csv", _facts.Subscriptions, (row, plan) =>
        {
            row.Filled("seller", plan.Seller);
            row.Filled("plan", plan.Plan);
            row.Words("models", plan.Models);
            row.ZeroOrMore("usd", plan.Price.Amount);
            foreach (string model in plan.Models)
            {
                row.Model(model, column: "models");
            }

            row.Source(plan.Source);
        });
        Unique("subscriptions.csv", "plan", _facts.Subscriptions, s => (new RowKey(s.Seller, s.Plan, s.Recorded), s.Period), s => s.Plan);
        Each("benchmarks.csv", _facts.Benchmarks, (row, score) =>
        {
            row.Model(score.Model);
            row.Filled("benchmark", score.Benchmark);
            row.Text("unit", score.Unit);
            row.Source(score.Source);
        });
        Unique("benchmarks.csv", "benchmark", _facts.Benchmarks, b => new RowKey(b.Model, b.Benchmark, b.Recorded), b => b.Benchmark);
    }

    private void Each<T>(string file, IReadOnlyList<T> rows, Action<Row, T> check)
    {
        for (int i = 0; i < rows.Count; i++)
        {
            check(new Row(this, file, i), rows[i]);
        }
    }

    private void Unique<T, TKey>(string file, string column, IReadOnlyList<T> rows, Func<T, TKey> key, Func<T, string> value)
        where TKey : notnull
    {
        Dictionary<TKey, int> seen = [];
        for (int i = 0; i < rows.Count; i++)
        {
            if (!IsDoubtful(file, i) && !seen.TryAdd(key(rows[i]), i))
            {
                Add(file, i, column, value(rows[i]), $"no second row for what {Place(file, seen[key(rows[i])])} says already");
            }
        }
    }

    private void Add(string file, int row, string column, string? value, string expected) =>
        _errors.Add(_line(file, row) is { } line
            ? new PriceDataError(file, line, null, column, value, expected)
            : new PriceDataError(file, null, row, column, value, expected));

    private bool IsDoubtful(string file, int row) => _line(file, row) is { } line && _isDoubtful(file, line);

    private string Place(string file, int row) => _line(file, row) is { } line ? $"line {line}" : $"row {row}";

    private readonly struct Row(RowChecker checker, string file, int index)
    {
        public void Must(bool holds, string column, string? value, string expected)
        {
            if (!holds)
            {
                Wrong(column, value, expected);
            }
        }

        public void Wrong(string column, string? value, string expected) => checker.Add(file, index, column, value, expected);

        public void ZeroOrMore(string column, decimal value, string expected = "zero or more")
        {
            if (value < 0)
            {
                Wrong(column, DecimalText.Format(value), expected);
            }
        }

        public void Filled(string column, string value)
        {
            Must(value.Length > 0, column, null, "a value");
            Text(column, value);
        }

        // What stands in a cell must come back as it was, and show in one line.
        public void Text(string column, string? value) => Must(
            value is null or "" || (value.AsSpan().Trim().Length == value.Length && !Has(value, char.IsControl)), column, value,
            "text without control characters or white space around it");

        // Lists stand in one cell, their words parted by spaces.
        public void Words(string column, IEnumerable<string> words)
        {
            foreach (string word in words)
            {
                Must(word.Length > 0 && !Has(word, c => char.IsWhiteSpace(c) || char.IsControl(c)), column, word, "words without white space in them");
            }
        }

        public void Period(IDatedRow row)
        {
            if (row.To <= row.From)
            {
                Wrong("to", CellText.Of(row.To), $"an instant after {CellText.Of(row.From)}, at which the period begins");
            }
        }

        public void AtLeast(long least, string column, long? value)
        {
            if (value < least)
            {
                Wrong(column, CellText.Of(value), $"{CellText.Of(least)} or more");
            }
        }

        public void Source(string id, string column = "source") => Reference(checker._sources, column, id, "the id of a row of sources.csv.");

        public void Model(string id, string column = "model") => Reference(checker._models, column, id, "the id of a row of models.csv.");

        public void Provider(string id, bool mayBeUnnamed)
        {
            if (!(mayBeUnnamed && TokenPricing.Provider.IsUnnamedId(id)))
            {
                const string Expected = "the id of a row of providers.csv";
                const string OrUnnamed = $"{Expected}, or '{TokenPricing.Provider.UnnamedId}' where the source does not name the provider.";
                Reference(checker._providers, "provider", id, mayBeUnnamed ? OrUnnamed : Expected + ".");
            }
        }

        private static bool Has(string text, Func<char, bool> wrong)
        {
            foreach (char c in text)
            {
                if (wrong(c))
                {
                    return true;
                }
            }

            return false;
        }

        private void Reference(HashSet<string> known, string column, string id, string expected)
        {
            if (!known.Contains(id))
            {
                Wrong(column, id, expected + SimilarNames.Question(SimilarNames.Of(id, known)));
            }
        }
    }

    // What a row is about, which no other row may be: names are compared without regard to case.
    private readonly record struct RowKey(string First, string Second, LocalDate Recorded = default)
    {
        public bool Equals(RowKey other) =>
            Recorded == other.Recorded
            && string.Equals(First, other.First, StringComparison.OrdinalIgnoreCase)
            && string.Equals(Second, other.Second, StringComparison.OrdinalIgnoreCase);

        public override int GetHashCode() =>
            HashCode.Combine(NameHash.Of(First, Second), Recorded);
    }
}
