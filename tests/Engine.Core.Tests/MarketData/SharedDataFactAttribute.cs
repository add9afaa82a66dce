using Engine.Testing;
using Xunit;

namespace Engine.Core.Tests.MarketData;

/// <summary>A test on the real market data; skipped, visibly, where the data is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        Skip = SharedData.SkipReason;
    }
}
