namespace Engine.Core.Strategies;

/// <summary>Where the ids of requested orders come from. They are a counter in state.</summary>
public interface IOrderIds
{
    /// <summary>The id that the next reservation starts looking at; a mark to return to.</summary>
    long Mark { get; }

    /// <returns>A free order id, or 0 if the order table is full.</returns>
    long Reserve();

    /// <summary>Takes back every reservation since the mark.</summary>
    void Rewind(long mark);
}
