using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Risk;

/// <summary>
/// What an operator has armed, and what runs. Entity of <see cref="State.StateParts.Arming"/>, layout version 1.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 120)]
public struct ArmingState
{
    /// <summary>Of the journal.</summary>
    [FieldOffset(0)] public AsciiText32 Account;

    /// <summary>The build of this run.</summary>
    [FieldOffset(32)] public AsciiText24 Build;

    /// <summary>The build that was armed.</summary>
    [FieldOffset(56)] public AsciiText24 ArmedBuild;

    /// <summary>SHA-256 of the configuration that was armed.</summary>
    [FieldOffset(80)] public Sha256Text ArmedConfig;

    /// <summary>1 if build and configuration above are armed.</summary>
    [FieldOffset(112)] public long IsArmed;
}
