namespace Engine.Core.Events;

/// <summary>Journaled. What kind of source a lane carries.</summary>
public enum SourceFormat : byte
{
    None = 0,
    TickCsv = 1,
    BarCsv = 2,
    Simulated = 3,
}
