using Engine.Core.Config;

namespace Engine.Core.Journal;

/// <summary>
/// How much of a journal is kept. Every bound is a lower one: a segment goes when it is beyond all of them, and only
/// when a verified snapshot covers it. Without recycling nothing ever goes.
/// </summary>
public sealed record RetentionOptions
{
    /// <summary>The one in use, one that may still be synced, and the one that recovery begins with.</summary>
    public const int SegmentsMin = 3;

    public const int SegmentsMax = 1_000_000;
    public const int SegmentsDefault = 16;
    public const long BytesMax = 1L << 50;
    public const long AgeNsMax = 3_650 * 86_400_000_000_000;
    public const int SparesMax = 1_024;
    public const int SparesDefault = 8;

    private const string KeepDefault = "all";

    public static RetentionOptions KeepAll { get; } = new();

    /// <summary>False keeps everything.</summary>
    public bool IsRecycling { get; init; }

    /// <summary>Newest segments that are kept, the one in use included.</summary>
    public int Segments { get; init; } = SegmentsDefault;

    /// <summary>Bytes of segments that are kept.</summary>
    public long Bytes { get; init; }

    /// <summary>Age in engine time below which nothing goes.</summary>
    public long AgeNs { get; init; }

    /// <summary>Recycled files that wait to be used again; more are deleted.</summary>
    public int Spares { get; init; } = SparesDefault;

    /// <summary>Reads the section <c>journal.retention</c>.</summary>
    /// <exception cref="ConfigException">A setting cannot be used, or has no effect.</exception>
    public static RetentionOptions FromConfig(ConfigSection section)
    {
        var keep = section.GetText("keep", KeepDefault);
        if (keep is not (KeepDefault or "recent"))
            throw ConfigException.Invalid(section.KeyOf("keep"), keep, "give all or recent");

        var options = new RetentionOptions
        {
            IsRecycling = keep == "recent",
            Segments = (int)section.GetLong("segments", SegmentsMin, SegmentsMax, SegmentsDefault),
            Bytes = section.GetLong("bytes", 0, BytesMax, 0),
            AgeNs = section.GetDurationNs("age", 0, AgeNsMax, "30d"),
            Spares = (int)section.GetLong("spares", 0, SparesMax, SparesDefault),
        };
        if (options.IsRecycling) return options;

        foreach (var name in new[] { "segments", "bytes", "age", "spares" })
        {
            if (section.Has(name))
                throw ConfigException.Invalid(
                    section.KeyOf(name), section.GetText(name),
                    $"it means nothing while {section.KeyOf("keep")} is all; set that to recent, or leave this away");
        }
        return KeepAll;
    }
}
