namespace Engine.Core.Tests.Architecture;

/// <summary>A type, or one of its members, that deterministic code must not use.</summary>
/// <param name="Type">Full name; ends in '.' for a whole namespace.</param>
/// <param name="Member">Name without get_; empty for every member.</param>
/// <param name="Arguments">Parameter types that make the overload bad; null for all overloads.</param>
internal sealed record BannedUse(string Type, string Member, string Reason, string? Arguments = null);
