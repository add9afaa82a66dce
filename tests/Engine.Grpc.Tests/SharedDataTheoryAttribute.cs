using Engine.Testing;
using Xunit;

namespace Engine.Grpc.Tests;

/// <summary>A theory on the real market data; skipped, visibly, where the data is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    public SharedDataTheoryAttribute()
    {
        if (SharedData.Root is null) Skip = "No folder ../shared/data beside the repository.";
    }
}
