using Engine.Testing;
using Xunit;

namespace Engine.Rpc.Tests.Interop;

/// <summary>Needs node with the packages of the peers.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GrpcJsFactAttribute : FactAttribute
{
    public GrpcJsFactAttribute() => Skip = ForeignGrpc.NodeSkipReason;
}
