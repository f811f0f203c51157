using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>What holds for every public type, whoever writes the next one.</summary>
public sealed class ConsistencyTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Type[] Forbidden = [typeof(double), typeof(float), typeof(Half), typeof(DateTime)];

    private static readonly Type[] PublicTypes = [.. Packages.Libraries.SelectMany(Packages.PublicTypesOf)];

    public static TheoryData<Type> Types => [.. PublicTypes];

    public static TheoryData<Type> Structs => [.. PublicTypes.Where(t => t.IsValueType && !t.IsByRefLike && !t.ContainsGenericParameters)];

    public static TheoryData<Type> EquatableStructs => [.. PublicTypes.Where(t => t.IsValueType && IsSelf(t, typeof(IEquatable<>)))];

    public static TheoryData<Type> Comparables => [.. PublicTypes.Where(t => IsSelf(t, typeof(IComparable<>)))];

    public static TheoryData<Type> Parsables => [.. PublicTypes.Where(t => IsSelf(t, typeof(ISpanParsable<>)))];

    [Theory]
    [MemberData(nameof(Types))]
    public void Type_Class_IsSealedAbstractOrStatic(Type type) => Assert.True(!type.IsClass || type.IsSealed || type.IsAbstract);

    [Theory]
    [MemberData(nameof(Types))]
    public void Type_Fields_AreConstantsOrPrivate(Type type) =>
        Assert.Empty(type.GetFields(Declared).Where(f => !f.IsLiteral && !f.IsSpecialName).Select(f => f.Name));

    [Theory]
    [MemberData(nameof(Types))]
    public void Type_Signatures_HaveNoBinaryFloatingPointAndNoDateTime(Type type) => Assert.Empty(
        type.GetMembers(Declared).Where(m => SignatureOf(m).SelectMany(Parts).Any(Forbidden.Contains)).Select(m => m.ToString()));

    [Theory]
    [MemberData(nameof(Types))]
    public void Type_RecordWithDecimals_WritesItsOwnText(Type type)
    {
        // The text that the compiler generates follows the culture: "Weight = 1,5" in da-DK.
        bool generated = type.GetMethod("ToString", Declared, [])?.IsDefined(typeof(CompilerGeneratedAttribute)) == true;

        Assert.True(!generated
            || !type.GetProperties(Declared).Any(p => (Nullable.GetUnderlyingType(p.PropertyType) ?? p.PropertyType) == typeof(decimal)));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Type_TryMethods_ReturnBool(Type type) => Assert.Empty(
        type.GetMethods(Declared)
            .Where(m => m.Name.StartsWith("Try", StringComparison.Ordinal) && m.Name.Length > 3 && char.IsUpper(m.Name[3]))
            .Where(m => m.ReturnType != typeof(bool) && m.ReturnType != typeof(Task<bool>) && m.ReturnType != typeof(ValueTask<bool>))
            .Select(m => m.Name));

    [Theory]
    [MemberData(nameof(Structs))]
    public void Struct_Default_HasTextAndHashAndEqualsItself(Type type)
    {
        object value = Activator.CreateInstance(type)!;
        object same = Activator.CreateInstance(type)!;

        Assert.NotNull(value.ToString());
        Assert.Equal(value.GetHashCode(), same.GetHashCode());
        Assert.True(value.Equals(same));
        Assert.False(value.Equals(null));
        Assert.False(value.Equals("another type"));
    }

    [Theory]
    [MemberData(nameof(Structs))]
    public void Struct_DefaultText_IsTheSameInEveryCulture(Type type)
    {
        object value = Activator.CreateInstance(type)!;

        Assert.Equal(Culture.In("", value.ToString), Culture.InDanish(value.ToString));
    }

    [Theory]
    [MemberData(nameof(Structs))]
    public void Struct_DefaultProperties_CanBeRead(Type type)
    {
        object value = Activator.CreateInstance(type)!;

        Assert.All(
            type.GetProperties(Declared).Where(p => p.GetIndexParameters().Length == 0),
            p => p.GetValue(p.GetMethod!.IsStatic ? null : value));
    }

    [Theory]
    [MemberData(nameof(EquatableStructs))]
    public void Equatable_Struct_HasEqualityOperators(Type type) =>
        Assert.All(["op_Equality", "op_Inequality"], name => Assert.True(HasOperator(type, name), name));

    [Theory]
    [MemberData(nameof(Comparables))]
    public void Comparable_Type_HasOrderOperators(Type type) => Assert.All(
        ["op_LessThan", "op_GreaterThan", "op_LessThanOrEqual", "op_GreaterThanOrEqual"],
        name => Assert.True(HasOperator(type, name), name));

    [Theory]
    [MemberData(nameof(Comparables))]
    public void Comparable_Struct_DefaultComparesEqualToItself(Type type)
    {
        if (type.IsValueType)
        {
            IComparable value = Assert.IsAssignableFrom<IComparable>(Activator.CreateInstance(type));

            Assert.Equal(0, value.CompareTo(Activator.CreateInstance(type)));
            Assert.Equal(1, value.CompareTo(null));
            Assert.Throws<ArgumentException>(() => value.CompareTo("another type"));
        }
    }

    [Theory]
    [MemberData(nameof(Parsables))]
    public void Parse_NoSuchText_QuotesItInTheMessage(Type type)
    {
        const string Text = "no such thing";
        MethodInfo? parse = type.GetMethod("Parse", Declared, [typeof(string)]);

        Assert.NotNull(parse);
        Exception? failure = Record.Exception(() => parse.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [Text], null));
        Assert.Contains(Text, Assert.IsType<FormatException>(failure).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Parsables))]
    public void Parse_Null_ThrowsArgumentNull(Type type)
    {
        MethodInfo? parse = type.GetMethod("Parse", Declared, [typeof(string)]);

        Assert.NotNull(parse);
        Assert.Throws<ArgumentNullException>(() => parse.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [null], null));
    }

    [Fact]
    public void Types_OfTheLibrary_AreFound() => Assert.Contains(typeof(Usd), PublicTypes);

    private static bool IsSelf(Type type, Type genericInterface) => type.GetInterfaces()
        .Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == genericInterface && i.GenericTypeArguments[0] == type);

    private static bool HasOperator(Type type, string name) => type.GetMethod(name, Declared, [type, type]) is not null;

    private static IEnumerable<Type> SignatureOf(MemberInfo member) => member switch
    {
        MethodBase method => method.GetParameters().Select(p => p.ParameterType).Append((method as MethodInfo)?.ReturnType ?? typeof(void)),
        PropertyInfo property => [property.PropertyType],
        FieldInfo field => [field.FieldType],
        EventInfo @event => [@event.EventHandlerType!],
        _ => [],
    };

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!) : type.GenericTypeArguments.SelectMany(Parts).Append(type);
}
