using Engine.Testing;
using Xunit;

namespace ControlCli.Tests;

/// <summary>A test on the real market data; skipped where it is not.</summary>
internal sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        Skip = SharedData.SkipReason;
    }
}
