using Engine.Core.Events;

namespace Engine.Grpc.Access;

/// <summary>Metadata of an HTTP endpoint that shows positions or money: callers need this role or more.</summary>
internal sealed record RequiredRole(OperatorRole Role);
