namespace Engine.Core.Pipeline;

/// <summary>What the operator wants of waiting threads.</summary>
public enum SpinSetting
{
    /// <summary>By the number of cores: pure spinning only where cores are left over.</summary>
    Auto,

    /// <summary>Spin without end on logic, journal and gateway, whatever the machine.</summary>
    Always,

    /// <summary>Spin for the budget, then park.</summary>
    Budget,

    /// <summary>Park at once.</summary>
    Never,
}
