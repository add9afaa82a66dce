using System.Reflection;
using System.Runtime.Loader;
using System.Security.Cryptography;
using Engine.Core.Config;

namespace Engine.Core.Loading;

/// <summary>A strategy assembly that was read once, verified and loaded from the very bytes that were hashed.</summary>
public sealed class StrategyAssembly
{
    private StrategyAssembly(string path, string sha256, Assembly assembly)
    {
        Path = path;
        Sha256 = sha256;
        Assembly = assembly;
    }

    /// <summary>As configured.</summary>
    public string Path { get; }

    /// <summary>Of the file, 64 hexadecimal digits in lower case.</summary>
    public string Sha256 { get; }

    internal Assembly Assembly { get; }

    /// <param name="key">The setting that names the path, for errors.</param>
    /// <exception cref="ConfigException">There is no such file, or it cannot be read.</exception>
    public static string HashOf(string key, string path) => Hash(ReadAll(key, path));

    /// <param name="expectedSha256">What the file must hash to; empty if it is not known.</param>
    /// <exception cref="ConfigException">The file is missing, unreadable, changed, or no assembly.</exception>
    /// <exception cref="StrategyAssemblyException">It uses what a strategy must not use.</exception>
    internal static StrategyAssembly Load(string key, string path, string expectedSha256)
    {
        var bytes = ReadAll(key, path);
        var sha256 = Hash(bytes);
        if (expectedSha256.Length > 0 && !sha256.Equals(expectedSha256, StringComparison.OrdinalIgnoreCase))
        {
            throw ConfigException.Invalid(key, path,
                $"the file has the SHA-256 {sha256}, but {expectedSha256} is configured; bring back that file, "
                + "or configure the new digest");
        }
        try
        {
            var violations = StrategyAssemblyVerifier.Verify(new MemoryStream(bytes, writable: false));
            if (violations.Count > 0)
            {
                throw new StrategyAssemblyException(
                    key, path, $"the assembly breaks {violations.Count} rules for strategies; correct it", violations);
            }
            var context = new AssemblyLoadContext($"strategies {System.IO.Path.GetFileName(path)}");
            return new StrategyAssembly(path, sha256, context.LoadFromStream(new MemoryStream(bytes, writable: false)));
        }
        catch (BadImageFormatException exception)
        {
            throw ConfigException.Invalid(
                key, path, $"it is no .NET assembly ({exception.Message}); give a strategy .dll");
        }
    }

    private static byte[] ReadAll(string key, string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw ConfigException.Invalid(key, path,
                $"the file cannot be read ({exception.Message.TrimEnd('.')}); give the path of a strategy assembly");
        }
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
