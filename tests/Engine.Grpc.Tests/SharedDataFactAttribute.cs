using Engine.Testing;
using Xunit;

namespace Engine.Grpc.Tests;

/// <summary>A test on the real market data; skipped, visibly, where the data is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (SharedData.Root is null) Skip = "No folder ../shared/data beside the repository.";
    }
}
