using System.Collections;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>
/// Records compare by content, that of their lists included: the equality that the compiler writes asks two lists whether they are one.
/// </summary>
public sealed class ContentEqualityTests
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, object?> Elements = [];

    public static TheoryData<Type> Records => [.. RecordTypes];

    private static IEnumerable<Type> RecordTypes =>
        Packages.Libraries.SelectMany(Packages.PublicTypesOf).Where(t => IsRecord(t) && ListsOf(t).Any());

    [Theory]
    [MemberData(nameof(Records))]
    public void Record_EqualLists_AreOneContent(Type type) => Assert.Null(Difference(type));

    [Fact]
    public void Records_WithLists_AreFound() => Assert.Contains(typeof(PricedMeter), RecordTypes);

    [Theory]
    [InlineData(typeof(ByReference), "is not equal")]
    [InlineData(typeof(WithoutHash), "another hash")]
    public void Difference_RecordThatComparesItsListByReference_IsSeen(Type type, string difference) =>
        Assert.Contains(difference, Difference(type), StringComparison.Ordinal);

    [Fact]
    public void Difference_RecordThatComparesByContent_IsNone() => Assert.Null(Difference(typeof(ByContent)));

    // What is wrong with the equality of two values of a type that differ only in which lists of the same content they hold.
    private static string? Difference(Type type)
    {
        foreach (FieldInfo list in ListsOf(type))
        {
            object first = Filled(type);
            object second = Filled(type);
            list.SetValue(first, ListOf(list.FieldType, 2));
            list.SetValue(second, ListOf(list.FieldType, 2));
            if (!first.Equals(second))
            {
                return $"{list.Name}: a list of the same content is not equal.";
            }

            if (first.GetHashCode() != second.GetHashCode())
            {
                return $"{list.Name}: a list of the same content has another hash.";
            }

            list.SetValue(second, ListOf(list.FieldType, 1));
            if (CountOf(list.GetValue(first)) != CountOf(list.GetValue(second)) && first.Equals(second))
            {
                return $"{list.Name}: a shorter list is equal.";
            }
        }

        return null;
    }

    private static int CountOf(object? list) => list is IEnumerable items ? items.Cast<object?>().Count() : 0;

    // A value without its constructor, which might refuse what this test makes up. No list in it is null, and nothing else that can be
    // made.
    private static object Filled(Type type)
    {
        object value = RuntimeHelpers.GetUninitializedObject(type);
        foreach (FieldInfo field in FieldsOf(type))
        {
            field.SetValue(value, IsList(field.FieldType) ? ListOf(field.FieldType, 1) : Element(field.FieldType));
        }

        return value;
    }

    // One value for each type: what is asked is whether lists compare their elements at all.
    private static object? Element(Type type)
    {
        lock (Elements)
        {
            if (!Elements.TryGetValue(type, out object? element))
            {
                // A type that holds itself, however far down, holds null there.
                Elements.Add(type, null);
                element = type switch
                {
                    _ when type == typeof(string) => "text",
                    _ when type == typeof(DateTimeZone) => DateTimeZone.Utc,
                    { IsValueType: true } => Activator.CreateInstance(type),
                    { IsInterface: true } or { ContainsGenericParameters: true } => null,
                    _ when type.IsAssignableTo(typeof(Delegate)) => null,
                    { IsAbstract: true } => DerivedFrom(type) is { } derived ? Element(derived) : null,
                    _ when IsList(type) => ListOf(type, 1),
                    _ when type.Namespace?.StartsWith(Packages.Core, StringComparison.Ordinal) == true => Filled(type),
                    _ => RuntimeHelpers.GetUninitializedObject(type),
                };
                Elements[type] = element;
            }

            return element;
        }
    }

    private static Type? DerivedFrom(Type type) =>
        Array.Find(type.Assembly.GetTypes(), t => t.BaseType == type && !t.IsAbstract && !t.ContainsGenericParameters);

    private static IEnumerable<FieldInfo> FieldsOf(Type type) =>
        type.BaseType is { } above && above != typeof(object) && above != typeof(ValueType)
            ? FieldsOf(above).Concat(type.GetFields(Own))
            : type.GetFields(Own);

    private static object? ListOf(Type type, int count)
    {
        Type[] arguments = type.GenericTypeArguments;
        Array items = Array.CreateInstance(type.IsArray ? type.GetElementType()! : arguments[0], count);
        for (int i = 0; i < count; i++)
        {
            items.SetValue(arguments is [_, _] ? KeyOf(arguments[0], i) : Element(items.GetType().GetElementType()!), i);
        }

        return type switch
        {
            { IsArray: true } => items,
            _ when arguments is [Type key, Type item] => Make(nameof(DictionaryOf), [key, item], items, type),
            _ when type.GetGenericTypeDefinition() == typeof(ImmutableArray<>) => Make(nameof(ArrayOf), arguments, items, type),
            _ when type.Name.Contains("Set", StringComparison.Ordinal) => Make(nameof(SetOf), arguments, items, type),
            _ when type.GetGenericTypeDefinition() == typeof(ImmutableList<>) => Make(nameof(ImmutableListOf), arguments, items, type),
            _ => items,
        };
    }

    // Keys of a class that cannot be made here, such as the tables of a catalog, are left out.
    private static object? KeyOf(Type type, int index) => (type, index) switch
    {
        _ when type == typeof(string) => $"key {index}",
        (_, 0) => Element(type),
        ({ IsValueType: true }, _) => Activator.CreateInstance(type),
        ({ IsAbstract: false, ContainsGenericParameters: false }, _) => Filled(type),
        _ => null,
    };

    private static object? Make(string name, Type[] arguments, Array items, Type type) => typeof(ContentEqualityTests)
        .GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!
        .MakeGenericMethod(arguments)
        .Invoke(null, [items, type]);

    private static ImmutableArray<T> ArrayOf<T>(T[] items, Type type) => ImmutableArray.Create(items);

    private static ImmutableList<T> ImmutableListOf<T>(T[] items, Type type) => ImmutableList.Create(items);

    private static object SetOf<T>(T[] items, Type type) => type.Name switch
    {
        "ImmutableHashSet`1" => items.ToImmutableHashSet(),
        "ImmutableSortedSet`1" => items.ToImmutableSortedSet(),
        "FrozenSet`1" => items.ToFrozenSet(),
        _ => items.ToHashSet(),
    };

    private static object DictionaryOf<TKey, TValue>(TKey[] keys, Type type)
        where TKey : notnull
    {
        Dictionary<TKey, TValue> items =
            keys.Where(k => k is not null).Distinct().ToDictionary(k => k, _ => (TValue)Element(typeof(TValue))!);
        return type.Name switch
        {
            "ImmutableDictionary`2" => items.ToImmutableDictionary(),
            "ImmutableSortedDictionary`2" => items.ToImmutableSortedDictionary(),
            "FrozenDictionary`2" => items.ToFrozenDictionary(),
            "SortedList`2" => new SortedList<TKey, TValue>(items),
            _ => items,
        };
    }

    private static bool IsRecord(Type type) =>
        !type.IsAbstract && !type.ContainsGenericParameters && type.GetMethod("PrintMembers", Own) is not null;

    private static IEnumerable<FieldInfo> ListsOf(Type type) => FieldsOf(type).Where(f => IsList(f.FieldType));

    // A queue is a part of what a service keeps, which no value has.
    private static bool IsList(Type type) =>
        type != typeof(string)
        && !type.Name.Contains("Queue", StringComparison.Ordinal)
        && (type.IsArray || (type.IsGenericType && type.Namespace!.StartsWith("System.Collections", StringComparison.Ordinal)))
        && (type.IsAssignableTo(typeof(IEnumerable)) || type.IsValueType);

    private sealed record ByReference(ImmutableArray<string> Names);

    private sealed record WithoutHash(ImmutableArray<string> Names)
    {
        public bool Equals(WithoutHash? other) => other is not null && Names.SequenceEqual(other.Names);

        public override int GetHashCode() => Names.GetHashCode();
    }

    private sealed record ByContent(ImmutableArray<string> Names, string Text)
    {
        public bool Equals(ByContent? other) => other is not null && Text == other.Text && Names.SequenceEqual(other.Names);

        public override int GetHashCode() => HashCode.Combine(Text, Names.Length);
    }
}
