using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using static Engine.Grpc.Metrics.MetricKind;

namespace Engine.Grpc.Metrics.Entries;

/// <summary>The process: what it is, and what it uses of the machine.</summary>
internal static class ProcessEntries
{
    private static readonly double StartSeconds = StartedUnixSeconds();

    public static IReadOnlyList<MetricEntry> All { get; } =
    [
        MetricEntry.Labeled(Gauge, "engine_build_info", MetricUnit.None, ["build", "runtime"],
            "1; which program this is", _ => 1,
            reading => [new MetricSample(1, reading.Setup.Build, RuntimeInformation.FrameworkDescription)]),
        MetricEntry.Labeled(Gauge, "engine_config_info", MetricUnit.None,
            ["mode", "account", "engine_id", "durability", "config_sha256"],
            "1; what it trades, and the hash of the settings that decide about orders", _ => 1,
            reading => [Config(reading)]),
        MetricEntry.One(Gauge, "engine_run_epoch", MetricUnit.None, "starts on this journal",
            reading => reading.RunEpoch),
        MetricEntry.One(Gauge, "engine_process_start_time", MetricUnit.Seconds, "start of the process, since 1970",
            _ => StartSeconds),
        MetricEntry.One(Counter, "engine_process_cpu", MetricUnit.Seconds, "time of the process on all cores",
            reading => Units.Seconds(reading.Internals.Memory.ProcessCpuNs)),
        MetricEntry.One(Gauge, "engine_process_resident_memory", MetricUnit.Bytes, "memory that is in use",
            reading => reading.Internals.Memory.ResidentBytes),
        MetricEntry.Labeled(Counter, "engine_gc_collections", MetricUnit.None, ["generation"],
            "collections of the managed heap", _ => GC.MaxGeneration + 1,
            reading => reading.Internals.Memory.Collections.Select((count, generation) =>
                new MetricSample(count, generation.ToString(CultureInfo.InvariantCulture)))),
        MetricEntry.One(Counter, "engine_gc_pause", MetricUnit.Seconds, "all pauses of the collector together",
            reading => Units.Seconds(reading.Internals.Memory.PauseNs)),
        MetricEntry.One(Gauge, "engine_gc_last_pause", MetricUnit.Seconds, "pauses of the last collection",
            reading => Units.Seconds(reading.Internals.Memory.LastPauseNs)),
        MetricEntry.One(Counter, "engine_gc_allocated", MetricUnit.Bytes, "allocated by all threads",
            reading => reading.Internals.Memory.AllocatedBytes),
        MetricEntry.One(Gauge, "engine_gc_heap", MetricUnit.Bytes, "managed heap",
            reading => reading.Internals.Memory.HeapBytes),
        MetricEntry.Labeled(Gauge, "engine_metrics_left_out", MetricUnit.None, ["entity"],
            "what has no series of its own because there is more than the bound (`metrics.instrumentsMax`, "
            + "`metrics.strategiesMax`, `metrics.sourcesMax`), or because another has its name", _ => 4,
            reading => reading.LeftOut.Select(pair => new MetricSample(pair.Value, pair.Key))),
    ];

    private static MetricSample Config(EngineReading reading)
    {
        var options = reading.Setup.Options;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(reading.Setup.ConfigText)));
        return new MetricSample(
            1, options.Mode.ToString(), options.Account, options.EngineId, options.Durability.ToString(), hash);
    }

    private static double StartedUnixSeconds()
    {
        using var process = Process.GetCurrentProcess();
        return new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1e3;
    }
}
