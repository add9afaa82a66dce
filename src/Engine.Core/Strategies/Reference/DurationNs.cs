namespace Engine.Core.Strategies.Reference;

internal static class DurationNs
{
    public const long Millisecond = 1_000_000;
    public const long Second = 1_000 * Millisecond;
    public const long Minute = 60 * Second;
    public const long Day = 24 * 60 * Minute;
}
