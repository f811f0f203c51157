using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace TokenPricing.CostApi;

/// <summary>Gives each client its share of requests: a burst, and so many a second.</summary>
internal static class ClientLimiter
{
    public static void Configure(RateLimiterOptions limiter, CostApiLimits limits)
    {
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, IPAddress>(context =>
            context.Request.Path.StartsWithSegments(CostApiHost.HealthPath, StringComparison.Ordinal)
                ? RateLimitPartition.GetNoLimiter(IPAddress.None)
                : RateLimitPartition.GetTokenBucketLimiter(ClientOf(context.Connection.RemoteIpAddress), _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = limits.BurstRequests,
                    TokensPerPeriod = limits.RequestsPerSecond,
                    ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                    QueueLimit = 0,
                }));
        limiter.OnRejected = (rejected, _) =>
        {
            TimeSpan wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan after) ? after : TimeSpan.FromSeconds(1);
            string seconds = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            rejected.HttpContext.Response.Headers.RetryAfter = seconds;
            return new ValueTask(ProblemAnswers.WriteAsync(rejected.HttpContext, new ProblemException(
                ProblemKind.TooMany,
                $"One client may make {limits.BurstRequests} requests at once and {limits.RequestsPerSecond} a second after that. Ask again after {seconds} s.")));
        };
    }

    // A household or an office has a whole /64 of addresses.
    private static IPAddress ClientOf(IPAddress? address)
    {
        if (address is not { AddressFamily: AddressFamily.InterNetworkV6 })
        {
            return address ?? IPAddress.None;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        byte[] bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
