namespace Engine.Core.Breakers;

/// <summary>In state: the numbers are permanent.</summary>
public enum BreakerPhase : byte
{
    Armed = 0,
    Tripped = 1,
}
