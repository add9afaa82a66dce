using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Engine.Rpc.Hosting;

namespace ControlCli.Online;

/// <summary>Reads tokens and certificates from files. What is in them never reaches a message.</summary>
internal static class Credentials
{
    public const string TokenVariable = "ENGINECTL_TOKEN";

    private const int TokenCharsMax = 4_096;

    private const UnixFileMode OfOthers = UnixFileMode.GroupRead | UnixFileMode.GroupWrite
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>From the file, else from the environment; null if there is none.</summary>
    /// <exception cref="CliException">The file cannot be used.</exception>
    public static string? Token(string? file, CliConsole console)
    {
        if (file is null)
            return console.Variable(TokenVariable) is { Length: > 0 } text ? Check(text.Trim(), TokenVariable) : null;

        if (!OperatingSystem.IsWindows() && File.Exists(file) && (File.GetUnixFileMode(file) & OfOthers) != 0)
        {
            throw new CliException(ExitCode.Refused,
                $"The token file '{file}' can be read or written by others: 'chmod 600 {file}' first.");
        }
        return Check(Read(file, File.ReadAllText, "token").Trim(), $"The token file '{file}'");
    }

    /// <summary>Null if nothing is given: the authorities of the operating system, no certificate.</summary>
    public static RpcTls? Tls(string? authorities, string? certificate, string? key)
    {
        if (authorities is null && certificate is null && key is null) return null;
        if (certificate is null != (key is null))
            throw new CliException(ExitCode.Usage, "--cert and --cert-key belong together: give both, or neither.");

        return new RpcTls(
            certificate is null ? null : Read(certificate, file => Own(file, key!), "certificate"),
            authorities is null ? null : Read(authorities, Authorities, "certificates of authorities"));
    }

    private static X509Certificate2 Own(string certificate, string key)
    {
        using var pem = X509Certificate2.CreateFromPemFile(certificate, key);

        // A key that exists only in memory cannot be used for TLS on every platform; a round trip through PKCS 12 can.
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
    }

    private static X509Certificate2Collection Authorities(string file)
    {
        var found = new X509Certificate2Collection();
        found.ImportFromPemFile(file);
        if (found.Count == 0) throw new CryptographicException("it holds no certificate");
        return found;
    }

    private static string Check(string token, string origin)
    {
        if (token.Length is > 0 and <= TokenCharsMax && token.All(c => c is > ' ' and <= '~')) return token;
        throw new CliException(ExitCode.Usage,
            $"{origin} holds no token: put in one line of printable characters, as 'token create' prints it.");
    }

    private static T Read<T>(string file, Func<string, T> read, string what)
    {
        try
        {
            return read(file);
        }
        catch (Exception exception) when (
            exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new CliException(ExitCode.Usage,
                $"'{file}' cannot be read as {what} ({exception.Message.TrimEnd('.')}): give another file.");
        }
    }
}
