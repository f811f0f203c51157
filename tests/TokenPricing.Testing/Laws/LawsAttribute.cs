using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Xunit;

namespace TokenPricing.Tests;

/// <summary>
/// What all laws have in common, unless a class or a law says otherwise: 1,000 cases each, other ones in each run.
/// Where the environment variable <c>TOKENPRICING_SEED</c> is set, to any text, it chooses the cases, so that a run can be repeated.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class LawsAttribute : PropertiesAttribute
{
    public const int Cases = 1_000;

    public LawsAttribute()
    {
        MaxTest = Cases;
        Replay = ReplayOf(Environment.GetEnvironmentVariable("TOKENPRICING_SEED"));
    }

    public static string? ReplayOf(string? seed)
    {
        if (string.IsNullOrEmpty(seed))
        {
            return null;
        }

        Rnd random = new(BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(seed))));
        return $"{random.Seed},{random.Gamma}";
    }
}
