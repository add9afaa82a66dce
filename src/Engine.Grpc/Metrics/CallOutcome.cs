namespace Engine.Grpc.Metrics;

/// <summary>How a call of the control plane ended, as it is counted.</summary>
internal enum CallOutcome
{
    Ok,

    /// <summary>Not let in: unknown, without the role, or too often.</summary>
    Denied,

    /// <summary>The request could not be carried out as it was.</summary>
    Refused,

    /// <summary>The caller went away, or his deadline came.</summary>
    Canceled,

    /// <summary>The engine is not there, or has a defect.</summary>
    Failed,
}
