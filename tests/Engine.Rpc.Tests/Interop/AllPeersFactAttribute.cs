using Engine.Testing;
using Xunit;

namespace Engine.Rpc.Tests.Interop;

/// <summary>Needs all foreign implementations.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AllPeersFactAttribute : FactAttribute
{
    public AllPeersFactAttribute() => Skip = ForeignGrpc.NodeSkipReason ?? ForeignGrpc.PythonSkipReason;
}
