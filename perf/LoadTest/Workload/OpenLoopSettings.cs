namespace LoadTest.Workload;

/// <summary>What an open-loop run of the paper graph is made of.</summary>
/// <param name="Every">Every so many quotes one order.</param>
internal sealed record OpenLoopSettings(string Durability, string Layout, bool IsBusySpin, long Every)
{
    public const string DefaultLayout = "source+logic+journal+gateway|follower";

    /// <summary>Recorded rows that the source takes its inputs from; none is the simulated market.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Settings of the engine that the command line adds.</summary>
    public IReadOnlyList<(string Key, string Value)> More { get; init; } = [];

    /// <summary>Trades are answered as well.</summary>
    public bool AnswersTrades { get; init; }

    /// <summary>What the command line says; the durability is filled in for each run.</summary>
    public static OpenLoopSettings Read(LoadOptions options, long every, string layout = DefaultLayout) => new(
        "", options.Text("layout") ?? layout, options.Text("spin") == "busy", options.Number("every", every))
    {
        More = [.. options.Settings()],
    };
}
