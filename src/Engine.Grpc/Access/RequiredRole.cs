using Engine.Core.Events;

namespace Engine.Grpc.Access;

/// <summary>Metadata of an HTTP endpoint that shows positions or money: callers need this role, or a higher one.</summary>
internal sealed record RequiredRole(OperatorRole Role);
