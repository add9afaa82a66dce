using System.Security.Cryptography;
using System.Text;

namespace Engine.Grpc.Tests.Access;

/// <summary>A token for each role, and the settings that let an engine know them.</summary>
internal static class TestTokens
{
    public const string Viewer = "viewer-token-of-a-test";
    public const string Emergency = "emergency-token-of-a-test";
    public const string Operator = "operator-token-of-a-test";
    public const string Admin = "admin-token-of-a-test";

    public static (string Key, string Value)[] Settings { get; } =
    [
        .. Setting("vera", Viewer, "viewer"), .. Setting("emil", Emergency, "emergency"),
        .. Setting("olga", Operator, "operator"), .. Setting("adam", Admin, "admin"),
    ];

    public static (string Key, string Value)[] Setting(string name, string token, string role) =>
        [($"control.tokens.{name}.sha256", Sha256(token)), ($"control.tokens.{name}.role", role)];

    public static string Sha256(string token) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
