using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace TokenPricing.CostApi;

/// <summary>Makes the service: what models cost, over HTTP, and one page for a browser.</summary>
public static class CostApiHost
{
    internal const string HealthPath = "/health";

    /// <summary>A service that is ready to run.</summary>
    /// <param name="args">Settings of the command line, such as <c>--urls http://127.0.0.1:5080</c> or <c>--Limits:RequestsPerSecond 10</c>.</param>
    /// <param name="register">Registers services of one's own, such as a clock, before those of the service; <see langword="null"/>: none.</param>
    /// <remarks>It starts only where all its settings are right; an <see cref="OptionsValidationException"/> says what is wrong otherwise.</remarks>
    public static WebApplication Build(string[] args, Action<IServiceCollection>? register = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        register?.Invoke(builder.Services);
        AddServices(builder);
        WebApplication app = builder.Build();
        Use(app);
        return app;
    }

    private static void AddServices(WebApplicationBuilder builder)
    {
        IServiceCollection services = builder.Services;
        services.AddLiveTokenPricing(builder.Configuration.GetSection("TokenPricing"));
        services.AddOptions<CostApiLimits>().BindConfiguration(CostApiLimits.Section, binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CostApiLimits>, CostApiLimitsValidator>();
        services.AddExceptionHandler<ProblemAnswers>();
        services.AddHealthChecks().AddCheck<PricingHealthCheck>("prices");
        services.AddOpenApi(OpenApiDocument.Configure);
        services.AddResponseCompression(options => options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, AnswerFormat.Svg.MediaType]);
        services.AddRateLimiter(_ => { });
        services.AddRequestTimeouts();
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<CostApiLimits>>((kestrel, limits) => Limit(kestrel, limits.Value));
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<CostApiLimits>>((limiter, limits) => ClientLimiter.Configure(limiter, limits.Value));
        services.AddOptions<RequestTimeoutOptions>().Configure<IOptions<CostApiLimits>>((timeouts, limits) => timeouts.DefaultPolicy = TimeoutOf(limits.Value));
        services.AddOptions<HostOptions>().Configure<IOptions<CostApiLimits>>((host, limits) => host.ShutdownTimeout = TimeSpan.FromSeconds(limits.Value.ShutdownSeconds));
    }

    private static void Limit(KestrelServerOptions kestrel, CostApiLimits limits)
    {
        MinDataRate rate = new(limits.BodyBytesPerSecond, TimeSpan.FromSeconds(limits.BodyGraceSeconds));
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = limits.BodyBytes;
        kestrel.Limits.MaxConcurrentConnections = limits.Connections;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(limits.HeadSeconds);
        kestrel.Limits.MinRequestBodyDataRate = rate;
        kestrel.Limits.MinResponseDataRate = rate;
    }

    // Answers take milliseconds: what takes long is a body that does not come.
    private static RequestTimeoutPolicy TimeoutOf(CostApiLimits limits) => new()
    {
        Timeout = TimeSpan.FromSeconds(limits.RequestSeconds),
        TimeoutStatusCode = ProblemKind.TooSlow.Status,
        WriteTimeoutResponse = context => ProblemAnswers.WriteAsync(
            context, new ProblemException(ProblemKind.TooSlow, $"The request did not arrive within {limits.RequestSeconds} s.")),
    };

    private static void Use(WebApplication app)
    {
        SecurityHeaders.Use(app);
        app.UseResponseCompression();
        app.UseExceptionHandler(_ => { });
        app.UseStatusCodePages(ProblemAnswers.WriteAsync);
        app.UseRateLimiter();
        app.UseDefaultFiles();
        // Asked for again each time, and not sent again where they are the same: a new version shows at once.
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache" });
        app.UseRouting();
        app.UseRequestTimeouts();
        QuestionEndpoint.MapAll(app);
        app.MapHealthChecks(HealthPath);
        app.MapOpenApi();
    }
}
