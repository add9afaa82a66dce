using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>
/// Settings were read again while the engine ran. The text records that follow name what has changed, by key, or why it
/// was refused whole; never a secret.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct SettingsReloadedPayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    /// <summary>By which the host finds it again; unique in the life of the journal.</summary>
    [FieldOffset(0)] public long RequestId;

    [FieldOffset(8)] public ReloadOutcome Outcome;

    /// <summary>1 if the log level of the settings is another one: it goes before one that was commanded.</summary>
    [FieldOffset(9)] public byte IsLogLevelChanged;

    /// <summary>Settings that have changed.</summary>
    [FieldOffset(12)] public int Changes;

    [FieldOffset(16)] public int TextBytes;
}
