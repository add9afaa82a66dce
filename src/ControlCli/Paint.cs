namespace ControlCli;

/// <summary>Colours by meaning; the numbers are ANSI codes.</summary>
internal enum Paint
{
    None = 0,
    Heading = 1,
    Good = 32,
    Bad = 31,
    Warning = 33,

    /// <summary>Money is at stake: red ground.</summary>
    Live = 41,
}
