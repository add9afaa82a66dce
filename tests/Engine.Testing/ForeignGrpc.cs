using System.Diagnostics;

namespace Engine.Testing;

/// <summary>
/// The implementations of gRPC that ours is tested with: grpc-js on node, and grpcio of Debian's own Python, which need
/// not be the first one on the path.
/// </summary>
public static class ForeignGrpc
{
    /// <summary>The interpreter that python3-grpcio is installed for.</summary>
    public const string SystemPython = "/usr/bin/python3";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    /// <summary>Why tests with grpc-js, and with programs on node's HTTP/2, are skipped; null where they run.</summary>
    public static string? NodeSkipReason => TestNeeds.SkipReason(
        TestNeeds.GrpcJs, HasGrpcJs, $"No node with grpc-js: run 'npm ci' in {NodeFolder}");

    /// <summary>Why tests with grpcio are skipped; null where they run.</summary>
    public static string? PythonSkipReason => TestNeeds.SkipReason(
        TestNeeds.Grpcio, HasGrpcio, "No grpcio: install python3-grpcio and python3-protobuf");

    private static string NodeFolder => Repository.PathOf("tests", "Engine.Interop", "peers", "node");

    private static bool HasGrpcJs { get; } =
        Directory.Exists(Path.Combine(NodeFolder, "node_modules", "@grpc", "grpc-js")) && Succeeds("node", "--version");

    private static bool HasGrpcio { get; } = Succeeds(SystemPython, "-c", "import grpc, google.protobuf");

    private static bool Succeeds(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            using var process = Process.Start(start)!;
            return process.WaitForExit(Deadline) && process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // The program is not there, which is what was asked.
            return false;
        }
    }
}
