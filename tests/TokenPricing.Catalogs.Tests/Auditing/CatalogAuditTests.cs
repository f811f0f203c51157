using System.Collections.Immutable;
using System.Text;
using FsCheck.Xunit;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

[Properties(Arbitrary = [typeof(FactsGenerators)])]
public static class CatalogAuditTests
{
    private static readonly RateRow[] Sound =
    [
        .. TestCatalog.Offer("m", "p", 2, 8), .. TestCatalog.Offer("m", "q", 2.5m, 8), .. TestCatalog.Offer("m", "r", 1.8m, 9),
        TestCatalog.Rate("m", "p", Meter.CacheRead, 0.2m), TestCatalog.Rate("m", "p", Meter.CacheWrite, 2.5m),
        TestCatalog.Rate("m", "p", Meter.Input, 1) with { Condition = new RateCondition { ServiceTier = ServiceTier.Batch } },
        TestCatalog.Rate("m", "p", Meter.Input, 4) with { Condition = new RateCondition { Context = new ContextTier(200_000) } },
    ];

    [Property]
    public static bool Audit_AnyCatalog_EveryFindingIsAboutARowThatIsThere(CatalogRows facts) => new PriceCatalog(facts).Audit().Findings.All(f =>
        f.Value is { } value
            ? facts.Rates.Any(r => (r.Model, r.Provider, r.Meter, r.Rate, r.Source, r.Recorded) == (f.Model, f.Provider, f.Meter, value, f.Source, f.Recorded) && r.Condition == f.Condition)
                || facts.Disputes.Any(d => (d.Model, d.Provider, d.Meter, d.Rate, d.Source, d.Recorded) == (f.Model, f.Provider, f.Meter, value, f.Source, f.Recorded))
            : facts.Models.Any(m => m.Id == f.Model)
                && (f.Provider is null || facts.Providers.Any(p => p.Id == f.Provider) || f.Provider == "unnamed")
                && facts.Sources.Any(s => s.Id == f.Source));

    [Property]
    public static bool Audit_AnyCatalog_WorstComesFirstAndEachIsASentence(CatalogRows facts)
    {
        CatalogAudit audit = new PriceCatalog(facts).Audit();
        return audit.Findings.Zip(audit.Findings.Skip(1)).All(pair => pair.First.Severity >= pair.Second.Severity)
            && audit.Findings.All(f => f.Explanation.Length > 0 && f.Expected.Length > 0)
            && audit.CountAtLeast(AuditSeverity.Note) == audit.Findings.Length;
    }

    [Fact]
    public static void Audit_SoundCatalog_FindsNothing() => Assert.Empty(Audit(TestCatalog.Facts(Sound)).Findings);

    [Fact]
    public static void Audit_HundredThousandTimesTheOthers_IsAUnitSlip()
    {
        AuditFinding finding = Single(AuditSeverity.Error, [.. Sound, TestCatalog.Rate("m", "wandb", Meter.Input, 200_000)]);

        Assert.Equal(AuditKind.UnitSlip, finding.Kind);
        Assert.Equal(("wandb", Meter.Input, "about $2.00 per 1M"), (finding.Provider, finding.Meter!.Value, finding.Expected));
        Assert.Equal("It is 100,000 times the median of 3 other providers.", finding.Explanation);
        Assert.Equal("error unit-slip at wandb/m: It is 100,000 times the median of 3 other providers.", finding.ToString());
    }

    [Theory]
    [InlineData("200000", "between $0.0001 per 1M and $2000.00 per 1M")]
    [InlineData("0.00005", "between $0.0001 per 1M and $2000.00 per 1M")]
    public static void Audit_BeyondWhatTokensCost_IsAUnitSlipWithoutAnyPeer(string usd, string expected) =>
        Assert.Equal((AuditKind.UnitSlip, expected), Of(Single(AuditSeverity.Error, TestCatalog.Rate("alone", "p", Meter.Input, decimal.Parse(usd, System.Globalization.CultureInfo.InvariantCulture)))));

    [Fact]
    public static void Audit_TwoPricesAHundredfoldApart_BlamesTheOneFarFromWhatIsUsual()
    {
        AuditFinding finding = Single(AuditSeverity.Error, [.. Sound, TestCatalog.Rate("x", "p", Meter.Input, 300), TestCatalog.Rate("x", "q", Meter.Input, 3)]);

        Assert.Equal(("p", "It is 100 times the price of the only other provider."), (finding.Provider, finding.Explanation));
    }

    [Fact]
    public static void Audit_ATenthOfTheOthers_IsAnOutlierAmongFormsOfTheModelToo()
    {
        CatalogRows facts = TestCatalog.Facts([.. Sound, TestCatalog.Rate("m-2026", "s", Meter.Input, 0.2m)]);
        AuditFinding finding = Assert.Single(Audit(facts with { Models = [.. facts.Models.Select(m => m.Id == "m" ? m : m with { Base = "m" })] }).Findings);

        Assert.Empty(Audit(TestCatalog.Facts([.. Sound, TestCatalog.Rate("m", "s", Meter.Input, 0.21m)])).Findings);
        Assert.Equal((AuditKind.PriceOutlier, AuditSeverity.Warning, "It is 1/10 of the median of 3 other providers."), (finding.Kind, finding.Severity, finding.Explanation));
    }

    [Fact]
    public static void Audit_OrderWithinACard_IsChecked() => Assert.Equal(
        [
            (AuditKind.OutputCheaperThanInput, "at least $2.00 per 1M, the input price"),
            (AuditKind.CacheReadMoreExpensiveThanInput, "at most $2.00 per 1M, the input price"),
            (AuditKind.CacheWriteCheaperThanRead, "at least $2.10 per 1M, the cache-read price"),
            (AuditKind.SavingTierMoreExpensive, "at most $2.00 per 1M, the standard price"),
            (AuditKind.LongContextCheaper, "at least $2.00 per 1M, the price of shorter requests"),
        ],
        Audit(TestCatalog.Facts(
        [
            .. TestCatalog.Offer("m", "p", 2, 1), TestCatalog.Rate("m", "p", Meter.CacheRead, 2.1m), TestCatalog.Rate("m", "p", Meter.CacheWrite1h, 2),
            TestCatalog.Rate("m", "p", Meter.Input, 3) with { Condition = new RateCondition { ServiceTier = ServiceTier.Batch } },
            TestCatalog.Rate("m", "p", Meter.Input, 1) with { Condition = new RateCondition { Context = new ContextTier(200_000) } },
        ])).Findings.Select(Of));

    // Google takes money for keeping the cache: what lists have as the price of writing is that of five minutes, or the input's.
    [Theory]
    [InlineData("Google", 0)]
    [InlineData("OpenAI", 2)]
    public static void Audit_CacheWritesOfAMakerThatTakesMoneyForKeeping_AreNotCompared(string developer, int findings)
    {
        CatalogRows facts = TestCatalog.Facts(
        [
            .. Sound.Where(r => r.Meter != Meter.CacheWrite), TestCatalog.Rate("m", "p", Meter.CacheWrite, 0.1m),
            .. new[] { "q", "r", "s" }.Select(p => TestCatalog.Rate("m", p, Meter.CacheWrite, 2.5m)),
        ]);
        Assert.Equal(findings, Audit(facts with { Models = [.. facts.Models.Select(m => m with { Developer = developer })] }).Findings.Length);
    }

    // Within 5 %, confirmed, or stated by the vendor: nobody has to look.
    [Theory]
    [InlineData(8.4, TestCatalog.Source, AuditSeverity.Note)]
    [InlineData(8.5, TestCatalog.Source, AuditSeverity.Warning)]
    [InlineData(8.5, "vendors", AuditSeverity.Note)]
    public static void Audit_ADispute_IsAWarningWhereItMovesMoney(double usd, string believed, AuditSeverity severity)
    {
        CatalogRows facts = TestCatalog.Facts(TestCatalog.Offer("m", "p", 2, 8));
        facts = facts with
        {
            Sources = [.. facts.Sources, new("vendors", "The vendors")],
            Rates = [.. facts.Rates.Select(r => r with { Source = believed })],
            Disputes = [new("m", "p", Meter.Output, Rate.PerMillion((decimal)usd), "another source has a newer list", TestCatalog.Source, TestCatalog.Day)],
        };

        Assert.Equal(severity, Assert.Single(Audit(facts).Findings).Severity);
    }

    [Fact]
    public static void Audit_TwoTiersWithOnePrice_AreACopyPerhaps()
    {
        RateRow[] tiers = [.. new[] { 200_000, 256_000 }.Select(t => TestCatalog.Rate("m", "p", Meter.Input, 4) with { Condition = new RateCondition { Context = new ContextTier(t) } })];

        Assert.Equal(
            "The tiers total input > 200,000 and total input > 256,000 have the same price; one may be a copy under a wrong threshold.",
            Single(AuditSeverity.Note, [.. TestCatalog.Offer("m", "p", 2, 8), .. tiers]).Explanation);
    }

    [Fact]
    public static void Audit_Zeros_AreNotedAndAFreeInputIsAWarning()
    {
        Assert.Equal(AuditKind.ZeroBesidePaid, Single(AuditSeverity.Note, TestCatalog.Offer("embedding", "p", 0.1m, 0)).Kind);
        Assert.Contains(
            Audit(TestCatalog.Facts(TestCatalog.Rate("m", "p", Meter.Input, 0), TestCatalog.Rate("m", "p", Meter.CacheRead, 1))).Findings,
            f => f.Explanation == "Reading from the cache costs more than ordinary input.");
        Assert.Equal(AuditKind.ZeroBesidePaid, Single(AuditSeverity.Warning, TestCatalog.Offer("m", "p", 0, 1)).Kind);
        Assert.Equal(
            "The offer is free; other providers charge for the same model (p, q, r and 1 more).",
            Single(AuditSeverity.Note, [.. Sound, .. TestCatalog.Offer("m", "s", 2, 8), .. TestCatalog.Offer("m", "free", 0, 0)]).Explanation);
        Assert.Empty(Audit(TestCatalog.Facts(TestCatalog.Offer("m", "free", 0, 0))).Findings);
    }

    [Theory]
    [InlineData("0.049999999999999996", "$0.05 per 1M")]
    [InlineData("1.00002", "$1.00 per 1M")]
    [InlineData("0.18000000000000002", "$0.18 per 1M")]
    [InlineData("150.0003", "$150.00 per 1M")]
    public static void Audit_ResidueOfAConversion_IsNotedWithThePriceThatWasMeant(string usd, string expected) => Assert.Equal(
        (AuditKind.RoundingResidue, expected),
        Of(Single(AuditSeverity.Note, TestCatalog.Rate("m", "p", Meter.Input, decimal.Parse(usd, System.Globalization.CultureInfo.InvariantCulture)))));

    [Theory]
    [InlineData("0.08333333333333334")]
    [InlineData("0.435")]
    [InlineData("1234")]
    [InlineData("0.003625")]
    public static void Audit_PriceThatIsNotRound_IsLeftAlone(string usd) =>
        Assert.Empty(Audit(TestCatalog.Facts(TestCatalog.Rate("m", "p", Meter.Input, decimal.Parse(usd, System.Globalization.CultureInfo.InvariantCulture)))).Findings);

    [Fact]
    public static void Audit_FormAtAnotherPrice_MustNotBePricedAsItsBase()
    {
        CatalogRows facts = TestCatalog.Facts([.. TestCatalog.Offer("gpt-4o", "openai", 2.5m, 10), .. TestCatalog.Offer("gpt-4o-2024-05-13", "openai", 5, 10)]);
        AuditFinding finding = Assert.Single(Audit(facts with { Models = [facts.Models[0], facts.Models[1] with { Base = "gpt-4o" }] }).Findings);

        Assert.Equal((AuditKind.FormPriceDiffers, "gpt-4o-2024-05-13", "$2.50 per 1M if it were gpt-4o"), (finding.Kind, finding.Model, finding.Expected));
    }

    [Fact]
    public static void Audit_Disputes_SayWhatIsBelievedAndByHowMuchTheyDiffer()
    {
        CatalogRows facts = TestCatalog.Facts(TestCatalog.Offer("m", "p", 1, 8));
        ImmutableArray<AuditFinding> findings = Audit(facts with
        {
            Disputes =
            [
                Dispute(Meter.Input, 100_000), Dispute(Meter.Output, 8.0001m), Dispute(Meter.CacheRead, 1), Dispute(Meter.Reasoning, 0), Dispute(Meter.Output, 0.8m),
            ],
        }).Findings;

        Assert.Equal(
            [
                (Meter.Input, AuditSeverity.Warning, "$1.00 per 1M, as test states", "test states $100000.00 per 1M (100,000 times it): Another unit."),
                (Meter.Output, AuditSeverity.Warning, "$8.00 per 1M, as test states", "test states $0.80 per 1M (1/10 of it): Another unit."),
                (Meter.CacheRead, AuditSeverity.Warning, "no price", "test states $1.00 per 1M: Another unit."),
                (Meter.Reasoning, AuditSeverity.Warning, "no price", "test states free: Another unit."),
                (Meter.Output, AuditSeverity.Note, "$8.00 per 1M, as test states", "test states $8.0001 per 1M: Another unit."),
            ],
            findings.Select(f => (f.Meter!.Value, f.Severity, f.Expected, f.Explanation.Replace(Rate.Free.ToString(), "free", StringComparison.Ordinal))));

        static DisputedRateRow Dispute(Meter meter, decimal usd) => new("m", "p", meter, Rate.PerMillion(usd), "Another unit.", TestCatalog.Source, TestCatalog.Day);
    }

    [Fact]
    public static void Audit_OldAndEmptyRows_AreFound()
    {
        CatalogRows facts = TestCatalog.Facts([.. TestCatalog.Offer("m", "old", 1, 2).Select(r => r with { Recorded = TestCatalog.Day.PlusDays(-181) }), .. TestCatalog.Offer("m", "p", 1, 2)]);
        facts = facts with
        {
            Models = [.. facts.Models, TestCatalog.Model("unsold"), TestCatalog.Model("unpriced")],
            Offers = [new OfferRow("m", "p", TestCatalog.Source, TestCatalog.Day, Retired: TestCatalog.Day), new OfferRow("unpriced", "p", TestCatalog.Source, TestCatalog.Day)],
            Aliases = [new AliasRow("nothing", "unsold", null, TestCatalog.Source, TestCatalog.Day)],
        };

        Assert.Equal(
            [
                "warning stale at old/m: Nothing was learned of the offer in the 181 days before 2026-04-24.",
                "warning alias-without-offer at unsold: The name 'nothing' stands for unsold, which nobody offers.",
                "note retired-but-priced at p/m: The offer ended on 2026-04-24, and its price holds until further notice.",
                "note model-without-price at unpriced: None of its 1 offers has a price on 2026-04-24.",
                "note model-without-price at unsold: No source says who offers the model.",
            ],
            Audit(facts).Findings.Select(f => f.ToString()));
        Assert.DoesNotContain(new PriceCatalog(facts).Audit(staleAfterDays: 181).Findings, f => f.Kind == AuditKind.Stale);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PriceCatalog(facts).Audit(-1));
    }

    [Fact]
    public static void Audit_EmptyCatalog_FindsNothing()
    {
        Assert.Empty(Audit(new CatalogRows()).Findings);
    }

    [Fact]
    public static void WriteCsv_Findings_AreOneLineEach()
    {
        using MemoryStream csv = new();
        Audit(TestCatalog.Facts(TestCatalog.Rate("a, b", "p", Meter.Input, 200_000))).WriteCsv(csv);

        Assert.Equal(
            """
            severity,kind,provider,model,meter,condition,usd,per,expected,source,recorded,explanation
            error,unit-slip,p,"a, b",input,,200000,1000000,between $0.0001 per 1M and $2000.00 per 1M,test,2026-04-24,No token is known to cost so much: the price is probably stated per another number of tokens.

            """.ReplaceLineEndings("\n"),
            Encoding.UTF8.GetString(csv.ToArray()));
    }

    [Fact]
    public static void Audit_PriceListOfAPeer_FindsItsKnownUnitSlip()
    {
        string list = Path.Combine(Path.GetDirectoryName(Repository.Root)!, "shared", "peer-data", "litellm.model_prices_and_context_window.json");
        if (!File.Exists(list))
        {
            return;
        }

        using FileStream stream = File.OpenRead(list);
        ImmutableArray<AuditFinding> errors = [.. new PriceCatalog(PriceImport.Read(stream, new LocalDate(2026, 7, 24)).Facts).Audit().Findings.Where(f => f.Severity == AuditSeverity.Error)];

        Assert.All(errors, f => Assert.Equal(AuditKind.UnitSlip, f.Kind));
        Assert.InRange(errors.Count(f => f.Provider == "wandb"), 20, 30);
    }

    private static (AuditKind Kind, string Expected) Of(AuditFinding finding) => (finding.Kind, finding.Expected);

    private static CatalogAudit Audit(CatalogRows facts) => new PriceCatalog(facts).Audit();

    private static AuditFinding Single(AuditSeverity severity, params RateRow[] rates)
    {
        AuditFinding finding = Assert.Single(Audit(TestCatalog.Facts(rates)).Findings);
        Assert.Equal(severity, finding.Severity);
        return finding;
    }
}
