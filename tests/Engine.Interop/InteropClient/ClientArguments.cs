using System.Globalization;

namespace InteropClient;

/// <summary>The official flags: <c>--name value</c>, <c>--name=value</c>, and switches with or without true/false.
/// </summary>
internal sealed class ClientArguments
{
    public const string Usage =
        "interopclient --server_host HOST --server_port N [--use_tls] [--use_test_ca] [--ca_file FILE] "
        + "[--server_host_override NAME] [--socket PATH] [--probe_deadline_ms N] --test_case NAME[,NAME...] | all";

    private const string True = "true";
    private const string False = "false";

    public string ServerHost { get; private set; } = "localhost";

    public int ServerPort { get; private set; }

    /// <summary>Name to expect in the certificate instead of the host's.</summary>
    public string? ServerHostOverride { get; private set; }

    public bool UseTls { get; private set; }

    /// <summary>The authority to believe, as PEM. Null: any certificate is accepted, and a note says so.</summary>
    public string? CaFile { get; private set; }

    /// <summary>Unix domain socket to connect to instead of host and port.</summary>
    public string? Socket { get; private set; }

    /// <summary>Deadline of the calls of probes.</summary>
    public TimeSpan ProbeDeadline { get; private set; } = TimeSpan.FromSeconds(2);

    public IReadOnlyList<string> TestCases { get; private set; } = [];

    /// <exception cref="ArgumentException">Says what is wrong.</exception>
    public static ClientArguments Parse(IReadOnlyList<string> words)
    {
        var arguments = new ClientArguments();
        for (var i = 0; i < words.Count; i++)
        {
            var parts = words[i].Split('=', 2);
            if (parts[0] is "--use_tls" or "--use_test_ca")
            {
                var isFollowed = parts.Length == 1 && i + 1 < words.Count && words[i + 1] is True or False;
                arguments.SetSwitch(parts[0], parts.Length > 1 ? parts[1] : isFollowed ? words[++i] : True);
                continue;
            }
            var value = parts.Length > 1 ? parts[1]
                : i + 1 < words.Count ? words[++i]
                : throw new ArgumentException($"{parts[0]} needs a value. {Usage}");
            arguments.Set(parts[0], value);
        }
        if (arguments.ServerPort == 0 && arguments.Socket is null)
            throw new ArgumentException($"--server_port or --socket is missing. {Usage}");
        if (arguments.TestCases.Count == 0) throw new ArgumentException($"--test_case is missing. {Usage}");
        return arguments;
    }

    private void SetSwitch(string name, string value)
    {
        if (value is not (True or False))
            throw new ArgumentException($"{name} must be true or false, not '{value}'.");

        // There is no public test authority to ship: with --use_test_ca alone any certificate is accepted.
        if (name == "--use_tls") UseTls = value == True;
    }

    private void Set(string name, string value)
    {
        switch (name)
        {
            case "--server_host": ServerHost = value; break;
            case "--server_host_override": ServerHostOverride = value.Length > 0 ? value : null; break;
            case "--ca_file": CaFile = value.Length > 0 ? value : null; break;
            case "--socket": Socket = value; break;
            case "--test_case": TestCases = value.Split(',', StringSplitOptions.RemoveEmptyEntries); break;
            case "--server_port":
                if (!ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0)
                    throw new ArgumentException($"--server_port must be 1 to 65535, not '{value}'.");
                ServerPort = port;
                break;
            case "--probe_deadline_ms":
                if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var ms) || ms == 0)
                    throw new ArgumentException($"--probe_deadline_ms must be 1 or more, not '{value}'.");
                ProbeDeadline = TimeSpan.FromMilliseconds(ms);
                break;
            default: throw new ArgumentException($"Unknown option {name}. {Usage}");
        }
    }
}
