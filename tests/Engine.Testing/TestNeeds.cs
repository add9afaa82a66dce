namespace Engine.Testing;

/// <summary>
/// What some tests need beyond the SDK. Where it is missing they are skipped, visibly; where
/// <see cref="Variable"/> names it, they run and fail instead, so that a build server cannot lose them unnoticed.
/// </summary>
public static class TestNeeds
{
    /// <summary>Names the needs that must be met, separated by commas; <c>.ci/run</c> sets it.</summary>
    public const string Variable = "ENGINE_TESTS_REQUIRE";

    /// <summary>The real market data in <c>../shared/data</c>.</summary>
    public const string Data = "data";

    /// <summary>A <c>python3</c> on the path, for programs that check the engine independently.</summary>
    public const string Python = "python3";

    /// <summary>Debian's <c>python3-grpcio</c>, a foreign gRPC implementation.</summary>
    public const string Grpcio = "grpcio";

    /// <summary><c>node</c> with the packages of tests/Engine.Interop/peers/node, another one.</summary>
    public const string GrpcJs = "grpc-js";

    /// <summary>Debian's <c>prometheus</c>, which scrapes the engine and has <c>promtool</c>.</summary>
    public const string Prometheus = "prometheus";

    public static bool IsRequired(string need) =>
        (Environment.GetEnvironmentVariable(Variable) ?? "")
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Contains(need, StringComparer.Ordinal);

    /// <summary>For <c>FactAttribute.Skip</c>: the reason if the need is neither met nor required, else null.</summary>
    public static string? SkipReason(string need, bool isMet, string reason) =>
        isMet || IsRequired(need) ? null : $"{reason} (set {Variable}={need} to fail instead)";
}
