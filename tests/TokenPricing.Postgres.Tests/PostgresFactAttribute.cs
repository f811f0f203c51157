using Xunit;

namespace TokenPricing.Tests;

/// <summary>A test that needs PostgreSQL's programs, and is skipped where they are not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute()
    {
        if (PostgresServer.Programs is null)
        {
            Skip = $"PostgreSQL is not installed: no initdb in PATH, in {PostgresServer.Debian}, or where TOKENPRICING_POSTGRES says. "
                + "On Debian: apt-get install -y postgresql";
        }
    }
}
