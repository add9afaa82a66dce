using Engine.Testing;
using Xunit;

namespace Engine.Rpc.Tests.Interop;

/// <summary>Needs node with the packages of the peers.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GrpcJsTheoryAttribute : TheoryAttribute
{
    public GrpcJsTheoryAttribute() => Skip = ForeignGrpc.NodeSkipReason;
}
