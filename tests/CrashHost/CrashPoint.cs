namespace CrashHost;

/// <summary>The named places at which the process can be told to die.</summary>
public static class CrashPoint
{
    /// <summary>An order is durable and has not been handed to the venue.</summary>
    public const string BeforeSend = "after-journal-before-send";

    /// <summary>An order is on the wire; the venue has not answered, or nobody has read it.</summary>
    public const string AfterSend = "after-send-before-ack";

    /// <summary>The venue's answer was read and is not in the journal.</summary>
    public const string AfterAck = "after-ack-before-journal";

    /// <summary>The second and later segments of a run: their file, name, header and first records.</summary>
    public const string SegmentRoll = "segment-roll";

    /// <summary>A snapshot's file, bytes, sync and name, and the removal of old ones.</summary>
    public const string Snapshot = "snapshot";

    /// <summary>An old segment is given up in the manifest, becomes a spare, and is used again.</summary>
    public const string Recycle = "recycle";

    /// <summary>Anything start-up changes or reads on the disk, and the replay.</summary>
    public const string DuringRecovery = "during-recovery";

    /// <summary>Part of a write is in the file; counted in records of this run.</summary>
    public const string MidBatchWrite = "mid-batch-write";

    /// <summary>Records are written and not synced.</summary>
    public const string BeforeSync = "before-sync";

    /// <summary>A flatten was commanded, and a cancel is handed to the venue.</summary>
    public const string FlattenCancel = "flatten-cancel";

    /// <summary>A closing order is durable and has not been handed to the venue.</summary>
    public const string FlattenBeforeClose = "flatten-before-close";

    /// <summary>A closing order is on the wire.</summary>
    public const string FlattenAfterClose = "flatten-after-close";

    /// <summary>What the venue says of a closing order was read and is not in the journal.</summary>
    public const string FlattenAnswer = "flatten-answer";

    /// <summary>Part of a write is in the file; counted in records since the flatten was answered.</summary>
    public const string FlattenWrite = "flatten-write";

    /// <summary>True if the host has to command a flatten for it.</summary>
    public static bool IsOfFlatten(string point) => point.StartsWith("flatten-", StringComparison.Ordinal);

    public static IReadOnlyList<string> All { get; } =
        [BeforeSend, AfterSend, AfterAck, SegmentRoll, Snapshot, Recycle, DuringRecovery, MidBatchWrite, BeforeSync,
         FlattenCancel, FlattenBeforeClose, FlattenAfterClose, FlattenAnswer, FlattenWrite];
}
