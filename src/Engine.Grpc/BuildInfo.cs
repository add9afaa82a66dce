using Engine.Core;

namespace Engine.Grpc;

/// <summary>Names the program that decides: version and the compiler's fingerprint of the core.</summary>
internal static class BuildInfo
{
    public static string Id { get; } = Compute();

    private static string Compute()
    {
        var core = typeof(TradingEngine).Assembly;
        var version = core.GetName().Version?.ToString(3) ?? "0";
        return $"{version}-{core.ManifestModule.ModuleVersionId:N}"[..24];
    }
}
