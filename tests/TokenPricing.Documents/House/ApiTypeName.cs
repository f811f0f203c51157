using System.Reflection;

namespace TokenPricing.Tests;

/// <summary>Types as C# writes them, with the question marks of nullable references where a member says.</summary>
internal static class ApiTypeName
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(byte)] = "byte",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(decimal)] = "decimal",
        [typeof(double)] = "double",
    };

    public static string Of(Type type) => Write(type, null);

    public static string Of(PropertyInfo property) => Write(property.PropertyType, new NullabilityInfoContext().Create(property));

    public static string Of(FieldInfo field) => Write(field.FieldType, new NullabilityInfoContext().Create(field));

    public static string Of(ParameterInfo parameter) => Write(parameter.ParameterType, new NullabilityInfoContext().Create(parameter));

    /// <summary>The name after the names of the types around it: <c>Outer.Inner</c>.</summary>
    public static string WithNesting(Type type) => (type.DeclaringType is { } outer ? WithNesting(outer) + "." : "") + Write(type, null);

    private static string Write(Type type, NullabilityInfo? info)
    {
        if (type.IsByRef)
        {
            return Write(type.GetElementType()!, info);
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Write(underlying, info?.GenericTypeArguments is [var only] ? only : null) + "?";
        }

        string mark = !type.IsValueType && info?.ReadState == NullabilityState.Nullable ? "?" : "";
        if (type.IsArray)
        {
            return Write(type.GetElementType()!, info?.ElementType) + "[]" + mark;
        }

        if (!type.IsGenericType)
        {
            return Keywords.GetValueOrDefault(type, type.Name) + mark;
        }

        Type[] arguments = type.GetGenericArguments();
        IEnumerable<string> written = arguments.Select((a, i) => Write(a, info?.GenericTypeArguments.ElementAtOrDefault(i)));
        int tick = type.Name.IndexOf('`', StringComparison.Ordinal);
        return $"{(tick < 0 ? type.Name : type.Name[..tick])}<{string.Join(", ", written)}>{mark}";
    }
}
