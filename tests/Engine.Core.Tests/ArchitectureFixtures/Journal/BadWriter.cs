namespace Engine.Core.Tests.ArchitectureFixtures.Journal;

/// <summary>A journal that looks into the logic, even if only at a view.</summary>
public static class BadWriter
{
    public static bool Look(object value) => value is Orders.BookView;
}
