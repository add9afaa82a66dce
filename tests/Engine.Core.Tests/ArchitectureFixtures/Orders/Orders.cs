namespace Engine.Core.Tests.ArchitectureFixtures.Orders;

public struct ShownEntity
{
    public long Id;
}

public struct HiddenEntity
{
    public long Id;
}

public sealed class Book
{
    public HiddenEntity Hidden;

    public long Count { get; set; }
}

public sealed class BookView
{
    private ShownEntity _shown;

    public ref readonly ShownEntity First => ref _shown;
}
