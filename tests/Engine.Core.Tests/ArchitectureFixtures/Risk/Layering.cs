using Engine.Core.Tests.ArchitectureFixtures.Orders;

namespace Engine.Core.Tests.ArchitectureFixtures.Risk;

public static class GoodUseOfView
{
    public static long Read(BookView view)
    {
        ref readonly var entity = ref view.First;
        return entity.Id;
    }
}

public sealed class BadFieldOfOtherLogic
{
    public Book? Book;
}

public static class BadCallOfOtherLogic
{
    public static long Read(object book) => ((Book)book).Count;
}

public static class BadUseOfHiddenEntity
{
    public static long Read() => default(HiddenEntity).Id + Layers.Zero;
}

internal static class Layers
{
    public static long Zero => 0;
}
