using System.Buffers.Binary;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.FSharp.Core;

namespace FsCheck.Xunit;

internal interface IPropertySettings
{
    PropertySettings Over(PropertySettings outer);
}

internal sealed record PropertySettings(
    int MaxTest, int MaxRejected, int StartSize, int EndSize, string? Replay, Type[] Arbitrary, bool Verbose, bool QuietOnSuccess)
{
    /// <summary>The environment variable that chooses the cases of all laws, so that a run can be repeated.</summary>
    public const string SeedVariable = "TOKENPRICING_SEED";

    public static PropertySettings Default { get; } = new(1_000, 1_000, 1, 100, null, [], Verbose: false, QuietOnSuccess: false);

    /// <summary>The method's settings over its class's over its assembly's.</summary>
    public static PropertySettings For(MethodInfo method, Type testClass)
    {
        IPropertySettings?[] outerFirst =
        [
            testClass.Assembly.GetCustomAttribute<PropertiesAttribute>(),
            testClass.GetCustomAttribute<PropertiesAttribute>(),
            method.GetCustomAttribute<PropertyAttribute>(),
        ];
        PropertySettings settings = outerFirst.Aggregate(Default, (outer, inner) => inner?.Over(outer) ?? outer);
        return settings with { Replay = settings.Replay ?? ReplayOf(Environment.GetEnvironmentVariable(SeedVariable), $"{testClass.FullName}.{method.Name}") };
    }

    /// <summary>The cases of a law that a seed chooses, other ones for each law; without a seed, other ones in each run.</summary>
    public static string? ReplayOf(string? seed, string law)
    {
        if (string.IsNullOrEmpty(seed))
        {
            return null;
        }

        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed} {law}"));
        return string.Create(CultureInfo.InvariantCulture, $"{BinaryPrimitives.ReadUInt64LittleEndian(hash)},{BinaryPrimitives.ReadUInt64LittleEndian(hash.AsSpan(8)) | 1}");
    }

    public Config ToConfig(IRunner runner)
    {
        Config config = Config.Default
            .WithMaxTest(MaxTest)
            .WithMaxRejected(MaxRejected)
            .WithStartSize(StartSize)
            .WithEndSize(EndSize)
            .WithQuietOnSuccess(QuietOnSuccess)
            .WithArbitrary(Arbitrary)
            .WithRunner(runner);
        return Replay is null ? config : config.WithReplay(FSharpOption<FsCheck.Replay>.Some(ParseReplay(Replay)));
    }

    private static FsCheck.Replay ParseReplay(string text)
    {
        string[] parts = text.Trim('(', ')', ' ').Split(',', StringSplitOptions.TrimEntries);
        if (parts.Length is not (2 or 3)
            || !ulong.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed)
            || !ulong.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out ulong gamma))
        {
            throw new ArgumentException($"Replay is 'seed,gamma' or 'seed,gamma,size', not '{text}'.", nameof(text));
        }

        FSharpOption<int> size = parts.Length == 3
            ? FSharpOption<int>.Some(int.Parse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture))
            : FSharpOption<int>.None;
        return new FsCheck.Replay(new Rnd(seed, gamma), size);
    }
}
