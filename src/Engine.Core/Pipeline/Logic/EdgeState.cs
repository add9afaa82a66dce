using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Pipeline.Logic;

/// <summary>
/// What the edges of the process have told and were told. Decides nothing about orders. Entity of
/// <see cref="State.StateParts.Edge"/>, layout version 1.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 48)]
public struct EdgeState
{
    /// <summary>Calls that the control plane has not let in, ever.</summary>
    [FieldOffset(0)] public long DeniedCalls;

    /// <summary>Times that settings were read again and taken, ever; those that changed nothing included.</summary>
    [FieldOffset(8)] public long Reloads;

    /// <summary>Times that they were refused, ever.</summary>
    [FieldOffset(16)] public long RefusedReloads;

    /// <summary>Request id of the last reload.</summary>
    [FieldOffset(24)] public long LastReloadId;

    /// <summary>Engine time of the last end of a venue session; 0 while there is one, and before the first.</summary>
    [FieldOffset(32)] public long VenueLostNs;

    /// <summary>Why it ended; None while there is one, and before the first.</summary>
    [FieldOffset(40)] public VenueReason VenueLostReason;

    /// <summary>Commanded in this run; None is that of the settings.</summary>
    [FieldOffset(44)] public LogVerbosity LogLevel;
}
