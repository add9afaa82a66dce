using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>
/// How often one principal was not let in to one method, for one reason, within a window of real time.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct DeniedCallsPayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    /// <summary>Who was let in by name and no further; <c>(unknown)</c>, or <c>(others)</c> for the rest.</summary>
    [FieldOffset(0)] public AsciiText32 Principal;

    /// <summary>Service and method, such as <c>Control/Halt</c>; never what a caller made up.</summary>
    [FieldOffset(32)] public AsciiText32 Method;

    [FieldOffset(64)] public long Calls;

    /// <summary>Length of the window in milliseconds of real time.</summary>
    [FieldOffset(72)] public int WindowMs;

    [FieldOffset(76)] public DenialReason Reason;
}
