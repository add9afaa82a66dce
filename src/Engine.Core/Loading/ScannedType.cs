namespace Engine.Core.Loading;

/// <summary>A type as the compiled assembly declares it.</summary>
/// <param name="IsCompilerGenerated">True for closures, iterators and the like, and for types nested in them.</param>
internal sealed record ScannedType(
    string Name,
    string BaseType,
    IReadOnlyList<string> Interfaces,
    bool IsCompilerGenerated,
    bool IsReadOnly,
    IReadOnlyList<ScannedField> Fields)
{
    public bool IsValueType => BaseType is "System.ValueType" or "System.Enum";
}
