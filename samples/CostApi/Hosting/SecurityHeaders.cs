using Microsoft.Extensions.Primitives;

namespace TokenPricing.CostApi;

/// <summary>Tells browsers to load nothing from elsewhere and to guess nothing.</summary>
internal static class SecurityHeaders
{
    // The page, its styles and its scripts are files of this server; nothing is written into the page itself.
    private const string SelfOnly = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

    private static readonly (string Name, string Value)[] Always =
    [
        ("Content-Security-Policy", SelfOnly),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ];

    public static void Use(IApplicationBuilder app) => app.Use((context, next) =>
    {
        // At the start of the answer, since a problem begins with an empty one; an answer that has a policy of its own keeps it.
        context.Response.OnStarting(() =>
        {
            foreach ((string name, string value) in Always)
            {
                context.Response.Headers.TryAdd(name, new StringValues(value));
            }

            return Task.CompletedTask;
        });
        return next(context);
    });
}
