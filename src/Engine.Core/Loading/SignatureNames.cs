using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Engine.Core.Loading;

/// <summary>Turns signatures into text and tells, on the way, every named type and pointer in them.</summary>
internal sealed class SignatureNames(Action<string, string> onType, Action<string> onPointer)
    : ISignatureTypeProvider<string, object?>
{
    /// <summary>Namespace.Outer+Nested of a type of the scanned assembly.</summary>
    public static string NameOf(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        var name = reader.GetString(type.Name);
        var outer = type.GetDeclaringType();
        return outer.IsNil ? Join(reader.GetString(type.Namespace), name) : NameOf(reader, outer) + "+" + name;
    }

    /// <summary>Assembly and full name of a type of another assembly.</summary>
    public static (string Assembly, string Name) NameOf(MetadataReader reader, TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        var name = reader.GetString(type.Name);
        switch (type.ResolutionScope.Kind)
        {
            case HandleKind.TypeReference:
                var (assembly, outer) = NameOf(reader, (TypeReferenceHandle)type.ResolutionScope);
                return (assembly, outer + "+" + name);
            case HandleKind.AssemblyReference:
                var reference = reader.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope);
                return (reader.GetString(reference.Name), Join(reader.GetString(type.Namespace), name));
            default:
                return ("", Join(reader.GetString(type.Namespace), name));
        }
    }

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        var name = NameOf(reader, handle);
        onType("", name);
        return name;
    }

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        var (assembly, name) = NameOf(reader, handle);
        onType(assembly, name);
        return name;
    }

    public string GetTypeFromSpecification(
        MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public string GetPrimitiveType(PrimitiveTypeCode typeCode)
    {
        var name = "System." + typeCode;
        onType("System.Runtime", name);
        return name;
    }

    public string GetPointerType(string elementType)
    {
        onPointer(elementType + "*");
        return elementType + "*";
    }

    public string GetFunctionPointerType(MethodSignature<string> signature)
    {
        onPointer("function pointer");
        return "function pointer";
    }

    public string GetPinnedType(string elementType)
    {
        onPointer("pinned " + elementType);
        return elementType;
    }

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

    public string GetArrayType(string elementType, ArrayShape shape) =>
        elementType + "[" + new string(',', shape.Rank - 1) + "]";

    public string GetSZArrayType(string elementType) => elementType + "[]";

    public string GetByReferenceType(string elementType) => elementType + "&";

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) =>
        genericType + "{" + string.Join(',', typeArguments) + "}";

    public string GetGenericMethodParameter(object? genericContext, int index) => "!!" + index;

    public string GetGenericTypeParameter(object? genericContext, int index) => "!" + index;

    private static string Join(string space, string name) => space.Length == 0 ? name : space + "." + name;
}
