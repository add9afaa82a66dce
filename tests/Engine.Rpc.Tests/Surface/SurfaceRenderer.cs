using System.Reflection;
using System.Runtime.CompilerServices;

namespace Engine.Rpc.Tests.Surface;

/// <summary>
/// Renders what other assemblies can see of a set of types: one line per type and per member it declares. The line
/// holds everything the compiler of a caller looks at: parameter names and defaults, constraints, nullability,
/// variance, virtual or not. Left out because no caller can tell: overrides, attributes, readonly on structs, and
/// whether "protected" also says "internal".
/// </summary>
internal static class SurfaceRenderer
{
    private const BindingFlags Declared = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic
        | BindingFlags.Instance | BindingFlags.Static;

    /// <summary>The lines of all given types, sorted by character code.</summary>
    public static IReadOnlyList<string> Render(IEnumerable<Type> types) =>
        [.. types.Where(IsVisible).SelectMany(RenderType).Order(StringComparer.Ordinal)];

    /// <summary>True for types that code outside the assembly can name, at least in a derived class.</summary>
    public static bool IsVisible(Type type) => type.IsNested
        ? (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsVisible(type.DeclaringType!)
        : type.IsPublic;

    private static IEnumerable<string> RenderType(Type type)
    {
        yield return TypeLine(type);
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            yield break;
        }

        foreach (var member in type.GetMembers(Declared))
        {
            if (MemberLine(member) is { } line)
            {
                yield return TypeNames.Of(type) + line;
            }
        }
    }

    private static string? MemberLine(MemberInfo member) => member switch
    {
        FieldInfo field => FieldLine(field),
        ConstructorInfo constructor => ConstructorLine(constructor),
        PropertyInfo property => PropertyLine(property),
        EventInfo happening => EventLine(happening),
        MethodInfo method => MethodLine(method),
        _ => null, // nested types are listed as types
    };

    private static string TypeLine(Type type)
    {
        var visibility = type.IsNestedFamily || type.IsNestedFamORAssem ? "protected " : "";
        var start = $"{TypeNames.Of(type, declaring: true)} : {visibility}";
        var end = Constraints(OwnParameters(type));
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            var invoke = type.GetMethod("Invoke")!;
            return $"{start}delegate {TypeNames.Of(invoke.ReturnParameter)} ({Parameters(invoke)}){end}";
        }

        var bases = string.Join(", ", Bases(type));
        return $"{start}{Kind(type)}{(bases.Length == 0 ? "" : " : " + bases)}{end}";
    }

    /// <summary>Without those of the types it is nested in, which reflection repeats.</summary>
    private static Type[] OwnParameters(Type type) =>
        type.GetGenericArguments()[(type.DeclaringType?.GetGenericArguments().Length ?? 0)..];

    private static string Kind(Type type)
    {
        if (type.IsEnum)
        {
            return "enum " + TypeNames.Of(Enum.GetUnderlyingType(type));
        }

        if (type.IsInterface || type.IsValueType)
        {
            return type.IsInterface ? "interface" : "struct";
        }

        return type switch
        {
            { IsAbstract: true, IsSealed: true } => "class static",
            { IsAbstract: true } => "class abstract",
            { IsSealed: true } => "class sealed",
            _ => "class",
        };
    }

    private static IEnumerable<string> Bases(Type type)
    {
        if (type.IsEnum)
        {
            return [];
        }

        var parent = type.BaseType;
        var all = type.GetInterfaces();
        var implied = all.SelectMany(one => one.GetInterfaces()).Concat(parent?.GetInterfaces() ?? []);
        var own = all.Except(implied).Select(TypeNames.Of).Order(StringComparer.Ordinal);
        var says = parent is not null && parent != typeof(object) && parent != typeof(ValueType);
        return says ? own.Prepend(TypeNames.Of(parent!)) : own;
    }

    private static string? FieldLine(FieldInfo field)
    {
        if (!(field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly) || field.IsSpecialName)
        {
            return null;
        }

        if (field.DeclaringType!.IsEnum)
        {
            return $".{field.Name} = {field.GetRawConstantValue()}";
        }

        var prefix = field.IsPublic ? "" : "protected ";
        return field.IsLiteral
            ? $".{field.Name} : {prefix}const {TypeNames.Of(field)} = {Literal(field.GetRawConstantValue())}"
            : $".{field.Name} : {prefix}{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}"
                + TypeNames.Of(field);
    }

    private static string? ConstructorLine(ConstructorInfo constructor) =>
        !IsVisible(constructor) || constructor.IsStatic
            ? null
            : $".new({Parameters(constructor)}) : {(constructor.IsPublic ? "" : "protected ")}constructor";

    private static string? PropertyLine(PropertyInfo property)
    {
        MethodInfo[] accessors = [.. property.GetAccessors(nonPublic: true).Where(IsVisible)];
        var widest = accessors.FirstOrDefault(one => one.IsPublic) ?? accessors.FirstOrDefault();
        if (widest is null || IsOverride(widest))
        {
            return null;
        }

        // Of the accessor: the property's own copies do not know whether null is allowed.
        var index = widest.GetParameters()[..property.GetIndexParameters().Length];
        var name = index.Length == 0 ? property.Name : $"this[{string.Join(", ", index.Select(Parameter))}]";
        var parts = string.Concat(new[] { property.GetMethod, property.SetMethod }
            .Where(one => one is not null && IsVisible(one))
            .Select(one => $"{(widest.IsPublic && !one!.IsPublic ? "protected " : "")}{Accessor(property, one!)}; "));
        return $".{name} : {Modifiers(widest)}{TypeNames.Of(property)} {{ {parts}}}";
    }

    private static string Accessor(PropertyInfo property, MethodInfo accessor) => accessor == property.GetMethod
        ? "get"
        : accessor.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init" : "set";

    private static string? EventLine(EventInfo happening) =>
        happening.AddMethod is not { } add || !IsVisible(add) || IsOverride(add)
            ? null
            : $".{happening.Name} : {Modifiers(add)}event {TypeNames.Of(happening.EventHandlerType!)}";

    private static string? MethodLine(MethodInfo method)
    {
        // A special name is an accessor, listed with its property or event, or an operator.
        var isAccessor = method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);
        if (!IsVisible(method) || isAccessor || IsOverride(method))
        {
            return null;
        }

        var generic = method.GetGenericArguments();
        var arguments = generic.Length == 0 ? "" : $"<{string.Join(", ", generic.Select(one => one.Name))}>";
        return $".{method.Name}{arguments}({Parameters(method)}) : {Modifiers(method)}"
            + TypeNames.Of(method.ReturnParameter) + Constraints(generic);
    }

    private static bool IsVisible(MethodBase method) =>
        method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsOverride(MethodInfo method) => method.IsVirtual && method.GetBaseDefinition() != method;

    private static string Modifiers(MethodInfo method)
    {
        var kind = method switch
        {
            { IsStatic: true, IsAbstract: true } => "static abstract ",
            { IsStatic: true } => "static ",
            { IsAbstract: true } => "abstract ",
            { IsVirtual: true, IsFinal: false } => "virtual ",
            _ => "", // virtual and final: implements an interface without saying virtual
        };
        return (method.IsPublic ? "" : "protected ") + kind;
    }

    private static string Parameters(MethodBase method)
    {
        var receiver = method.IsDefined(typeof(ExtensionAttribute), inherit: false) ? "this " : "";
        return receiver + string.Join(", ", method.GetParameters().Select(Parameter));
    }

    private static string Parameter(ParameterInfo parameter)
    {
        var passing = parameter switch
        {
            { IsOut: true, ParameterType.IsByRef: true } => "out ",
            { IsIn: true, ParameterType.IsByRef: true } => "in ",
            { ParameterType.IsByRef: true } => "ref ",
            _ => parameter.IsDefined(typeof(ParamArrayAttribute), inherit: false) ? "params " : "",
        };
        var value = !parameter.HasDefaultValue ? ""
            : parameter.RawDefaultValue is { } given ? " = " + Literal(given)
            : IsPlainValue(parameter.ParameterType) ? " = default" : " = null";
        return $"{passing}{TypeNames.Of(parameter)} {parameter.Name}{value}";
    }

    private static bool IsPlainValue(Type type) => type.IsValueType && Nullable.GetUnderlyingType(type) is null;

    private static string Literal(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        Enum => Convert.ToInt64(value, null).ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!,
    };

    private static string Constraints(Type[] generic) => string.Concat(generic.Select(one =>
    {
        var flags = one.GenericParameterAttributes;
        var isStruct = flags.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        List<string> parts = [];
        if (flags.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) || isStruct)
        {
            parts.Add(isStruct ? "struct" : "class");
        }

        parts.AddRange(one.GetGenericParameterConstraints().Where(type => type != typeof(ValueType))
            .Select(TypeNames.Of));
        if (flags.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isStruct)
        {
            parts.Add("new()");
        }

        return parts.Count == 0 ? "" : $" where {one.Name} : {string.Join(", ", parts)}";
    }));
}
