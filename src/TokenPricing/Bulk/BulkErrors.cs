namespace TokenPricing.Bulk;

/// <summary>
/// The errors of rows without a price, which are thrown once for all rows that fail for the same
/// reason.
/// </summary>
/// <remarks>
/// An error depends on the offer and its rate card where the card does not price the service tier, and otherwise on the meters that a row
/// uses and on the band that bills them. Safe for use by several threads at once.
/// </remarks>
internal sealed class BulkErrors
{
    private readonly OfferErrors[] _offers;

    /// <summary>Initializes the errors, none of which is known yet.</summary>
    /// <param name="offers">The offers with their options.</param>
    /// <param name="programs">The prices of each.</param>
    public BulkErrors(ImmutableArray<(Offer Offer, CostOptions? Options)> offers, ImmutableArray<PriceProgram> programs) =>
        _offers = [.. offers.Zip(programs, (o, program) => new OfferErrors(o.Offer, o.Options, program))];

    /// <summary>Gets the errors of one offer.</summary>
    /// <param name="offer">The index of the offer.</param>
    public OfferErrors this[int offer] => _offers[offer];

    /// <summary>The errors of one offer under its options.</summary>
    internal sealed class OfferErrors
    {
        private readonly Offer _offer;
        private readonly Card[] _cards;
        private PricingException? _unpublished;

        /// <summary>Initializes the errors.</summary>
        public OfferErrors(Offer offer, CostOptions? options, PriceProgram program)
        {
            _offer = offer;
            _cards = [.. program.History.Select((_, i) => new Card(offer, options, program, i))];
        }

        /// <summary>Determines whether a card has prices under the options. To ask its program again might throw again.</summary>
        /// <param name="card">The index of the card.</param>
        public bool Fits(int card) => _cards[card].Fits;

        /// <summary>
        /// Returns the error that an earlier row had for the same reason; <see langword="null"/> if there was none, or if this row could
        /// fail for another.
        /// </summary>
        /// <param name="card">The index of the card.</param>
        /// <param name="counts">The counts of the row.</param>
        public PricingException? Of(int card, in RowCounts counts)
        {
            Card known = _cards[card];
            return known.Tierless ?? (counts.Magnitude < PriceBand.Small ? known.ErrorsOf(counts.Measured)?[counts.Used] : null);
        }

        /// <summary>Remembers an error of a row, unless other rows like it may fail for another reason.</summary>
        /// <param name="card">The index of the card.</param>
        /// <param name="counts">The counts of the row.</param>
        /// <param name="error">The error.</param>
        public void Add(int card, in RowCounts counts, PricingException error) => _cards[card].Add(counts, error);

        /// <summary>Returns the error of an instant without a price, which names the instant if there is a price at another.</summary>
        /// <param name="at">The instant.</param>
        public PricingException NoPrice(Instant at) =>
            _cards.Length > 0 ? _offer.NoPrice(at) : _unpublished ??= _offer.NoPrice(at);
    }

    /// <summary>The errors at one rate card. What they need is made by the first row that has one.</summary>
    /// <param name="offer">The offer.</param>
    /// <param name="options">Its options.</param>
    /// <param name="program">Its prices under them.</param>
    /// <param name="index">The index of the card.</param>
    private sealed class Card(Offer offer, CostOptions? options, PriceProgram program, int index)
    {
        private readonly RateCard _card = program.History[index];
        private bool? _fits;
        private PriceBand[]? _bands;
        private PricingException?[]?[]? _errors;

        public bool Fits => _fits ??= program.Span(index) is not null;

        /// <summary>Gets the error of all rows, if the card does not price the service tier.</summary>
        public PricingException? Tierless { get; private set; }

        /// <summary>
        /// Returns the errors of the band of a total input, by the meters that are used; <see langword="null"/> if none is known.
        /// </summary>
        public PricingException?[]? ErrorsOf(long input) => _errors is { } errors ? errors[PriceBand.IndexOf(_bands!, input)] : null;

        /// <summary>Remembers an error of a row.</summary>
        public void Add(in RowCounts counts, PricingException error)
        {
            ServiceTier tier = options?.ServiceTier ?? ServiceTier.Standard;
            if (!_card.Supports(tier))
            {
                if (options?.AllowStandardTier != true)
                {
                    Tierless = error;
                    return;
                }

                tier = ServiceTier.Standard;
            }

            // Where windows or quantities decide too, each row is priced by itself.
            if (counts.Magnitude >= PriceBand.Small
                || _card.Shape.DependsOnQuantities
                || offer.Program(tier).Span(index)?.Plain is not { } bands)
            {
                return;
            }

            // Rates with many digits can overflow before anything is missing; those of a simple band cannot.
            int at = PriceBand.IndexOf(bands, counts.Measured);
            if (bands[at].IsSimpleFor(counts.Used & ~bands[at].MissingMeters))
            {
                PricingException?[]?[] errors = _errors ?? new PricingException?[]?[bands.Length];
                (errors[at] ??= new PricingException?[1 << TokenUsage.OrdinaryMeters])[counts.Used] = error;
                _bands = bands;
                Volatile.Write(ref _errors, errors);
            }
        }
    }
}
