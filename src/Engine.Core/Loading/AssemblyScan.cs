namespace Engine.Core.Loading;

/// <summary>What a compiled assembly declares and uses.</summary>
internal sealed record AssemblyScan(
    string Name, IReadOnlyList<string> References, IReadOnlyList<ScannedType> Types, IReadOnlyList<MemberUse> Uses);
