namespace Engine.Grpc.Services;

/// <summary>Limits of the control and status services, with their bounds.</summary>
internal static class ControlLimits
{
    /// <summary>Characters of a reason. What is longer is refused, not cut: it would be the end that matters.</summary>
    public const int ReasonCharactersMax = 1_000;

    public const int KeyCharactersMax = 64;

    public const int OperatorNameCharactersMax = 32;

    /// <summary>Characters of the name of a strategy or symbol in a request.</summary>
    public const int NameCharactersMax = 64;

    /// <summary>How long a command is waited for where the caller gives no deadline of his own.</summary>
    public static readonly TimeSpan AnswerWait = TimeSpan.FromSeconds(30);

    /// <summary>How long the end of the server waits until those who watch a stop have read its result.</summary>
    public static readonly TimeSpan StopResultWait = TimeSpan.FromSeconds(2);

    /// <summary>Time between two pictures of a watch where the caller says nothing.</summary>
    public const int WatchIntervalMsDefault = 500;

    public const int WatchIntervalMsMin = 100;

    public const int WatchIntervalMsMax = 60_000;

    /// <summary>
    /// Orders in one picture of a watch. With <see cref="UnreadBytesMax"/> it keeps a watcher that does not read below
    /// 64 KiB: one picture on its way into what is buffered already.
    /// </summary>
    public const int WatchedOrdersMax = 200;

    /// <summary>Bytes of one call that may wait for its client before the call waits itself.</summary>
    public const int UnreadBytesMax = 24 * 1024;

    /// <summary>A picture of orders and positions younger than this is fresh.</summary>
    public static readonly TimeSpan DetailsAge = TimeSpan.FromMilliseconds(400);

    /// <summary>How long a fresh picture is waited for.</summary>
    public static readonly TimeSpan DetailsWait = TimeSpan.FromSeconds(5);

    /// <summary>Records that are looked at before a batch is sent, even if none of them passed the filter.</summary>
    public const int BatchScannedMax = 65_536;

    /// <summary>Kinds that one filter may name.</summary>
    public const int FilterKindsMax = 64;

    public const int JournalReadersDefault = 32;

    public const int JournalReadersMax = 256;

    public const int JournalLagRecordsDefault = 262_144;

    public const int JournalLagRecordsMin = 1_024;

    public const int JournalLagRecordsMax = 16_777_216;

    /// <summary>About an eighth of a core, sending over loopback.</summary>
    public const long JournalBytesPerSecondDefault = 134_217_728;

    public const long JournalBytesPerSecondMin = 1_048_576;

    public const long JournalBytesPerSecondMax = 17_179_869_184;

    /// <summary>How long a reader of the journal may leave a message unread.</summary>
    public static readonly TimeSpan JournalStallMax = TimeSpan.FromSeconds(30);

    /// <summary>How often a reader that follows looks for more.</summary>
    public static readonly TimeSpan JournalPoll = TimeSpan.FromMilliseconds(50);

    /// <summary>How often a reader that follows is told how far it is, where nothing passes its filter.</summary>
    public static readonly TimeSpan JournalHeartbeat = TimeSpan.FromSeconds(1);
}
