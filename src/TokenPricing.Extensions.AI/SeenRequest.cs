namespace TokenPricing.Extensions.AI;

/// <summary>One request that a provider answered, as far as its response was seen.</summary>
internal sealed record SeenRequest
{
    /// <summary>The id of the response; <see langword="null"/> if it states none.</summary>
    public string? Id { get; init; }

    /// <summary>The model that the response states; <see langword="null"/> if it states none.</summary>
    public string? Model { get; init; }

    /// <summary>The model of the request, if the exchange tells it; <see langword="null"/> for that of the call.</summary>
    public string? AskedModel { get; init; }

    /// <summary>What the provider's own response says; <see langword="null"/> if it was not seen.</summary>
    public ServedCall? Served { get; init; }

    /// <summary>The counts of Microsoft.Extensions.AI, which apply where there is no <see cref="Served"/>.</summary>
    public ReportedUsage? Reported { get; init; }

    /// <summary>The address that answered; <see langword="null"/> for that of the client.</summary>
    public Uri? Address { get; init; }

    /// <summary>The number of requests that were counted together; 1 unless a loop reports only its sum.</summary>
    public long Rounds { get; init; } = 1;

    /// <summary>Whether the request was one of a batch, which no response says at all providers.</summary>
    public bool IsBatch { get; init; }

    /// <summary>Why a usage that is there cannot be read; <see langword="null"/> if it can.</summary>
    public Exception? Failure { get; init; }

    /// <summary>Why the request may be the same as another one of the call; <see langword="null"/> if it is known to be another.</summary>
    public string? Doubt { get; init; }

    /// <summary>Whether there is neither a usage nor a reason why it cannot be read.</summary>
    public bool IsEmpty => Served is null && Failure is null && Reported is not { IsEmpty: false };

    /// <summary>
    /// Returns what a provider wrote, or the counts of Microsoft.Extensions.AI where that says nothing, or not how it counts.
    /// </summary>
    /// <param name="written">What the provider wrote; <see langword="null"/> if it was not seen.</param>
    /// <param name="reported">The counts, of which the id of the response and its model are used too.</param>
    public static SeenRequest Of(SeenRequest? written, ReportedUsage reported)
    {
        bool isUnclear = written?.Failure is PricingException { Error: PricingError.UnknownResponseFlavor } && !reported.IsEmpty;
        return written is null || isUnclear
            ? new SeenRequest { Id = reported.ResponseId, Model = reported.Model, Reported = reported }
            : written with { Id = reported.ResponseId ?? written.Id, Model = written.Model ?? reported.Model, Reported = reported };
    }
}
