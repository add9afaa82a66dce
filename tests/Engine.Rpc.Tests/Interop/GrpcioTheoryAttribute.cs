using Engine.Testing;
using Xunit;

namespace Engine.Rpc.Tests.Interop;

/// <summary>Needs grpcio of the system's Python.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GrpcioTheoryAttribute : TheoryAttribute
{
    public GrpcioTheoryAttribute() => Skip = ForeignGrpc.PythonSkipReason;
}
