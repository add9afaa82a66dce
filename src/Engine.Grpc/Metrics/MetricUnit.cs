namespace Engine.Grpc.Metrics;

/// <summary>A base unit, or none where things are counted or money is measured.</summary>
internal enum MetricUnit
{
    None,
    Seconds,
    Bytes,

    /// <summary>A share of one.</summary>
    Ratio,
}
