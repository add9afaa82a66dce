using Engine.Core.Breakers;

namespace Engine.Testing;

/// <summary>Settings of breakers for engines whose test is about something else.</summary>
public static class BreakerTexts
{
    /// <summary>No breaker trips by itself: a test that wants one enables it. Lines <c>key=value</c>.</summary>
    public static IReadOnlyList<string> Off { get; } =
    [
        .. BreakerTable.All.Where(row => row.HasMeasure).Select(row => $"breakers.{row.Name}.enabled=false"),
    ];

    /// <summary>The same as one text.</summary>
    public static string OffText { get; } = string.Concat(Off.Select(line => line + "\n"));
}
