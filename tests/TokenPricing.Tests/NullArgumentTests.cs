using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Every public member of the package says which argument must not be null.</summary>
public sealed class NullArgumentTests
{
    private static readonly NullabilityInfoContext Nullability = new();
    private static readonly PriceCatalog Prices = PriceCatalog.BuiltIn;
    private static readonly Offer Sold = Prices.Offer("openai", "gpt-4o");

    /// <summary>Something of each type that the members take beside the argument that is null.</summary>
    private static readonly ImmutableArray<object> Samples =
    [
        Prices, Sold, Sold.Model, Sold.Provider, Sold.History[^1], Sold.History[^1].Rates[0], Prices.Rows, "gpt-4o", Usd.Zero, default(Rate), Meter.Input,
        TokenUsage.FromTotals(1, 1), Instant.FromUtc(2026, 1, 1, 0, 0), new LocalDate(2026, 1, 1), new CostOptions(), Blend.InputOutput(70, 30),
        Percentage.FromPercent(1), ServiceTier.Standard, 1m, 1, 1L, true, new RankRequirements(), new PricingSettings(), CancellationToken.None,
        new Interval(Instant.FromUtc(2026, 1, 1, 0, 0), Instant.FromUtc(2026, 2, 1, 0, 0)), new RateCondition(), ResponseFlavor.OpenAIChat,
        MissingRatePolicy.Throw, SellerKind.Maker, PriceBasis.Standard, new MeterQuantity(Meter.Input, 1), ModelKind.Chat, PricingError.UnknownModel,
        new ServedCall(ResponseFlavor.OpenAIChat, TokenUsage.FromTotals(1, 1)), (ProviderId)"openai", (ModelId)"gpt-4o", new object(), new PriceSource("a", "A"),
        new InvalidOperationException(), typeof(string), Stream.Null, "{}"u8.ToArray(), new Uri("https://a.test/"),
    ];

    [Fact]
    public void PublicMembers_WithANullArgument_SayWhichOne()
    {
        List<string> wrong = [];
        int tried = 0;
        foreach (MethodBase member in typeof(PriceCatalog).Assembly.GetExportedTypes().Where(t => !t.Name.StartsWith('<'))
            .SelectMany(t => t.GetMembers(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .OfType<MethodBase>().Where(IsOwn))
        {
            ParameterInfo[] parameters = member.GetParameters();
            foreach (ParameterInfo parameter in parameters.Where(CannotBeNull))
            {
                object?[] arguments = [.. parameters.Select(p => p == parameter ? null : Sample(p))];
                object? target = member.IsStatic || member is ConstructorInfo ? null : Samples.FirstOrDefault(member.DeclaringType!.IsInstanceOfType);
                if ((target is null && !member.IsStatic && member is not ConstructorInfo) || arguments.Contains(Missing.Value))
                {
                    continue;
                }

                tried++;
                Exception? thrown = Thrown(member, target, arguments);
                if ((thrown as ArgumentNullException)?.ParamName != parameter.Name)
                {
                    wrong.Add($"{member.DeclaringType!.Name}.{member.Name}, {parameter.Name}: {thrown?.GetType().Name} {(thrown as ArgumentException)?.ParamName}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.InRange(tried, 70, 1_000);
    }

    private static bool IsOwn(MethodBase member) =>
        !member.IsDefined(typeof(CompilerGeneratedAttribute)) && !member.IsGenericMethod && !member.DeclaringType!.IsSubclassOf(typeof(Delegate))
        && (!member.IsSpecialName || member is ConstructorInfo) && !member.DeclaringType.IsInterface && member.Name != "Equals"
        && !(member is ConstructorInfo && (IsRecord(member.DeclaringType!) || member.DeclaringType == typeof(PricingException)));

    // The arguments of a record's constructor are its properties: a null that the annotations forbid is the caller's. An exception has a
    // message of its own instead.
    private static bool IsRecord(Type type) => type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is not null;

    private static bool CannotBeNull(ParameterInfo parameter) =>
        !parameter.ParameterType.IsValueType && !parameter.ParameterType.IsByRef && !parameter.IsOut
        && Nullability.Create(parameter).WriteState == NullabilityState.NotNull;

    private static object? Sample(ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        if (type.IsByRef)
        {
            type = type.GetElementType()!;
            if (parameter.IsOut)
            {
                return null;
            }
        }

        return parameter.HasDefaultValue && parameter.DefaultValue is not null ? parameter.DefaultValue
            : Nullable.GetUnderlyingType(type) is not null ? null
            : type.IsByRefLike ? Missing.Value
            : type.IsValueType ? Activator.CreateInstance(type)
            : Samples.FirstOrDefault(type.IsInstanceOfType)
            ?? (Nullability.Create(parameter).WriteState == NullabilityState.Nullable ? null
            : type.IsArray ? Array.CreateInstance(type.GetElementType()!, 0)
            : Missing.Value);
    }

    private static Exception? Thrown(MethodBase member, object? target, object?[] arguments)
    {
        try
        {
            _ = member is ConstructorInfo constructor ? constructor.Invoke(arguments) : member.Invoke(target, arguments);
            return null;
        }
        catch (TargetInvocationException e)
        {
            return e.InnerException;
        }
    }
}
