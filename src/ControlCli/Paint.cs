namespace ControlCli;

/// <summary>Colours by meaning; the numbers are ANSI codes.</summary>
internal enum Paint
{
    None = 0,
    Heading = 1,
    Good = 32,
    Bad = 31,
    Warning = 33,
}
