using System.Globalization;

namespace InteropHost;

/// <summary>The command line of the host: <c>--name value</c> or <c>--name=value</c>.</summary>
internal sealed class HostArguments
{
    public const string Usage =
        "interophost --port N [--tls_port N [--tls_cert FILE --tls_key FILE] [--write_cert FILE]] "
        + "[--socket PATH] [--report]";

    /// <summary>Cleartext HTTP/2. Null: none; 0: any free one.</summary>
    public int? Port { get; private set; }

    /// <summary>TLS. Null: none; 0: any free one.</summary>
    public int? TlsPort { get; private set; }

    /// <summary>Certificate for TLS as PEM. Null: one is made in memory.</summary>
    public string? TlsCert { get; private set; }

    /// <summary>Its private key as PEM.</summary>
    public string? TlsKey { get; private set; }

    /// <summary>Where to write the certificate, as PEM, for clients that shall believe it.</summary>
    public string? WriteCert { get; private set; }

    /// <summary>Unix domain socket to listen on too.</summary>
    public string? Socket { get; private set; }

    /// <summary>Whether each line of the input is answered with the running calls and the heap.</summary>
    public bool Report { get; private set; }

    /// <exception cref="ArgumentException">Says what is wrong.</exception>
    public static HostArguments Parse(IReadOnlyList<string> arguments)
    {
        var options = new HostArguments();
        for (var i = 0; i < arguments.Count; i++)
        {
            var parts = arguments[i].Split('=', 2);
            if (parts[0] == "--report")
            {
                options.Report = true;
                continue;
            }
            var value = parts.Length > 1 ? parts[1]
                : i + 1 < arguments.Count ? arguments[++i]
                : throw new ArgumentException($"{parts[0]} needs a value. {Usage}");
            options.Set(parts[0], value);
        }
        if (options.Port is null && options.TlsPort is null && options.Socket is null)
            throw new ArgumentException($"Nothing to listen on. {Usage}");
        if (options.TlsCert is null != options.TlsKey is null)
            throw new ArgumentException("--tls_cert and --tls_key belong together.");
        return options;
    }

    private void Set(string name, string value)
    {
        switch (name)
        {
            case "--port": Port = ParsePort(name, value); break;
            case "--tls_port": TlsPort = ParsePort(name, value); break;
            case "--tls_cert": TlsCert = value; break;
            case "--tls_key": TlsKey = value; break;
            case "--write_cert": WriteCert = value; break;
            case "--socket": Socket = value; break;
            default: throw new ArgumentException($"Unknown option {name}. {Usage}");
        }
    }

    private static int ParsePort(string name, string value) =>
        ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? port
            : throw new ArgumentException($"{name} must be 0 to 65535, not '{value}'.");
}
