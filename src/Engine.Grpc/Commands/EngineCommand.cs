using System.CommandLine;

namespace Engine.Grpc.Commands;

/// <summary>The command line of the process <c>engine</c>.</summary>
internal static class EngineCommand
{
    public const string ExitCodes =
        """
        Exit codes:
          0   stopped in order, nothing left behind
          3   stopped in order, but orders are still working, or a flatten has left positions
          4   refused to start: a setting, a file or the journal cannot be used; standard error says which
          5   halted: a stage failed, the disk was full, a data row is bad, or the operator aborted; look first
          64  the command line is wrong
        """;

    public static async Task<int> InvokeAsync(string[] args)
    {
        var parsed = Create().Parse(args);
        if (parsed.Errors.Count == 0) return await parsed.InvokeAsync();

        foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync("engine: " + error.Message);
        var command = parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ";
        await Console.Error.WriteLineAsync($"engine: see 'engine {command}--help'.");
        return (int)ExitCode.Usage;
    }

    private static RootCommand Create() => new(
        $"""
         A low-latency trading engine whose journal is its state.

         Examples:
           engine run --demo
           engine run --mode backtest --data ticks.csv.gz --pace max --strategy mean-reversion --journal DIR
           engine run --config engine.json --journal DIR
           engine venue --listen unix:/tmp/venue.sock --log venue.log --account DEMO

         {ExitCodes}
         """)
    {
        RunCommand.Create(),
        VenueCommand.Create(),
    };
}
