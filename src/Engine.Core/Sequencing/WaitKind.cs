namespace Engine.Core.Sequencing;

/// <summary>The wait strategies by name, for settings.</summary>
public enum WaitKind
{
    SpinThenPark,
    BusySpin,
    Blocking,
}
