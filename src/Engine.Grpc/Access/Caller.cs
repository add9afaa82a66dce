using Engine.Core.Events;
using Grpc.Core;

namespace Engine.Grpc.Access;

/// <summary>Who makes a call, as far as it was proved, and what he may do.</summary>
/// <param name="Principal">At most 32 characters of ASCII.</param>
internal sealed record Caller(string Principal, OperatorRole Role)
{
    private static readonly object Key = new();

    /// <summary>The caller of a call that was let in.</summary>
    /// <exception cref="InvalidOperationException">Nobody looked at the caller: the service is not guarded.</exception>
    public static Caller Of(ServerCallContext context) =>
        context.UserState.TryGetValue(Key, out var caller)
            ? (Caller)caller
            : throw new InvalidOperationException($"{context.Method} was reached without a look at its caller.");

    public void AttachTo(ServerCallContext context) => context.UserState[Key] = this;
}
