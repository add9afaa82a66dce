namespace Engine.Grpc.Metrics;

/// <summary>What may be done with a metric.</summary>
internal enum MetricKind
{
    /// <summary>Only grows, since the start of the process: take its rate.</summary>
    Counter,

    /// <summary>Is what it is now.</summary>
    Gauge,

    /// <summary>Cumulative counts by buckets, their sum and count.</summary>
    Histogram,
}
