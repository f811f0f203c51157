using Microsoft.Extensions.AI;

namespace TokenPricing.Extensions.AI;

/// <summary>Tracks calls that have one answer and are no chat.</summary>
internal static class WholeCall
{
    /// <summary>Makes a call, tracks it and puts its cost on the answer.</summary>
    /// <typeparam name="TAnswer">The type of the answer.</typeparam>
    /// <param name="tracker">The tracker of the client.</param>
    /// <param name="model">The requested model; <see langword="null"/> for the client's default.</param>
    /// <param name="make">Makes the call.</param>
    /// <param name="see">Returns what the answer says.</param>
    /// <param name="properties">
    /// Returns the additional properties of the answer, which come into being if there are none; <see langword="null"/> for a kind of
    /// answer that has none.
    /// </param>
    /// <param name="characters">The characters of the input, by which some speech is billed; <see langword="null"/> for no text.</param>
    /// <param name="cancellationToken">The token of the call.</param>
    public static async Task<TAnswer> TrackAsync<TAnswer>(
        CallTracker tracker,
        string? model,
        Func<Task<TAnswer>> make,
        Func<TAnswer, SeenAnswer> see,
        Func<TAnswer, AdditionalPropertiesDictionary>? properties,
        long? characters,
        CancellationToken cancellationToken)
    {
        OpenCall call = await tracker.BeginAsync(model, [], null, cancellationToken).ConfigureAwait(false);
        CallScope.Current = call.Scope;
        TAnswer answer;
        try
        {
            answer = await make().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await tracker.EndAsync(call, CallEnd.Of(e, cancellationToken)).ConfigureAwait(false);
            throw;
        }

        SeenAnswer seen = see(answer);
        CallEnd end = CallEnd.Of(null, cancellationToken) with { Model = seen.Model };
        TrackedCall tracked = await tracker
            .EndAsync(call, end, () => ResponseUsage.Of(seen, characters, tracker.Reader)).ConfigureAwait(false);
        if (tracker.Attached(call, tracked, []) is { } cost && properties is not null)
        {
            AttachedCosts.Put(properties(answer), cost);
        }

        return answer;
    }
}
