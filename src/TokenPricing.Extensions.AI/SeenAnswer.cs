using Microsoft.Extensions.AI;

namespace TokenPricing.Extensions.AI;

/// <summary>What an answer that is no chat says of its usage.</summary>
/// <param name="Model">The model; <see langword="null"/> if it states none.</param>
/// <param name="Usage">The counts; <see langword="null"/> if it states none.</param>
/// <param name="Raw">The object of the client library; <see langword="null"/> if there is none.</param>
/// <param name="Id">The id of the response; <see langword="null"/> if it states none.</param>
internal readonly record struct SeenAnswer(string? Model, UsageDetails? Usage, object? Raw, string? Id = null);
