using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>An operator arms the account, or takes that back.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct ArmCommandPayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    /// <summary>The account that the operator means to arm; empty where it is disarmed.</summary>
    [FieldOffset(0)] public AsciiText32 Account;
}
