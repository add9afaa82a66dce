using System.Collections.Concurrent;
using Engine.Core;
using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Journal;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Services;

/// <summary>
/// Commands that wait for a second person. That they wait, and until when, the follower's picture says; what they ask
/// for is read from the journal, once each, so that nobody approves anything but what was given.
/// </summary>
internal sealed class WaitingCommands(TradingEngine engine, EngineSetup setup, ScopeNames names)
{
    private readonly CommandWords _words = new(names, engine.Board);
    private readonly ConcurrentDictionary<long, JournaledCommand> _read = new();

    private IReadOnlyList<WaitingApproval> Waiting => engine.Board.Status?.Approvals ?? [];

    /// <summary>What waits under a sequence.</summary>
    /// <exception cref="global::Grpc.Core.RpcException">Nothing does.</exception>
    public CommandDraft Find(long sequence)
    {
        if (sequence <= 0) throw Refusal.Invalid("sequence", "give that of a command, as the approvals list it");
        return Waiting.Any(waiting => waiting.Sequence == sequence)
            ? CommandDraft.Of(Read(sequence))
            : throw Refusal.Of(CommandCode.NothingToApprove);
    }

    public Wire.ApprovalList List()
    {
        var status = engine.Board.Status;
        var list = new Wire.ApprovalList
        {
            Sequence = status?.Sequence ?? 0,
            EngineTimeNs = status?.EngineTimeNs ?? 0,
        };
        var waiting = Waiting;
        list.Approvals.AddRange(waiting.Select(Render));
        foreach (var sequence in _read.Keys)
            if (!waiting.Any(still => still.Sequence == sequence)) _read.TryRemove(sequence, out _);
        return list;
    }

    private Wire.Approval Render(WaitingApproval waiting)
    {
        var command = Read(waiting.Sequence);
        var approval = new Wire.Approval
        {
            Sequence = waiting.Sequence,
            Command = _words.Title(command),
            Principal = waiting.Principal,
            OperatorName = command.OperatorName,
            Reason = command.Reason,
            GivenTimeNs = command.TimeNs,
            ExpiresTimeNs = waiting.UntilNs,
        };
        approval.Content.AddRange(_words.Content(command));
        approval.Effects.AddRange(CommandTexts.Effects(CommandDraft.Of(command)));
        return approval;
    }

    private JournaledCommand Read(long sequence) => _read.GetOrAdd(sequence, ReadFromJournal);

    private JournaledCommand ReadFromJournal(long sequence)
    {
        try
        {
            using var reader = JournalReader.Open(new DiskStorage(setup.Options.JournalDirectory), sequence);
            return JournaledCommand.Read(reader.ReadUpTo(engine.DurableSequence))
                ?? throw Refusal.OfJournal($"Record {sequence} is no command that can be read; give the command anew.");
        }
        catch (Exception exception) when (
            exception is JournalCorruptException or JournalReadException or JournalRecycledException)
        {
            throw Refusal.OfJournal(exception.Message);
        }
    }
}
