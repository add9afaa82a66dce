namespace Engine.Grpc.Metrics;

/// <summary>One value of a metric.</summary>
/// <param name="Labels">Values, in the order of the labels of the entry.</param>
internal readonly record struct MetricSample(double Value, params string[] Labels);
