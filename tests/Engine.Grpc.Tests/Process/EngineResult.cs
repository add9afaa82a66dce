using System.Text.Json;
using Xunit;

namespace Engine.Grpc.Tests.Process;

/// <summary>How an engine ended and what it said.</summary>
internal sealed record EngineResult(int ExitCode, string Output, string Errors)
{
    /// <summary>The summary of <c>-o json</c>, after a check of the exit code.</summary>
    public JsonElement Json(int exitCode = 0)
    {
        Assert.True(ExitCode == exitCode, $"Exit code {ExitCode}.\n{Output}\n{Errors}");
        return JsonDocument.Parse(Output).RootElement;
    }
}
