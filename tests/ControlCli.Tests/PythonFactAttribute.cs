using Engine.Testing;
using Xunit;

namespace ControlCli.Tests;

/// <summary>A test that runs python3; skipped, visibly, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PythonFactAttribute : FactAttribute
{
    public PythonFactAttribute()
    {
        Skip = Python.SkipReason;
    }
}
