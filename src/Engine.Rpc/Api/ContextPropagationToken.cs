namespace Grpc.Core;

/// <summary>
/// What a call made inside a handler inherits. Never created here: see <see cref="ContextPropagationOptions"/>.
/// </summary>
public abstract class ContextPropagationToken
{
    internal ContextPropagationToken()
    {
    }
}
