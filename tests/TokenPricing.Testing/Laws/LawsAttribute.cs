using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Xunit;

namespace TokenPricing.Tests;

/// <summary>
/// What all laws have in common, unless a class or a law says otherwise: 1,000 cases each, other ones in each run.
/// Where the environment variable <c>TOKENPRICING_SEED</c> is set, to any text, it chooses the cases, so that a run can be repeated;
/// <c>TOKENPRICING_CASES</c> is how many there are.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class LawsAttribute : PropertiesAttribute
{
    public static int Cases { get; } = CasesOf(Environment.GetEnvironmentVariable("TOKENPRICING_CASES"));

    public LawsAttribute()
    {
        MaxTest = Cases;
        Replay = ReplayOf(Environment.GetEnvironmentVariable("TOKENPRICING_SEED"));
    }

    /// <summary>A number that is none is an error: a run of too few cases proves little.</summary>
    public static int CasesOf(string? number) => string.IsNullOrEmpty(number) ? 1_000 : int.Parse(number, CultureInfo.InvariantCulture);

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
