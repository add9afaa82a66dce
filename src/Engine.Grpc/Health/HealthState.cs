namespace Engine.Grpc.Health;

/// <summary>What a check found. The worst of all checks is that of the engine.</summary>
internal enum HealthState
{
    /// <summary>The check does not concern this engine, or not now: data has not begun, the market is closed.</summary>
    NotApplicable = 0,

    Ok = 1,

    /// <summary>An operator should know; the engine does its work.</summary>
    Warning = 2,

    Failed = 3,
}
