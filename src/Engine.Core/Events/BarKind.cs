namespace Engine.Core.Events;

/// <summary>What closes a bar.</summary>
public enum BarKind : byte
{
    None = 0,
    Time = 1,
    Tick = 2,
    Volume = 3,
}
