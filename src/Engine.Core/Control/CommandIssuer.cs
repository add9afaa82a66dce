using Engine.Core.Events;

namespace Engine.Core.Control;

/// <summary>Who gives a command, why, and under which key.</summary>
/// <param name="Principal">The authenticated name: 1 to 32 printable ASCII characters.</param>
/// <param name="OperatorName">What the caller calls himself; recorded as unverified, cut to 32 characters.</param>
/// <param name="Reason">Required. Cut to 1,000 characters, and then marked as cut.</param>
/// <param name="IdempotencyKey">1 to 64 characters of the caller's choice.</param>
public sealed record CommandIssuer(
    string Principal, OperatorRole Role, string OperatorName, string Reason, string IdempotencyKey);
