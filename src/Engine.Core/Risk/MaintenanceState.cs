using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Risk;

/// <summary>
/// One maintenance window. Entity of <see cref="State.StateParts.Maintenance"/>, layout version 1: entry 0 is the
/// window in force with its stage, the others are those that are not over, by their start.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct MaintenanceState
{
    public const int SizeInBytes = 64;

    [FieldOffset(0)] public long LeadStartNs;
    [FieldOffset(8)] public long StartNs;

    /// <summary>0 in an entry that is free.</summary>
    [FieldOffset(16)] public long EndNs;

    [FieldOffset(24)] public AsciiText24 Window;

    /// <summary>Of entry 0: a <see cref="MaintenanceStage"/>.</summary>
    [FieldOffset(48)] public long Stage;

    /// <summary>Of entry 0: engine time up to which edges of windows have been passed.</summary>
    [FieldOffset(56)] public long PassedNs;
}
