using Microsoft.Extensions.Diagnostics.HealthChecks;
using NodaTime.Text;

namespace TokenPricing.Extensions.Hosting;

/// <summary>
/// Reports a service as degraded if <see cref="PricingHealth.IsHealthy"/> is <see langword="false"/>, since it then continues with the last
/// good prices. Register it with <c>services.AddHealthChecks().AddCheck&lt;PricingHealthCheck&gt;("prices")</c>.
/// </summary>
/// <param name="catalogs">The prices of the service.</param>
public sealed class PricingHealthCheck(LivePriceCatalogs catalogs) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        PricingHealth health = catalogs.Health;
        string day = health.RecordedThrough is { } recorded ? LocalDatePattern.Iso.Format(recorded) : "no day";
        string prices = $"Prices: {health.Source}, recorded through {day}.";
        return Task.FromResult(health.IsHealthy
            ? HealthCheckResult.Healthy(prices)
            : HealthCheckResult.Degraded($"{prices} {health.ConfigurationError ?? health.LastRefresh?.ToString()}"));
    }
}
