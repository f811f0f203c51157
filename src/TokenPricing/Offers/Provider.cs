namespace TokenPricing;

/// <summary>A company or service that serves models and bills for them.</summary>
/// <remarks>
/// A provider belongs to one <see cref="PriceCatalog"/>; equality is by reference. Its <see cref="Id"/> means the same in every catalog.
/// Who made a model is a different question: see <see cref="ModelRow.Developer"/>. Offers whose provider a source does not name have a
/// provider too, with the id <c>unnamed</c>; <see cref="IsNamed"/> tells.
/// </remarks>
/// <example>
/// With the package TokenPricing.Reports, a chart of what a model cost at one provider:
/// <code>
/// PriceCatalog.BuiltIn.HistoryOf(PriceCatalog.BuiltIn.Model("deepseek-chat"), PriceCatalog.BuiltIn.Provider("deepseek")).ToChart();
/// </code>
/// </example>
[TypeFormatterSource]
public sealed class Provider
{
    private readonly Action _complete;
    private ImmutableArray<Offer> _offers;

    /// <summary>Initializes a provider whose offers are not known yet.</summary>
    /// <param name="facts">What is known about the provider.</param>
    /// <param name="complete">Loads the whole catalog, which sets <see cref="Offers"/> of every provider.</param>
    internal Provider(ProviderRow facts, Action complete) =>
        (Id, Name, Kind, Makes, _complete) = (facts.Id, facts.Name, facts.Kind, facts.Makes, complete);

    /// <summary>The short unique name, such as <c>aws-bedrock</c>; <c>unnamed</c> if the source does not name the provider.</summary>
    public ProviderId Id { get; }

    /// <summary>The display name, such as <c>Amazon Bedrock</c>; a phrase if the source does not name the provider.</summary>
    public string Name { get; }

    /// <summary>What kind of seller the provider is; <see langword="null"/> if nobody knows.</summary>
    /// <remarks>
    /// What it is to one of its models is <see cref="Offer.Seller"/>. The kind is a judgment by the provider's own pages and prices; the
    /// built-in prices keep the evidence in <c>pricing-data/rules/sellers.csv</c>.
    /// </remarks>
    public SellerKind? Kind { get; }

    /// <summary>The developers whose models are the provider's own; empty if none are, or nobody knows.</summary>
    /// <remarks>
    /// A cloud may be a developer's own too: Google sells Gemini at Vertex AI. Its offers of these models keep its kind.
    /// </remarks>
    public ImmutableArray<string> Makes { get; }

    /// <summary>Whether the source of the offers names the provider.</summary>
    public bool IsNamed => ProviderId.Unnamed != Id;

    /// <summary>The offers of the provider, by model id.</summary>
    public ImmutableArray<Offer> Offers
    {
        get
        {
            if (_offers.IsDefault)
            {
                _complete();
            }

            return _offers;
        }

        internal set => _offers = value;
    }

    /// <summary>Returns the <see cref="Id"/>.</summary>
    public override string ToString() => Id.Value;

    /// <summary>Returns the provider of the offers whose source does not name one.</summary>
    internal static Provider Unnamed(Action complete) =>
        new(new ProviderRow(ProviderId.Unnamed.Value, "a provider that the source does not name"), complete);
}
