namespace Engine.Core.Loading;

/// <summary>A field as a compiled type declares it.</summary>
internal readonly record struct ScannedField(
    string DeclaringType, string Name, string TypeName, bool IsStatic, bool IsReadOnly, bool IsLiteral);
