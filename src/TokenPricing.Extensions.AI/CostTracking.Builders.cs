using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace TokenPricing.Extensions.AI;

public static partial class CostTracking
{
    // The id by which Microsoft.Extensions.AI marks the clients that can still change.
    private const string ExperimentalClients = "MEAI001";

    /// <summary>
    /// Adds cost tracking to the clients that a builder makes. Prices, options, logger and clock are those of the service container: the
    /// current catalog of <see cref="IPriceCatalogs"/>, or else the built-in prices; a <see cref="CostTrackingOptions"/>, if there is one;
    /// the <see cref="ILoggerFactory"/> and the <see cref="TimeProvider"/>, unless those options have their own.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the options; <see langword="null"/> for none.</param>
    /// <returns>The builder.</returns>
    /// <remarks>
    /// Put it after caches and function invocation in the builder, and so inside them: each round is then a call of its own, and what a
    /// cache answers costs nothing. Wherever it is put, each request counts once.
    /// </remarks>
    public static ChatClientBuilder UseCostTracking(
        this ChatClientBuilder builder, Func<CostTrackingOptions, CostTrackingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use((inner, services) => new CostTrackingChatClient(inner, PricesOf(services), OptionsOf(services, configure)));
    }

    /// <inheritdoc cref="UseCostTracking(ChatClientBuilder, Func{CostTrackingOptions, CostTrackingOptions}?)"/>
    public static EmbeddingGeneratorBuilder<TInput, TEmbedding> UseCostTracking<TInput, TEmbedding>(
        this EmbeddingGeneratorBuilder<TInput, TEmbedding> builder, Func<CostTrackingOptions, CostTrackingOptions>? configure = null)
        where TEmbedding : Embedding
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use((inner, services) =>
            new CostTrackingEmbeddingGenerator<TInput, TEmbedding>(inner, PricesOf(services), OptionsOf(services, configure)));
    }

    /// <inheritdoc cref="UseCostTracking(ChatClientBuilder, Func{CostTrackingOptions, CostTrackingOptions}?)"/>
    /// <remarks>The responses have no place for a cost: it is in <see cref="CostTrackingOptions.After"/>, sums and metrics.</remarks>
    [Experimental(ExperimentalClients)]
    public static ImageGeneratorBuilder UseCostTracking(
        this ImageGeneratorBuilder builder, Func<CostTrackingOptions, CostTrackingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use((inner, services) => new CostTrackingImageGenerator(inner, PricesOf(services), OptionsOf(services, configure)));
    }

    /// <inheritdoc cref="UseCostTracking(ChatClientBuilder, Func{CostTrackingOptions, CostTrackingOptions}?)"/>
    [Experimental(ExperimentalClients)]
    public static SpeechToTextClientBuilder UseCostTracking(
        this SpeechToTextClientBuilder builder, Func<CostTrackingOptions, CostTrackingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use((inner, services) =>
            new CostTrackingSpeechToTextClient(inner, PricesOf(services), OptionsOf(services, configure)));
    }

    /// <inheritdoc cref="UseCostTracking(ChatClientBuilder, Func{CostTrackingOptions, CostTrackingOptions}?)"/>
    /// <remarks>Where a response has no usage, the characters of the text count, by which many providers bill.</remarks>
    [Experimental(ExperimentalClients)]
    public static TextToSpeechClientBuilder UseCostTracking(
        this TextToSpeechClientBuilder builder, Func<CostTrackingOptions, CostTrackingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use((inner, services) =>
            new CostTrackingTextToSpeechClient(inner, PricesOf(services), OptionsOf(services, configure)));
    }

    /// <summary>
    /// Adds budgets to the clients that a builder makes: the most that a call can cost is reserved before it, and replaced by its cost
    /// afterward. What was reserved is released for calls that nothing is billed for: an error of the provider, a refused connection, a
    /// call canceled before it was made. Where a response was cut, an estimate counts, marked as unpriced.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="guard">The budgets.</param>
    /// <param name="budget">Changes how costs are reserved; <see langword="null"/> for the defaults.</param>
    /// <param name="configure">Changes the options of tracking; <see langword="null"/> for none.</param>
    /// <returns>The builder.</returns>
    /// <remarks>
    /// It tracks costs too, and can be combined with <c>UseCostTracking</c> in either order. Put it inside function invocation, so that
    /// each round is reserved for. A refused call throws a <see cref="BudgetRefusedException"/>.
    /// </remarks>
    public static ChatClientBuilder UseBudget(
        this ChatClientBuilder builder,
        BudgetGuard guard,
        Func<BudgetOptions, BudgetOptions>? budget = null,
        Func<CostTrackingOptions, CostTrackingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(guard);
        BudgetOptions defaults = new();
        CallBudget limits = new(guard, budget?.Invoke(defaults) ?? defaults);
        return builder.Use((inner, services) =>
            new CostTrackingChatClient(inner, PricesOf(services), OptionsOf(services, configure) with { Budget = limits }));
    }

    /// <summary>Returns the current prices of a service container; the built-in ones if it has none.</summary>
    internal static Func<PriceCatalog> PricesOf(IServiceProvider services) =>
        services.GetService<IPriceCatalogs>() is { } catalogs ? () => catalogs.Current
        : services.GetService<PriceCatalog>() is { } catalog ? () => catalog
        : () => PriceCatalog.BuiltIn;

    /// <summary>Returns the options of a service container after the caller's changes.</summary>
    internal static CostTrackingOptions OptionsOf(
        IServiceProvider services, Func<CostTrackingOptions, CostTrackingOptions>? configure)
    {
        CostTrackingOptions options = services.GetService<CostTrackingOptions>() ?? new CostTrackingOptions();
        if (ReferenceEquals(options.Logger, NullLogger.Instance) && services.GetService<ILoggerFactory>() is { } logs)
        {
            options = options with { Logger = logs.CreateLogger("TokenPricing.Extensions.AI") };
        }

        if (ReferenceEquals(options.Time, TimeProvider.System) && services.GetService<TimeProvider>() is { } time)
        {
            options = options with { Time = time };
        }

        return configure?.Invoke(options) ?? options;
    }
}
