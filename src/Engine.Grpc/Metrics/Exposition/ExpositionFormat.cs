namespace Engine.Grpc.Metrics.Exposition;

/// <summary>Text formats that Prometheus reads.</summary>
internal enum ExpositionFormat
{
    /// <summary>Prometheus text format 0.0.4.</summary>
    Prometheus,

    /// <summary>OpenMetrics 1.0: units, exemplars, an end.</summary>
    OpenMetrics,
}
