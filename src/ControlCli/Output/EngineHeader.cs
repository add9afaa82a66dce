namespace ControlCli.Output;

/// <summary>Whose engine or journal an answer is about: over every table, so that nobody mistakes one.</summary>
/// <param name="Mode">In lower case.</param>
/// <param name="Place">Address or folder.</param>
internal sealed record EngineHeader(string Mode, string Account, string EngineId, string Place)
{
    private const string LiveMode = "live";

    public bool IsLive => Mode == LiveMode;

    /// <summary>LIVE in capitals, so that it shows without colour too.</summary>
    public string Text => $"{ShownMode(Mode)}  account {Account}  engine {EngineId}  {Place}";

    public Paint Paint => PaintOf(Mode);

    public static string ShownMode(string mode) => mode == LiveMode ? "LIVE" : mode;

    public static Paint PaintOf(string mode) =>
        mode == LiveMode ? Paint.Live : mode == "paper" ? Paint.Good : Paint.Heading;
}
