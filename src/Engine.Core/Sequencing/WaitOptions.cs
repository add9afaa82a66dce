namespace Engine.Core.Sequencing;

/// <summary>
/// A wait strategy chosen at run time. <paramref name="SpinNs"/> counts for <see cref="WaitKind.SpinThenPark"/>.
/// </summary>
public readonly record struct WaitOptions(WaitKind Kind, int SpinNs = SpinParkWait.DefaultSpinNs)
{
    /// <summary>Spin for 20 us, then park.</summary>
    public static WaitOptions Default { get; } = new(WaitKind.SpinThenPark);
}
