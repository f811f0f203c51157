using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TokenPricing.Extensions.Hosting;

/// <summary>
/// Reports a service as degraded where <see cref="PricingHealth.IsHealthy"/> is false: it goes on with the last good prices. Added by
/// <c>services.AddHealthChecks().AddCheck&lt;PricingHealthCheck&gt;("prices")</c>.
/// </summary>
/// <param name="catalogs">The prices of the service.</param>
public sealed class PricingHealthCheck(LivePriceCatalogs catalogs) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        PricingHealth health = catalogs.Health;
        string prices = $"Prices: {health.Source}, recorded through {CellText.Of(health.RecordedThrough) ?? "no day"}.";
        return Task.FromResult(health.IsHealthy
            ? HealthCheckResult.Healthy(prices)
            : HealthCheckResult.Degraded($"{prices} {health.ConfigurationError ?? health.LastRefresh?.ToString()}"));
    }
}
