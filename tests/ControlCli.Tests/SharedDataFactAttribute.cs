using Engine.Testing;
using Xunit;

namespace ControlCli.Tests;

/// <summary>A test on the real market data; skipped where it is not.</summary>
internal sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (SharedData.Root is null) Skip = "The folder ../shared/data with the real market data is not here.";
    }
}
