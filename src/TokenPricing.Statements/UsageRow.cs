using System.Collections.Immutable;

namespace TokenPricing.Statements;

/// <summary>A row of a usage file: one call, a sum over many calls, or a line of a bill.</summary>
/// <remarks>
/// <para>
/// A row with a period is a sum over <see cref="Requests"/>, and is never priced as one request: its cost is an interval where prices
/// depend on the length of a request, and the interval is a point if the <see cref="Context"/> is known.
/// </para>
/// A row that cannot be read has an <see cref="Error"/>; its other properties then have the values that were read before the error.
/// </remarks>
/// <param name="line">The line of the file on which the row begins, from 1.</param>
public sealed class UsageRow(long line)
{
    /// <summary>The line of the file on which the row begins, from 1.</summary>
    public long Line { get; } = line;

    /// <summary>The id of the row as the file writes it, in JSON Lines with its quotes; <see langword="null"/> if it has none.</summary>
    public string? Id { get; init; }

    /// <summary>The provider, by any name that <see cref="PriceCatalog"/> understands.</summary>
    public string Provider { get; init; } = "";

    /// <summary>The model, by any name that <see cref="PriceCatalog"/> understands.</summary>
    public string Model { get; init; } = "";

    /// <summary>When the call was made; <see langword="null"/> if the file does not state it.</summary>
    public Instant? At { get; init; }

    /// <summary>
    /// The period of a sum over requests, or of a billed line: from the start to the end, exclusive; <see langword="null"/> for a call.
    /// </summary>
    public Interval? During { get; init; }

    /// <summary>
    /// The number of requests: 1 for a call, the default; <see langword="null"/> if the row is a sum over an unknown number of requests.
    /// </summary>
    public long? Requests { get; init; } = 1;

    /// <summary>The length of the requests of a sum; <see langword="null"/> if the file does not state it.</summary>
    public ContextBand? Context { get; init; }

    /// <summary>
    /// Whether <see cref="Usage"/> has only one meter of the requests, as a line of a bill does, and the input of the requests is unknown.
    /// </summary>
    public bool IsOneMeter { get; init; }

    /// <summary>The cost that the source states, in its currency; <see langword="null"/> if it states none.</summary>
    public StatedCost? Stated { get; init; }

    /// <summary>
    /// Whether <see cref="Stated"/> is what the provider billed. If <see langword="false"/>, it is an estimate of the tool that wrote the
    /// file.
    /// </summary>
    public bool IsBilled { get; init; }

    /// <summary>
    /// The list price that the bill states beside the cost, before discounts, in the same currency; <see langword="null"/> if it states
    /// none.
    /// </summary>
    public decimal? StatedList { get; init; }

    /// <summary>
    /// A fee that is billed in addition to <see cref="Stated"/>, in the same currency, such as a gateway's for calls with the user's own
    /// key;
    /// <see langword="null"/> if there is none.
    /// </summary>
    public decimal? StatedFee { get; init; }

    /// <summary>
    /// Credits that reduce <see cref="Stated"/>, in the same currency and usually negative; <see langword="null"/> if there are none.
    /// </summary>
    public decimal? StatedCredit { get; init; }

    /// <summary>The step to which the bill rounds each line, such as 0.01; 0 if it does not round.</summary>
    public decimal StatedStep { get; init; }

    /// <summary>The meter of a billed line; <see langword="null"/> if the line is not about one meter.</summary>
    public Meter? BilledMeter { get; init; }

    /// <summary>The quantity of a billed line, in units of its meter; <see langword="null"/> if the bill has none.</summary>
    public decimal? BilledQuantity { get; init; }

    /// <summary>What the line is about in the words of the source; <see langword="null"/> if the file does not say.</summary>
    public string? Description { get; init; }

    /// <summary>Other fields of the source, such as project, key, user or team, in the order of the file; usually few.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Tags { get => field.IsDefault ? [] : field; init; }

    /// <summary>
    /// Why the row is no model call, or is not billed; <see langword="null"/> if it counts. Such a row has no cost and no error.
    /// </summary>
    public string? NotCounted { get; init; }

    /// <summary>
    /// Whether nothing is billed, as when a proxy answers from its own cache, or for a variant that is free. Such a row costs nothing.
    /// </summary>
    public bool IsFree { get; init; }

    /// <summary>
    /// Whether an engine of the user's own did the work, such as vLLM, so that no provider bills it. Such a row counts only if a provider
    /// is named. <see cref="RowPricer.AtSellers"/> returns what it would cost elsewhere.
    /// </summary>
    public bool IsSelfHosted { get; init; }

    /// <summary>What a reader should know about this row; usually empty.</summary>
    public ImmutableArray<string> Warnings { get => field.IsDefault ? [] : field; init; }

    /// <summary>
    /// The format of the file, such as <c>litellm-spendlogs</c>; <see langword="null"/> for rows of this library's own format.
    /// </summary>
    public string? Format { get; init; }

    /// <summary>The name of the file; <see langword="null"/> if it has none.</summary>
    public string? File { get; init; }

    /// <summary>Whether the row is a sum over requests rather than one call.</summary>
    public bool IsAggregate => During is not null || Requests != 1 || Context is not null || IsOneMeter;

    /// <summary>The instant at which the row begins; <see langword="null"/> if the file states no time.</summary>
    public Instant? Start => At ?? (During is { HasStart: true } during ? during.Start : null);

    /// <summary>The name of the service tier, such as <c>batch</c>; <see langword="null"/> if the file does not state it.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>The region in which the call was processed, such as <c>eu</c>; <see langword="null"/> if none was requested.</summary>
    public string? Region { get; init; }

    /// <summary>The usage of the call; <see langword="null"/> if it could not be read.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>
    /// What the provider's own response says about the call; <see langword="null"/> if the row has none. Its tier, region and model take
    /// precedence over those of the row.
    /// </summary>
    public ServedCall? Served { get; init; }

    /// <summary>What is billed, if it is one usage at the prices of the row's model; otherwise <see langword="null"/>.</summary>
    internal TokenUsage? Billed => Served is null ? Usage : Served.Billed is [{ Model: null } only] ? only.Usage : null;

    /// <summary>Why the row cannot be read; <see langword="null"/> if it can.</summary>
    public RowError? Error { get; init; }

    /// <summary>Other names that the model may have, if the catalog does not know the first.</summary>
    internal ImmutableArray<string> OtherModels { get => field.IsDefault ? [] : field; init; }

    /// <summary>The fields of a row of JSON Lines that the output repeats, with their JSON.</summary>
    internal ImmutableArray<KeyValuePair<string, string>> Kept { get => field.IsDefault ? [] : field; init; }

    /// <summary>The cells of a CSV row, which the output repeats; empty for other formats.</summary>
    internal string[] Cells { get; init; } = [];

    /// <summary>Returns the same row, which does not count.</summary>
    internal UsageRow Without(string reason) => Copy(Error, reason);

    /// <summary>Returns the same row as if an offer had served it.</summary>
    internal UsageRow SoldBy(Offer offer) => Copy(null, null, provider: offer.Provider.Id.Value, model: offer.Model.Id.Value);

    /// <summary>Returns the same row with an error.</summary>
    internal UsageRow Failed(RowError error) => Copy(error, NotCounted);

    /// <summary>Returns the same row with another id and another usage.</summary>
    internal UsageRow Replacing(string id, TokenUsage usage) => Copy(Error, NotCounted, id: id, usage: usage);

    /// <summary>Returns the same row with one more warning.</summary>
    internal UsageRow Warned(string warning) => Copy(Error, NotCounted, warnings: Warnings.Add(warning));

    /// <summary>Returns the same row with what it does not say itself.</summary>
    internal UsageRow WithDefaults(string? provider, string? model, string? serviceTier) =>
        (provider is null || Provider.Length > 0) && (model is null || Model.Length > 0) && (serviceTier is null || ServiceTier is not null)
            ? this
            : Copy(
                Error,
                NotCounted,
                provider: Provider.Length > 0 ? null : provider,
                model: Model.Length > 0 ? null : model,
                serviceTier: ServiceTier is null ? serviceTier : null);

    private UsageRow Copy(
        RowError? error,
        string? notCounted,
        string? provider = null,
        string? model = null,
        string? serviceTier = null,
        string? id = null,
        TokenUsage? usage = null,
        ImmutableArray<string>? warnings = null) => new(Line)
        {
            Id = id ?? Id,
            Provider = provider ?? Provider,
            Model = model ?? Model,
            At = At,
            During = During,
            Requests = Requests,
            Context = Context,
            IsOneMeter = IsOneMeter,
            Stated = Stated,
            IsBilled = IsBilled,
            StatedList = StatedList,
            StatedFee = StatedFee,
            StatedCredit = StatedCredit,
            OtherModels = OtherModels,
            StatedStep = StatedStep,
            BilledMeter = BilledMeter,
            BilledQuantity = BilledQuantity,
            Description = Description,
            Tags = Tags,
            NotCounted = notCounted,
            IsFree = IsFree,
            IsSelfHosted = IsSelfHosted,
            Warnings = warnings ?? Warnings,
            Format = Format,
            File = File,
            ServiceTier = serviceTier ?? ServiceTier,
            Region = Region,
            Usage = usage ?? Usage,
            Served = Served,
            Error = error,
            Kept = Kept,
            Cells = Cells,
        };
}
