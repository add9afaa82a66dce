namespace Engine.Core.Events;

/// <summary>Journaled. The states of an order. <c>Unknown</c>: the outcome is not known and is never guessed.</summary>
public enum OrderStatus : byte
{
    None = 0,
    PendingNew = 1,
    Accepted = 2,
    PartiallyFilled = 3,
    PendingCancel = 4,
    PendingReplace = 5,
    Filled = 6,
    Canceled = 7,
    Rejected = 8,
    Expired = 9,
    Unknown = 10,
}
