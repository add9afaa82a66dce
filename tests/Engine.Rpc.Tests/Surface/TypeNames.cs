using System.Reflection;

namespace Engine.Rpc.Tests.Surface;

/// <summary>
/// Names of types as C# writes them, in full, with a question mark where null is allowed. Type parameters never get
/// one: whether their null is allowed depends on the argument.
/// </summary>
internal static class TypeNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(double)] = "double",
    };

    public static string Of(Type type) => Name(type, null);

    public static string Of(ParameterInfo parameter) =>
        Name(parameter.ParameterType, new NullabilityInfoContext().Create(parameter));

    public static string Of(PropertyInfo property) =>
        Name(property.PropertyType, new NullabilityInfoContext().Create(property));

    public static string Of(FieldInfo field) => Name(field.FieldType, new NullabilityInfoContext().Create(field));

    /// <summary>With <paramref name="declaring"/> the type parameters show their variance.</summary>
    public static string Of(Type type, bool declaring) =>
        Full(type, [.. type.GetGenericArguments().Select(one => (declaring ? Variance(one) : "") + one.Name)]);

    private static string Name(Type type, NullabilityInfo? nullability)
    {
        if (type.IsByRef)
        {
            return Name(type.GetElementType()!, nullability);
        }

        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Name(underlying, null) + "?";
        }

        var mark = !type.IsValueType && nullability?.ReadState == NullabilityState.Nullable ? "?" : "";
        if (type.IsArray)
        {
            return Name(type.GetElementType()!, nullability?.ElementType) + "[]" + mark;
        }

        var inner = nullability?.GenericTypeArguments ?? [];
        var arguments = type.GetGenericArguments()
            .Select((one, at) => Name(one, at < inner.Length ? inner[at] : null));
        return Full(type, [.. arguments]) + mark;
    }

    private static string Full(Type type, string[] arguments)
    {
        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }

        var prefix = type.IsNested
            ? Full(type.DeclaringType!, arguments)
            : type.Namespace ?? "";
        var inherited = type.IsNested ? type.DeclaringType!.GetGenericArguments().Length : 0;
        var own = type.GetGenericArguments().Length;
        var name = type.Name.Split('`')[0];
        return own == inherited
            ? $"{prefix}.{name}"
            : $"{prefix}.{name}<{string.Join(", ", arguments[inherited..own])}>";
    }

    private static string Variance(Type parameter) =>
        (parameter.GenericParameterAttributes & GenericParameterAttributes.VarianceMask) switch
        {
            GenericParameterAttributes.Covariant => "out ",
            GenericParameterAttributes.Contravariant => "in ",
            _ => "",
        };
}
