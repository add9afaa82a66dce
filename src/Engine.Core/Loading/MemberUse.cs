namespace Engine.Core.Loading;

/// <summary>
/// One thing that a compiled member uses. Type names read Namespace.Outer+Nested`1, type arguments stand in braces.
/// </summary>
/// <param name="IsSynthesized">True if the compiler wrote the member: equality and printing of records.</param>
/// <param name="TargetAssembly">Simple name; empty for the scanned assembly itself.</param>
/// <param name="TargetType">Without type arguments; for an instruction its name.</param>
/// <param name="TargetMember">Empty if a type as such is used.</param>
/// <param name="TargetArguments">Parameter types of a called method; the declared type of a field.</param>
internal readonly record struct MemberUse(
    string UserType,
    string UserMember,
    bool IsSynthesized,
    UseKind Kind,
    string TargetAssembly,
    string TargetType,
    string TargetMember,
    string TargetArguments)
{
    public string Where => UserMember.Length == 0 ? UserType : $"{UserType}.{UserMember}";

    public string What => TargetMember.Length == 0 ? TargetType : $"{TargetType}.{TargetMember}";

    /// <summary>Namespace of a type name, of the outermost type for nested ones.</summary>
    public static string NamespaceOf(string typeName)
    {
        var outermost = OutermostOf(typeName);
        var dot = outermost.LastIndexOf('.');
        return dot < 0 ? "" : outermost[..dot];
    }

    public static string OutermostOf(string typeName)
    {
        var end = typeName.AsSpan().IndexOfAny('+', '{', '[');
        return end < 0 ? typeName : typeName[..end];
    }
}
