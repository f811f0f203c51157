using System.Collections.Immutable;
using System.Globalization;

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
    /// <summary>Why a row that another file had does not count.</summary>
    internal const string Again = "the same row again";

    private readonly ImmutableArray<string> _warnings;
    private RareFields? _rare;

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
    public Interval? During { get => _rare?.During; init => Rare(value is not null)?.During = value; }

    /// <summary>
    /// The number of requests: 1 for a call, the default; <see langword="null"/> if the row is a sum over an unknown number of requests.
    /// </summary>
    public long? Requests { get; init; } = 1;

    /// <summary>The length of the requests of a sum; <see langword="null"/> if the file does not state it.</summary>
    public ContextBand? Context { get => _rare?.Context; init => Rare(value is not null)?.Context = value; }

    /// <summary>
    /// Whether <see cref="Usage"/> has only one meter of the requests, as a line of a bill does, and the input of the requests is unknown.
    /// </summary>
    public bool IsOneMeter { get => _rare?.IsOneMeter ?? false; init => Rare(value)?.IsOneMeter = value; }

    /// <summary>
    /// The cost that the source states, in its currency: that of the row, or else that of its response; <see langword="null"/> if neither
    /// states one.
    /// </summary>
    public StatedCost? Stated { get => field ?? Served?.Stated; init; }

    /// <summary>
    /// Whether <see cref="Stated"/> is what the provider billed. If <see langword="false"/>, it is an estimate of the tool that wrote the
    /// file.
    /// </summary>
    public bool IsBilled { get; init; }

    /// <summary>
    /// The list price that the bill states beside the cost, before discounts, in the same currency; <see langword="null"/> if it states
    /// none.
    /// </summary>
    public decimal? StatedList { get => _rare?.StatedList; init => Rare(value is not null)?.StatedList = value; }

    /// <summary>
    /// A fee that is billed in addition to <see cref="Stated"/>, in the same currency, such as a gateway's for calls with the user's own
    /// key;
    /// <see langword="null"/> if there is none.
    /// </summary>
    public decimal? StatedFee { get => _rare?.StatedFee; init => Rare(value is not null)?.StatedFee = value; }

    /// <summary>
    /// Credits that reduce <see cref="Stated"/>, in the same currency and usually negative; <see langword="null"/> if there are none.
    /// </summary>
    public decimal? StatedCredit { get => _rare?.StatedCredit; init => Rare(value is not null)?.StatedCredit = value; }

    /// <summary>The step to which the bill rounds each line, such as 0.01; 0 if it does not round.</summary>
    public decimal StatedStep { get => _rare?.StatedStep ?? 0; init => Rare(value != 0)?.StatedStep = value; }

    /// <summary>The meter of a billed line; <see langword="null"/> if the line is not about one meter.</summary>
    public Meter? BilledMeter { get => _rare?.BilledMeter; init => Rare(value is not null)?.BilledMeter = value; }

    /// <summary>The quantity of a billed line, in units of its meter; <see langword="null"/> if the bill has none.</summary>
    public decimal? BilledQuantity { get => _rare?.BilledQuantity; init => Rare(value is not null)?.BilledQuantity = value; }

    /// <summary>What the line is about in the words of the source; <see langword="null"/> if the file does not say.</summary>
    public string? Description { get => _rare?.Description; init => Rare(value is not null)?.Description = value; }

    /// <summary>
    /// The service of a billed line that is about another service than models, such as <c>AmazonEC2</c>, so that its cost is in no sum of
    /// models; otherwise <see langword="null"/>.
    /// </summary>
    public string? OtherService { get => _rare?.OtherService; init => Rare(value is not null)?.OtherService = value; }

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

    /// <summary>
    /// What a reader should know about this row, such as the fields of its response that were not understood; usually empty.
    /// </summary>
    public ImmutableArray<string> Warnings
    {
        get => Served is { Unread: { IsEmpty: false } unread } ? [.. OwnWarnings, .. unread.Select(u => u.ToString())] : OwnWarnings;
        init => _warnings = value;
    }

    /// <summary>
    /// The format of the file, such as <c>litellm-spendlogs</c>; <see langword="null"/> for rows of this library's own format.
    /// </summary>
    public string? Format { get; init; }

    /// <summary>The name of the file; <see langword="null"/> if it has none.</summary>
    public string? File { get; init; }

    /// <summary>Whether the row is a sum over requests rather than one call.</summary>
    public bool IsAggregate => Requests != 1 || _rare is { During: not null } or { Context: not null } or { IsOneMeter: true };

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
    public ServedCall? Served { get => _rare?.Served; init => Rare(value is not null)?.Served = value; }

    /// <summary>What is billed, if it is one usage at the prices of the row's model; otherwise <see langword="null"/>.</summary>
    internal TokenUsage? Billed => Served is null ? Usage : Served.Billed is [{ Model: null } only] ? only.Usage : null;

    /// <summary>Why the row cannot be read; <see langword="null"/> if it can.</summary>
    public RowError? Error { get; init; }

    /// <summary>Whether a billed line is the sum over all models of its provider, as in a report that is not grouped by model.</summary>
    internal bool IsUngrouped { get => _rare?.IsUngrouped ?? false; init => Rare(value)?.IsUngrouped = value; }

    /// <summary>Other names that the model may have, if the catalog does not know the first.</summary>
    internal ImmutableArray<string> OtherModels
    {
        get => _rare?.OtherModels ?? [];
        init => Rare(!value.IsDefaultOrEmpty)?.OtherModels = value;
    }

    /// <summary>The fields of a row of JSON Lines that the output repeats, with their JSON.</summary>
    internal ImmutableArray<KeyValuePair<string, string>> Kept
    {
        get => _rare?.Kept ?? [];
        init => Rare(!value.IsDefaultOrEmpty)?.Kept = value;
    }

    /// <summary>The cells of a CSV row, which the output repeats; empty for other formats.</summary>
    internal string[] Cells { get; init; } = [];

    /// <summary>Returns the same row, which does not count.</summary>
    internal UsageRow Without(string reason) => new(this) { NotCounted = reason };

    /// <summary>Returns the same row, whose cost counts where it was given first.</summary>
    internal UsageRow Repeated() => new(this) { NotCounted = Again, Stated = null, Error = null };

    /// <summary>Returns the same row as if an offer had served it.</summary>
    internal UsageRow SoldBy(Offer offer) => new(this)
    {
        Provider = offer.Provider.Id.Value,
        Model = offer.Model.Id.Value,
        NotCounted = null,
        Error = null,
    };

    /// <summary>Returns the same row with an error.</summary>
    internal UsageRow Failed(RowError error) => new(this) { Error = error };

    /// <summary>Returns the same row with another id and another usage.</summary>
    internal UsageRow Replacing(string id, TokenUsage usage) => new(this) { Id = id, Usage = usage };

    /// <summary>Returns the row in another period. It takes the place of this one.</summary>
    internal UsageRow On(Interval during) => new(this) { During = during };

    /// <summary>Returns the row of one of several requests of a call. The first has the stated cost.</summary>
    internal UsageRow Part(int index, TokenUsage usage, string? model) => new(this)
    {
        Id = index == 0 ? Id : string.Create(CultureInfo.InvariantCulture, $"{Id}|{index + 1}"),
        Usage = usage,
        Model = model ?? Model,
        Stated = index == 0 ? Stated : null,
    };

    /// <summary>Returns the same row with one more warning.</summary>
    internal UsageRow Warned(string warning) => new(this) { Warnings = OwnWarnings.Add(warning) };

    /// <summary>Returns the same row in another region, such as that which its names say.</summary>
    internal UsageRow In(string? region) => new(this) { Region = region };

    /// <summary>Returns the same row with what it does not say itself.</summary>
    internal UsageRow WithDefaults(string? provider, string? model, string? serviceTier)
    {
        string seller = Provider.Length > 0 ? Provider : provider ?? Served?.Provider ?? "";
        return seller == Provider && (model is null || Model.Length > 0) && (serviceTier is null || ServiceTier is not null)
            ? this
            : new(this)
            {
                Provider = seller,
                Model = Model.Length > 0 ? Model : model ?? "",
                ServiceTier = ServiceTier ?? RowFields.Tier(Served, serviceTier),
            };
    }

    private UsageRow(UsageRow row)
        : this(row.Line)
    {
        Id = row.Id;
        Provider = row.Provider;
        Model = row.Model;
        At = row.At;
        Requests = row.Requests;
        Stated = row.Stated;
        IsBilled = row.IsBilled;
        Tags = row.Tags;
        NotCounted = row.NotCounted;
        IsFree = row.IsFree;
        IsSelfHosted = row.IsSelfHosted;
        _warnings = row._warnings;
        Format = row.Format;
        File = row.File;
        ServiceTier = row.ServiceTier;
        Region = row.Region;
        Usage = row.Usage;
        Error = row.Error;
        Cells = row.Cells;
        _rare = row._rare;
    }

    private ImmutableArray<string> OwnWarnings => _warnings.IsDefault ? [] : _warnings;

    /// <summary>Returns the rare fields, which are created for the first that a row has.</summary>
    private RareFields? Rare(bool isNeeded) => isNeeded ? _rare ??= new RareFields() : _rare;

    /// <summary>
    /// What only sums over requests, lines of bills and responses have. Files have millions of rows, and the fewer bytes each takes, the
    /// sooner it is read.
    /// </summary>
    private sealed class RareFields
    {
        public Interval? During { get; set; }

        public ContextBand? Context { get; set; }

        public bool IsOneMeter { get; set; }

        public decimal? StatedList { get; set; }

        public decimal? StatedFee { get; set; }

        public decimal? StatedCredit { get; set; }

        public decimal StatedStep { get; set; }

        public Meter? BilledMeter { get; set; }

        public decimal? BilledQuantity { get; set; }

        public string? Description { get; set; }

        public string? OtherService { get; set; }

        public bool IsUngrouped { get; set; }

        public ServedCall? Served { get; set; }

        public ImmutableArray<string> OtherModels { get; set; } = [];

        public ImmutableArray<KeyValuePair<string, string>> Kept { get; set; } = [];
    }
}
