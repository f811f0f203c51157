using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace TokenPricing.Tests;

/// <summary>
/// A public API as text that reads like C#: types and members in ordinal order, nullability, defaults and constants.
/// Left out are overrides of <see cref="object"/>'s members and what the compiler adds.
/// </summary>
internal static class ApiText
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<string, string> Operators = new()
    {
        ["op_Equality"] = "==",
        ["op_Inequality"] = "!=",
        ["op_LessThan"] = "<",
        ["op_GreaterThan"] = ">",
        ["op_LessThanOrEqual"] = "<=",
        ["op_GreaterThanOrEqual"] = ">=",
        ["op_Addition"] = "+",
        ["op_Subtraction"] = "-",
        ["op_UnaryNegation"] = "-",
        ["op_Multiply"] = "*",
        ["op_Division"] = "/",
    };

    public static string Of(Assembly assembly) => Of(assembly.GetExportedTypes());

    public static string Of(IEnumerable<Type> types) => string.Concat(types
        .Where(type => !IsSpeechless(type.FullName!))
        .OrderBy(ApiTypeName.WithNesting, StringComparer.Ordinal)
        .Select(type => $"{Header(type)}\n{string.Concat(Members(type).OrderBy(m => m.Name, StringComparer.Ordinal).ThenBy(m => m.Text, StringComparer.Ordinal).Select(m => $"  {m.Text}\n"))}\n"));

    private static bool IsSpeechless(string name) => name.Contains('<', StringComparison.Ordinal);

    private static string Header(Type type)
    {
        IEnumerable<string> bases = type.GetInterfaces()
            .Where(i => i.IsPublic && type.BaseType?.GetInterfaces().Contains(i) != true)
            .Where(i => !type.GetInterfaces().Any(other => other.GetInterfaces().Contains(i)))
            .Select(i => ApiTypeName.Of(i))
            .Order(StringComparer.Ordinal);
        if (type.BaseType is { } @base && @base != typeof(object) && @base != typeof(ValueType) && @base != typeof(Enum) && !IsDelegate(type))
        {
            bases = bases.Prepend(ApiTypeName.Of(@base));
        }

        string list = type.IsEnum || IsDelegate(type) ? "" : string.Join(", ", bases);
        return $"{Kind(type)} {ApiTypeName.WithNesting(type)}{(list.Length > 0 ? " : " + list : "")}";
    }

    private static string Kind(Type type)
    {
        bool record = type.GetMethod("<Clone>$") is not null || type.GetMethod("PrintMembers", Declared) is not null;
        string word = record ? "record " : "";
        return type switch
        {
            _ when IsDelegate(type) => "delegate",
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => (type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "") + (type.IsByRefLike ? "ref " : "") + word + "struct",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => $"abstract {word}class",
            { IsSealed: true } => $"sealed {word}class",
            _ => word + "class",
        };
    }

    private static bool IsDelegate(Type type) => type.BaseType == typeof(MulticastDelegate);

    private static IEnumerable<(string Name, string Text)> Members(Type type)
    {
        if (type.IsEnum)
        {
            return type.GetFields(BindingFlags.Public | BindingFlags.Static)
                .Select(f => (f.Name, $"{f.Name} = {Convert.ToInt64(f.GetRawConstantValue(), CultureInfo.InvariantCulture)}"));
        }

        if (IsDelegate(type))
        {
            return [("Invoke", Method(type.GetMethod("Invoke")!))];
        }

        MethodInfo[] extensions = [.. ExtensionBlocks(type).SelectMany(block => block.GetMethods(Declared))];
        return
        [
            .. ExtensionBlocks(type).SelectMany(ExtensionMembers),
            .. type.GetFields(Declared).Where(f => (f.IsPublic || f.IsFamily) && !IsSpeechless(f.Name)).Select(f => (f.Name, Field(f))),
            .. type.GetConstructors(Declared).Where(c => IsVisible(c) && !c.IsStatic).Select(c => ("", $"{Access(c)}new({Parameters(c.GetParameters())})")),
            .. type.GetProperties(Declared).Where(p => p.GetAccessors(nonPublic: true).Any(IsVisible) && p.Name != "EqualityContract").Select(p => (p.Name, Property(p))),
            .. type.GetEvents(Declared).Where(e => IsVisible(e.AddMethod!)).Select(e => (e.Name, $"event {ApiTypeName.Of(e.EventHandlerType!)} {e.Name}")),
            .. type.GetMethods(Declared).Where(m => IsTold(m) && !extensions.Any(e => Implements(m, e))).Select(m => (m.Name, Method(m))),
        ];
    }

    private static bool IsTold(MethodInfo method) =>
        IsVisible(method)
        && !IsSpeechless(method.Name)
        && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))
        && method.Name != "PrintMembers"
        && method.GetBaseDefinition().DeclaringType != typeof(object)
        && !(method.IsDefined(typeof(CompilerGeneratedAttribute)) && method.GetBaseDefinition() != method);

    // A C# 14 extension block is a nested type that declares the members, each with an attribute naming the type that has
    // the receiver; what runs are static methods of the outer class.
    private static IEnumerable<Type> ExtensionBlocks(Type type) =>
        type.GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic).Where(t => t.Name.StartsWith("<G>$", StringComparison.Ordinal));

    private static IEnumerable<(string Name, string Text)> ExtensionMembers(Type block)
    {
        foreach (MemberInfo member in block.GetMembers(Declared))
        {
            CustomAttributeData? marker = member.CustomAttributes.FirstOrDefault(a => a.AttributeType.Name == "ExtensionMarkerAttribute");
            MethodInfo? receiver = block.GetNestedType((string?)marker?.ConstructorArguments[0].Value ?? "", BindingFlags.Public | BindingFlags.NonPublic)
                ?.GetMethod("<Extension>$", Declared);
            string? text = (member, receiver) switch
            {
                (_, null) => null,
                (PropertyInfo property, _) => Property(property),
                (MethodInfo { IsSpecialName: false } method, _) => Method(method),
                _ => null,
            };
            if (text is not null)
            {
                yield return (member.Name, $"extension({Parameters(receiver!.GetParameters())}) {text}");
            }
        }
    }

    private static bool Implements(MethodInfo method, MethodInfo declaration)
    {
        string[] declared = [.. declaration.GetParameters().Select(p => p.ParameterType.ToString())];
        string[] actual = [.. method.GetParameters().Select(p => p.ParameterType.ToString())];
        return method.IsStatic && method.Name == declaration.Name
            && actual.Length == declared.Length + (declaration.IsStatic ? 0 : 1)
            && actual.TakeLast(declared.Length).SequenceEqual(declared);
    }

    private static bool IsVisible(MethodBase method) =>
        method.IsPublic || (method.DeclaringType is { IsSealed: false } && (method.IsFamily || method.IsFamilyOrAssembly));

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static string Field(FieldInfo field) => field.IsLiteral
        ? $"const {ApiTypeName.Of(field.FieldType)} {field.Name} = {Literal(field.GetRawConstantValue(), field.FieldType)}"
        : $"{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{ApiTypeName.Of(field)} {field.Name}";

    private static string Property(PropertyInfo property)
    {
        MethodInfo accessor = property.GetAccessors(nonPublic: true).First(IsVisible);
        string setter = property.SetMethod is not { } set || !IsVisible(set) ? ""
            : set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? " init;" : " set;";
        string getter = property.GetMethod is { } get && IsVisible(get) ? " get;" : "";
        ParameterInfo[] index = property.GetIndexParameters();
        string name = index.Length > 0 ? $"this[{Parameters(index)}]" : property.Name;
        string required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        return $"{Access(accessor)}{Modifiers(accessor)}{required}{ApiTypeName.Of(property)} {name} {{{getter}{setter} }}";
    }

    private static string Method(MethodInfo method)
    {
        string parameters = Parameters(method.GetParameters());
        if (method.IsDefined(typeof(ExtensionAttribute)))
        {
            parameters = "this " + parameters;
        }

        string name = Operators.TryGetValue(method.Name, out string? symbol) ? "operator " + symbol : method.Name;
        string generics = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>" : "";
        return method.Name is "op_Implicit" or "op_Explicit"
            ? $"static {method.Name[3..].ToLowerInvariant()} operator {ApiTypeName.Of(method.ReturnParameter)}({parameters})"
            : $"{Access(method)}{Modifiers(method)}{ApiTypeName.Of(method.ReturnParameter)} {name}{generics}({parameters})";
    }

    private static string Modifiers(MethodInfo method) => method switch
    {
        { DeclaringType.IsInterface: true } => method.IsStatic ? "static " : "",
        { IsStatic: true } => "static ",
        { IsAbstract: true } => "abstract ",
        _ when method.GetBaseDefinition() != method => "override ",
        { IsVirtual: true, IsFinal: false } when method.DeclaringType is { IsSealed: false } => "virtual ",
        _ => "",
    };

    private static string Parameters(ParameterInfo[] parameters) => string.Join(", ", parameters.Select(p =>
    {
        bool many = p.IsDefined(typeof(ParamArrayAttribute)) || p.IsDefined(typeof(ParamCollectionAttribute));
        string passing = !p.ParameterType.IsByRef ? "" : p.IsOut ? "out " : p.IsIn ? "in " : "ref ";
        string value = p.HasDefaultValue ? " = " + Literal(p.DefaultValue, p.ParameterType) : "";
        return $"{(many ? "params " : "")}{passing}{ApiTypeName.Of(p)} {p.Name}{value}".TrimEnd();
    }));

    private static string Literal(object? value, Type type) => value switch
    {
        null => type.IsValueType && Nullable.GetUnderlyingType(type) is null ? "default" : "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        decimal number => number.ToString(CultureInfo.InvariantCulture) + "m",
        _ when (Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } @enum => $"{@enum.Name}.{Enum.ToObject(@enum, value)}",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable => "[]",
        _ => value.ToString()!,
    };
}
