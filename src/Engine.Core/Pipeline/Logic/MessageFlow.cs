using Engine.Core.Events;
using Engine.Core.Risk;

namespace Engine.Core.Pipeline.Logic;

/// <summary>
/// Who may send a message to the venue now: the bucket of the connection is risk's, that cancels go first is decided
/// here.
/// </summary>
internal sealed class MessageFlow
{
    private readonly LogicParts _parts;

    public MessageFlow(LogicParts parts) => _parts = parts;

    /// <summary>There is a connection whose messages are counted; a backtest has none.</summary>
    public bool IsMetered => _parts.StateView.Mode != EngineMode.Backtest;

    /// <summary>Orders are to be canceled, and their cancels have not left yet.</summary>
    public bool AreCancelsWaiting =>
        (_parts.StateView.PendingWork & (PendingWork.CancelMarked | PendingWork.CancelAll)) != 0
        && _parts.IsVenueThere;

    /// <summary>Messages that a question for everything the venue holds takes.</summary>
    public int WholeViewCost => _parts.Risk.WholeViewMessages;

    /// <summary>True if messages of this class may leave now.</summary>
    public bool Has(MessageClass messageClass, long nowNs, int count = 1) =>
        !IsMetered || ((messageClass == MessageClass.Cancel || !AreCancelsWaiting)
            && _parts.Risk.HasMessage(messageClass, nowNs, count));

    /// <summary>Messages that were there leave.</summary>
    public void Take(long nowNs, int count = 1)
    {
        if (IsMetered) _parts.Risk.TakeMessages(nowNs, count);
    }

    /// <summary>
    /// Engine time from which there are messages for this class, those of cancels that wait left aside; the end of time
    /// if they are not what it waits for.
    /// </summary>
    public long ReadyNs(MessageClass messageClass, int count = 1) =>
        IsMetered ? _parts.Risk.MessageReadyNs(messageClass, count) : long.MaxValue;
}
