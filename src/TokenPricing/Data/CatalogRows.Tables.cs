namespace TokenPricing.Data;

/// <summary>The tables of a price folder, as in <c>pricing-data/README.md</c>. Each description is created on first use.</summary>
/// <remarks>
/// A description holds the file's name, how a line becomes a row, the columns as they are written, what a row is about, and the checks of a
/// row by itself. Reading, writing, checking and overlaying loop over <see cref="All"/>.
/// </remarks>
internal static class CatalogTables
{
    /// <summary>The words of the columns that allow only certain ones.</summary>
    private static readonly CsvWord<bool>[] YesNo = [new("yes", true), new("no", false)];
    private static readonly CsvWord<bool>[] Occasions = [new("reasoned", true)];
    private static readonly CsvWord<bool>[] Entries = [new("free", true), new("paid", false)];
    private static readonly CsvWord<bool>[] Verdicts = [new("ship", true), new("skip", false)];
    private static readonly CsvWord<bool>[] Bases = [new("stated", false), new("inferred", true)];
    private static readonly CsvWord<SellerKind>[] SellerKinds = WordsOf<SellerKind>();
    private static readonly CsvWord<ModelKind>[] ModelKinds = WordsOf<ModelKind>();

    private static readonly CsvWord<bool>[] Periods = [new("month", false), new("year", true)];

    /// <summary>Every table, in the order in which tables are read, written and checked.</summary>
    /// <remarks>To add a table, write the type of its rows, its description here, and its property in <see cref="CatalogRows"/>.</remarks>
    public static IReadOnlyList<Table> All => field ??=
    [
        Sources, Providers, Models, Aliases, Capabilities, Offers, Rates, Disputes, TierMultiples, RegionalUplifts,
        ProviderCounts, PanelVotes, CommunityVotes, Subscriptions, Benchmarks,
    ];

    /// <summary>Where the other rows come from; one row for each id. Rows of every dated table refer to it.</summary>
    public static Table<PriceSource> Sources => field ??= new(new(
        "sources.csv", required: true,
        r => new(r.Text("id"), r.Text("title"), r.OptionalText("address"), r.OptionalDate("reviewed"), r.OptionalText("license")),
        new("id", s => s.Id), new("title", s => s.Title), new("address", s => s.Address),
        new("reviewed", s => CellText.Of(s.Reviewed)), new("license", s => s.License)))
    {
        IsReferredTo = true,
        Subject = s => new(s.Id),
        CheckRow = (row, source) =>
        {
            row.Filled("id", source.Id);
            row.Filled("title", source.Title);
            row.Text("address", source.Address);
            row.Text("license", source.License);
        },
    };

    /// <summary>The providers; one row for each id. No id or alias may name two providers.</summary>
    public static Table<ProviderRow> Providers => field ??= new(new(
        "providers.csv", required: true, r => new(r.Text("id"), r.Text("name"))
        {
            Aliases = r.Words("aliases"),
            Addresses = r.Words("addresses"),
            Kind = r.OptionalWord("kind", SellerKinds),
            Makes = [.. r.Text("makes").Split('|', StringSplitOptions.RemoveEmptyEntries)],
        },
        new("id", p => p.Id), new("name", p => p.Name),
        new("aliases", p => string.Join(' ', p.Aliases), IsOptional: true),
        new("addresses", p => string.Join(' ', p.Addresses), IsOptional: true),
        new("kind", p => Text(p.Kind, SellerKinds), IsOptional: true),
        new("makes", p => string.Join('|', p.Makes), IsOptional: true)))
    {
        IsReferredTo = true,
        Subject = p => new(p.Id),
        CheckRow = (row, provider) =>
        {
            row.Filled("id", provider.Id);
            row.Filled("name", provider.Name);
            row.Words("aliases", provider.Aliases);
            row.Words("addresses", provider.Addresses);
            row.Must(
                provider.Id != ProviderId.Unnamed, "id", provider.Id,
                "another id: this one stands for a provider that a source does not name");
            foreach (string alias in provider.Aliases)
            {
                row.ProviderName(alias, provider.Id);
            }
        },
    };

    /// <summary>The models and their variants; one row for each id. The base of a variant must not be a variant itself.</summary>
    /// <remarks><c>PriceCatalog.AsKnownOn</c> also keeps models recorded later if rows known by then are about them.</remarks>
    public static Table<ModelRow> Models => field ??= new(new(
        "models.csv", required: true, r => new(r.Text("id"), r.Text("name"), r.Text("source"), r.Date("recorded"))
        {
            Developer = r.OptionalText("developer"),
            Released = r.OptionalPartialDate("released"),
            ContextWindow = r.OptionalCount("context_window"),
            Parameters = r.OptionalText("parameters"),
            TotalParameters = r.OptionalCount("total_parameters"),
            ActiveParameters = r.OptionalCount("active_parameters"),
            Architecture = r.OptionalText("architecture"),
            License = r.OptionalText("license"),
            OpenWeights = r.OptionalWord("open_weights", YesNo),
            KnowledgeCutoff = r.OptionalPartialDate("knowledge_cutoff"),
            InputModalities = r.Words("input_modalities"),
            OutputModalities = r.Words("output_modalities"),
            IsFreeToUse = r.OptionalWord("entry", Entries),
            Base = r.OptionalText("base"),
            Kind = r.OptionalWord("kind", ModelKinds),
            MaxOutput = r.OptionalCount("max_output"),
            Deprecated = r.OptionalPartialDate("deprecated"),
            Retired = r.OptionalPartialDate("retired"),
            ServiceTier = r.OptionalServiceTier("service_tier"),
        },
        new("id", m => m.Id), new("name", m => m.Name), new("developer", m => m.Developer), new("released", m => m.Released?.ToString()),
        new("context_window", m => CellText.Of(m.ContextWindow)), new("parameters", m => m.Parameters),
        new("total_parameters", m => CellText.Of(m.TotalParameters)), new("active_parameters", m => CellText.Of(m.ActiveParameters)),
        new("architecture", m => m.Architecture), new("license", m => m.License), new("open_weights", m => Text(m.OpenWeights, YesNo)),
        new("knowledge_cutoff", m => m.KnowledgeCutoff?.ToString()),
        new("input_modalities", m => string.Join(' ', m.InputModalities)),
        new("output_modalities", m => string.Join(' ', m.OutputModalities)),
        new("entry", m => Text(m.IsFreeToUse, Entries)), new("source", m => m.Source), new("recorded", m => CellText.Of(m.Recorded)),
        new("base", m => m.Base, IsOptional: true), new("kind", m => Text(m.Kind, ModelKinds), IsOptional: true),
        new("max_output", m => CellText.Of(m.MaxOutput), IsOptional: true),
        new("deprecated", m => m.Deprecated?.ToString(), IsOptional: true),
        new("retired", m => m.Retired?.ToString(), IsOptional: true), new("service_tier", m => Text(m.ServiceTier), IsOptional: true)))
    {
        IsReferredTo = true,
        IsKnownByDate = false,
        Recorded = m => m.Recorded,
        Subject = m => new(m.Id),
        CheckRow = (row, model) =>
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
            row.AtLeast(1, "max_output", model.MaxOutput);
            row.AtLeast(1, "total_parameters", model.TotalParameters);
            row.AtLeast(1, "active_parameters", model.ActiveParameters);
            if (model.ActiveParameters > model.TotalParameters)
            {
                string total = CellText.Of(model.TotalParameters)!;
                row.Wrong("active_parameters", CellText.Of(model.ActiveParameters), $"at most the total of {total}");
            }

            row.Source(model.Source);
            if (model.Base is { } origin)
            {
                row.BaseModel(origin);
            }
            else
            {
                row.Must(
                    model.ServiceTier == ServiceTier.Standard, "service_tier", model.ServiceTier.Value,
                    "empty: only a variant, which has a base, stands for a tier");
            }
        },
    };

    /// <summary>Other names of models; one row for each name and provider.</summary>
    /// <remarks>A name says nothing about a price, so that <c>PriceCatalog.AsKnownOn</c> keeps those of every model it keeps.</remarks>
    public static Table<AliasRow> Aliases => field ??= new(new(
        "aliases.csv", required: false,
        r => new(r.Text("name"), r.Text("model"), r.OptionalText("provider"), r.Text("source"), r.Date("recorded")),
        new("name", a => a.Name), new("model", a => a.Model), new("provider", a => a.Provider), new("source", a => a.Source),
        new("recorded", a => CellText.Of(a.Recorded))))
    {
        IsKnownByDate = false,
        Recorded = a => a.Recorded,
        Subject = a => new(a.Name, a.Provider ?? ""),
        SubjectColumn = "name",
        CheckRow = (row, alias) =>
        {
            row.Filled("name", alias.Name);
            row.Model(alias.Model);
            if (alias.Provider is { } provider)
            {
                row.Provider(provider, mayBeUnnamed: false);
            }

            row.Source(alias.Source);
        },
    };

    /// <summary>Capabilities of models; one row for each model, capability and day recorded.</summary>
    public static Table<CapabilityRow> Capabilities => field ??= new(new(
        "capabilities.csv", required: false,
        r => new(r.Text("model"), r.Text("capability"), r.Word("supported", YesNo), r.Text("source"), r.Date("recorded")),
        new("model", c => c.Model), new("capability", c => c.Capability), new("supported", c => Text(c.Supported, YesNo)),
        new("source", c => c.Source), new("recorded", c => CellText.Of(c.Recorded))))
    {
        Recorded = c => c.Recorded,
        HasHistory = true,
        Subject = c => new(c.Model, c.Capability),
        SubjectColumn = "capability",
        CheckRow = (row, capability) =>
        {
            row.Model(capability.Model);
            row.Filled("capability", capability.Capability);
            row.Source(capability.Source);
        },
    };

    /// <summary>First and last days of offers; one row for each model, provider and day recorded.</summary>
    public static Table<OfferRow> Offers => field ??= new(new(
        "offers.csv", required: false,
        r => new(
            r.Text("model"), r.Text("provider"), r.Text("source"), r.Date("recorded"), r.OptionalDate("from"), r.OptionalDate("retired")),
        new("model", o => o.Model), new("provider", o => o.Provider), new("from", o => CellText.Of(o.From)),
        new("retired", o => CellText.Of(o.Retired)), new("source", o => o.Source), new("recorded", o => CellText.Of(o.Recorded))))
    {
        Recorded = o => o.Recorded,
        HasHistory = true,
        Offer = o => new(o.Provider, o.Model),
        Subject = o => new(o.Model, o.Provider),
        SubjectColumn = "provider",
        CheckRow = (row, offer) =>
        {
            row.Model(offer.Model);
            row.Provider(offer.Provider, mayBeUnnamed: false);
            if (offer.Retired <= offer.From)
            {
                row.Wrong("retired", CellText.Of(offer.Retired), $"a date after {CellText.Of(offer.From)}, on which the offer begins");
            }

            row.Source(offer.Source);
        },
    };

    /// <summary>Prices; of one model, provider, meter and condition, the periods of rows recorded on one day must not overlap.</summary>
    public static Table<RateRow> Rates => field ??= new(new(
        "rates.csv", required: true,
        r => new(
            r.Text("model"), r.Text("provider"), r.Meter("meter"), r.Rate("usd", "per"), r.Text("source"), r.Date("recorded"),
            r.OptionalInstant("from"), r.OptionalInstant("to"))
        {
            Condition = Condition(r),
            ConfirmedBy = r.Words("confirmed_by"),
            Minimum = r.OptionalNumber("minimum") ?? 0,
            RoundedUpTo = r.OptionalNumber("rounded_up_to") ?? 0,
        },
        [
            new("model", r => r.Model), new("provider", r => r.Provider), new("meter", r => r.Meter.Id),
            new("usd", r => DecimalText.Format(r.Rate.Usd)), new("per", r => CellText.Of(r.Rate.Per)),
            new("from", r => CellText.Of(r.From)), new("to", r => CellText.Of(r.To)),
            new("source", r => r.Source), new("recorded", r => CellText.Of(r.Recorded)),
            .. ConditionColumns<RateRow>(r => r.Condition),
            new("confirmed_by", r => string.Join(' ', r.ConfirmedBy), IsOptional: true),
            new("minimum", r => r.Minimum == 0 ? null : DecimalText.Format(r.Minimum), IsOptional: true),
            new("rounded_up_to", r => r.RoundedUpTo == 0 ? null : DecimalText.Format(r.RoundedUpTo), IsOptional: true),
        ]))
    {
        Recorded = r => r.Recorded,
        Offer = r => new(r.Provider, r.Model),
        Subject = r => new(r.Model, r.Provider, (r.Meter, r.Condition)),
        During = (r, from, to) => r with { From = from, To = to },
        PeriodSubject = "meter on the same condition",
        CheckRow = (row, rate) =>
        {
            row.Model(rate.Model);
            row.Provider(rate.Provider, mayBeUnnamed: true);
            row.ZeroOrMore("usd", rate.Rate.Usd, "zero (free) or more");
            row.ZeroOrMore("minimum", rate.Minimum);
            row.ZeroOrMore("rounded_up_to", rate.RoundedUpTo);
            row.Period(rate);
            row.Source(rate.Source);
            foreach (string source in rate.ConfirmedBy)
            {
                row.Source(source, column: "confirmed_by");
                row.Must(
                    !string.Equals(source, rate.Source, StringComparison.OrdinalIgnoreCase), "confirmed_by", source,
                    "another source than that of the row");
            }
        },
    };

    /// <summary>Prices that are not used; rows never replace or contradict each other.</summary>
    public static Table<DisputedRateRow> Disputes => field ??= new(new(
        "disputes.csv", required: false,
        r => new(
            r.Text("model"), r.Text("provider"), r.Meter("meter"), r.Rate("usd", "per"), r.Text("reason"), r.Text("source"),
            r.Date("recorded"))
        {
            Condition = Condition(r),
        },
        [
            new("model", d => d.Model), new("provider", d => d.Provider), new("meter", d => d.Meter.Id),
            new("usd", d => DecimalText.Format(d.Rate.Usd)), new("per", d => CellText.Of(d.Rate.Per)), new("reason", d => d.Reason),
            new("source", d => d.Source), new("recorded", d => CellText.Of(d.Recorded)),
            .. ConditionColumns<DisputedRateRow>(d => d.Condition),
        ]))
    {
        Recorded = d => d.Recorded,
        CheckRow = (row, dispute) =>
        {
            row.Model(dispute.Model);
            row.Provider(dispute.Provider, mayBeUnnamed: true);
            row.ZeroOrMore("usd", dispute.Rate.Usd);
            row.Filled("reason", dispute.Reason);
            row.Source(dispute.Source);
        },
    };

    /// <summary>Multiples of service tiers, of offers with rates; periods as for <see cref="Rates"/>, for each offer and tier.</summary>
    public static Table<TierMultipleRow> TierMultiples => field ??= new(new(
        "tier_multiples.csv", required: false,
        r => new(
            r.Text("model"), r.Text("provider"), r.ServiceTier("service_tier"), r.Number("multiple"), r.Text("source"),
            r.Date("recorded"), r.OptionalInstant("from"), r.OptionalInstant("to")),
        new("model", m => m.Model), new("provider", m => m.Provider),
        new("service_tier", m => m.Tier.Value),
        new("multiple", m => DecimalText.Format(m.Multiple)), new("from", m => CellText.Of(m.From)), new("to", m => CellText.Of(m.To)),
        new("source", m => m.Source), new("recorded", m => CellText.Of(m.Recorded))))
    {
        Recorded = m => m.Recorded,
        Offer = m => new(m.Provider, m.Model),
        Subject = m => new(m.Model, m.Provider, m.Tier),
        During = (m, from, to) => m with { From = from, To = to },
        PeriodSubject = "tier",
        CheckRow = (row, multiple) =>
        {
            row.Model(multiple.Model);
            row.Provider(multiple.Provider, mayBeUnnamed: true);
            row.Must(multiple.Tier != ServiceTier.Standard, "service_tier", "standard", "another tier than the one that is multiplied");
            row.ZeroOrMore("multiple", multiple.Multiple);
            row.Period(multiple);
            row.Source(multiple.Source);
            row.PricedOffer(multiple);
        },
    };

    /// <summary>Multiples of regions, of offers with rates; periods as for <see cref="Rates"/>, for each offer and region.</summary>
    public static Table<RegionalUpliftRow> RegionalUplifts => field ??= new(new(
        "regional_uplifts.csv", required: false,
        r => new(
            r.Text("model"), r.Text("provider"), r.Text("region"), r.Number("multiple"), r.Text("source"), r.Date("recorded"),
            r.OptionalInstant("from"), r.OptionalInstant("to")),
        new("model", u => u.Model), new("provider", u => u.Provider), new("region", u => u.Region),
        new("multiple", u => DecimalText.Format(u.Multiple)), new("from", u => CellText.Of(u.From)), new("to", u => CellText.Of(u.To)),
        new("source", u => u.Source), new("recorded", u => CellText.Of(u.Recorded))))
    {
        Recorded = u => u.Recorded,
        Offer = u => new(u.Provider, u.Model),
        Subject = u => new(u.Model, u.Provider, u.Region.ToUpperInvariant()),
        During = (u, from, to) => u with { From = from, To = to },
        PeriodSubject = "region",
        CheckRow = (row, uplift) =>
        {
            row.Model(uplift.Model);
            row.Provider(uplift.Provider, mayBeUnnamed: true);
            row.Filled("region", uplift.Region);
            row.ZeroOrMore("multiple", uplift.Multiple);
            row.Period(uplift);
            row.Source(uplift.Source);
            row.PricedOffer(uplift);
        },
    };

    /// <summary>Stated numbers of providers; one row for each model and day recorded.</summary>
    public static Table<StatedProviderCount> ProviderCounts => field ??= new(new(
        "provider_counts.csv", required: false,
        r => new(r.Text("model"), r.SmallCount("providers"), r.Text("source"), r.Date("recorded")),
        new("model", c => c.Model), new("providers", c => CellText.Of(c.Providers)),
        new("source", c => c.Source), new("recorded", c => CellText.Of(c.Recorded))))
    {
        Recorded = c => c.Recorded,
        HasHistory = true,
        Subject = c => new(c.Model),
        SubjectColumn = "model",
        CheckRow = (row, count) =>
        {
            row.Model(count.Model);
            row.AtLeast(0, "providers", count.Providers);
            row.Source(count.Source);
        },
    };

    /// <summary>Verdicts of reviewers; one row for each model and reviewer.</summary>
    public static Table<PanelVote> PanelVotes => field ??= new(new(
        "panel.csv", required: false,
        r => new(
            r.Text("model"), r.Text("reviewer"), r.Word("verdict", Verdicts), r.Word("basis", Bases), r.Text("source"), r.Date("recorded")),
        new("model", v => v.Model), new("reviewer", v => v.Reviewer), new("verdict", v => Text(v.Ships, Verdicts)),
        new("basis", v => Text(v.IsInferred, Bases)), new("source", v => v.Source), new("recorded", v => CellText.Of(v.Recorded))))
    {
        Recorded = v => v.Recorded,
        Subject = v => new(v.Model, v.Reviewer),
        SubjectColumn = "reviewer",
        CheckRow = (row, vote) =>
        {
            row.Model(vote.Model);
            row.Filled("reviewer", vote.Reviewer);
            row.Source(vote.Source);
        },
    };

    /// <summary>Votes of communities; one row for each model and day recorded.</summary>
    public static Table<CommunityVotes> CommunityVotes => field ??= new(new(
        "community_votes.csv", required: false,
        r => new(r.Text("model"), r.Count("ship_votes"), r.Count("skip_votes"), r.Text("source"), r.Date("recorded")),
        new("model", v => v.Model), new("ship_votes", v => CellText.Of(v.ShipVotes)), new("skip_votes", v => CellText.Of(v.SkipVotes)),
        new("source", v => v.Source), new("recorded", v => CellText.Of(v.Recorded))))
    {
        Recorded = v => v.Recorded,
        HasHistory = true,
        Subject = v => new(v.Model),
        SubjectColumn = "model",
        CheckRow = (row, votes) =>
        {
            row.Model(votes.Model);
            row.AtLeast(0, "ship_votes", votes.ShipVotes);
            row.AtLeast(0, "skip_votes", votes.SkipVotes);
            row.Source(votes.Source);
        },
    };

    /// <summary>Plans at a fixed price; one row for each seller, plan, billing period and day recorded.</summary>
    public static Table<Subscription> Subscriptions => field ??= new(new(
        "subscriptions.csv", required: false,
        r => new(r.Text("seller"), r.Text("plan"), new Usd(r.Number("usd")), r.Word("per", Periods), r.Text("source"), r.Date("recorded"))
        {
            Models = r.Words("models"),
        },
        new("seller", s => s.Seller), new("plan", s => s.Plan), new("usd", s => DecimalText.Format(s.Price.Amount)),
        new("per", s => Text(s.IsYearly, Periods)), new("models", s => string.Join(' ', s.Models)),
        new("source", s => s.Source), new("recorded", s => CellText.Of(s.Recorded))))
    {
        Recorded = s => s.Recorded,
        HasHistory = true,
        Subject = s => new(s.Seller, s.Plan, s.IsYearly),
        SubjectColumn = "plan",
        CheckRow = (row, plan) =>
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
        },
    };

    /// <summary>Benchmark scores; one row for each model, benchmark and day recorded.</summary>
    public static Table<BenchmarkScore> Benchmarks => field ??= new(new(
        "benchmarks.csv", required: false,
        r => new(r.Text("model"), r.Text("benchmark"), r.Number("score"), r.OptionalText("unit"), r.Text("source"), r.Date("recorded")),
        new("model", b => b.Model), new("benchmark", b => b.Benchmark), new("score", b => DecimalText.Format(b.Score)),
        new("unit", b => b.Unit), new("source", b => b.Source), new("recorded", b => CellText.Of(b.Recorded))))
    {
        Recorded = b => b.Recorded,
        HasHistory = true,
        Subject = b => new(b.Model, b.Benchmark),
        SubjectColumn = "benchmark",
        CheckRow = (row, score) =>
        {
            row.Model(score.Model);
            row.Filled("benchmark", score.Benchmark);
            row.Text("unit", score.Unit);
            row.Source(score.Source);
        },
    };

    /// <summary>Reads the condition of a rate from the four columns of <see cref="ConditionColumns"/>.</summary>
    private static RateCondition Condition(CsvRow row)
    {
        // Nearly every rate applies always; all of them share one value.
        if (row.AreEmpty("service_tier", "context", "window", "when"))
        {
            return RateCondition.None;
        }

        RateCondition condition = new()
        {
            ServiceTier = row.OptionalServiceTier("service_tier"),
            Context = row.OptionalParsed(
                "context", "a condition such as >200000, >=128000, or >32000 own beyond", ConditionText.ParseContext),
            Window = row.OptionalParsed(
                "window", "hours such as 16:30-00:30, 16:30-00:30 Asia/Shanghai or 22:00-06:00 UTC Sat Sun", ConditionText.ParseWindow),
            WhenReasoned = row.OptionalWord("when", Occasions) ?? false,
        };
        return condition.IsNone ? RateCondition.None : condition;
    }

    /// <summary>Returns the columns of a rate's condition, which a file without conditional rates leaves out.</summary>
    private static CsvColumn<T>[] ConditionColumns<T>(Func<T, RateCondition> condition) =>
    [
        new("service_tier", r => Text(condition(r).ServiceTier), IsOptional: true),
        new("context", r => ConditionText.Of(condition(r).Context), IsOptional: true),
        new("window", r => ConditionText.Of(condition(r).Window), IsOptional: true),
        new("when", r => condition(r).WhenReasoned ? Text<bool>(true, Occasions) : null, IsOptional: true),
    ];

    /// <summary>Returns the word of a service tier; <see langword="null"/>, for an empty cell, for the standard one.</summary>
    private static string? Text(ServiceTier tier) => tier == ServiceTier.Standard ? null : tier.Value;

    /// <summary>Returns the word for a value; <see langword="null"/> for an empty cell.</summary>
    private static CsvWord<T>[] WordsOf<T>()
        where T : struct, Enum => Array.ConvertAll(Enum.GetValues<T>(), v => new CsvWord<T>(v.ToString().ToLowerInvariant(), v));

    private static string? Text<T>(T? value, CsvWord<T>[] words)
        where T : struct => value is { } known ? Array.Find(words, w => w.Value.Equals(known))!.Text : null;
}
