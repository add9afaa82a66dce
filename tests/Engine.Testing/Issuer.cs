using System.Globalization;
using Engine.Core.Control;
using Engine.Core.Events;

namespace Engine.Testing;

/// <summary>Who gives commands in tests. Every call has a key of its own, unless one is given.</summary>
public static class Issuer
{
    private static long _number;

    public static CommandIssuer Of(
        OperatorRole role = OperatorRole.Operator, string? key = null, string principal = "alice") => new(
        principal, role, "Alice", "because of a test",
        key ?? string.Create(CultureInfo.InvariantCulture, $"key-{Interlocked.Increment(ref _number)}"));
}
