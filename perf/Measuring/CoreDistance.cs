namespace Measuring;

/// <summary>
/// How far the host has put the two cores from one another. It changes every figure of a hand-over several times over,
/// so samples are compared within one distance only.
/// </summary>
public enum CoreDistance
{
    /// <summary>The cores were moved meanwhile, or something else ran on them: the sample belongs to neither.</summary>
    Mixed,
    Near,
    Far,
}
