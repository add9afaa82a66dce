namespace Engine.Core.Events;

/// <summary>Kind and size of a bar.</summary>
/// <param name="Size">Nanoseconds, number of trades, or whole units of volume, by kind. Above zero.</param>
public readonly record struct BarSpec(BarKind Kind, long Size);
