using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>
/// A time in which the broker is not to be traded with, resolved to UTC at the edge; or that its stage has changed.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct MaintenancePayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    /// <summary>From here on nothing is opened.</summary>
    [FieldOffset(0)] public long LeadStartTimeNs;

    /// <summary>From here on nothing is sent but cancels.</summary>
    [FieldOffset(8)] public long StartTimeNs;

    /// <summary>First nanosecond behind it.</summary>
    [FieldOffset(16)] public long EndTimeNs;

    /// <summary>Of the window in the configuration.</summary>
    [FieldOffset(24)] public AsciiText24 Window;

    /// <summary>In a decision: the stage from now on, and the one before.</summary>
    [FieldOffset(48)] public MaintenanceStage Stage;

    [FieldOffset(49)] public MaintenanceStage FromStage;

    /// <summary>In a decision: working orders that are canceled because of it.</summary>
    [FieldOffset(52)] public int OrdersCanceled;
}
