using System.CommandLine;

namespace Engine.Grpc.Commands;

/// <summary>The command line of the process <c>engine</c>.</summary>
internal static class EngineCommand
{
    public static RootCommand Create()
    {
        var root = new RootCommand(
            """
            A low-latency trading engine whose journal is its state.

            Examples:
              engine run --demo
              engine run --mode backtest --data ticks.csv.gz --pace max --strategy mean-reversion --journal DIR
              engine run --config engine.json --journal DIR
              engine venue --listen unix:/tmp/venue.sock --log venue.log --account DEMO

            Exit codes: 0 clean, 3 orders still working, 4 refused to start, 5 halted on purpose, 64 wrong usage.
            """)
        {
            RunCommand.Create(),
            VenueCommand.Create(),
        };
        return root;
    }
}
