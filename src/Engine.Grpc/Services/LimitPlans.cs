using System.Buffers.Binary;
using Engine.Core;
using Engine.Core.Config;
using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Risk;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Services;

/// <summary>
/// Limits as callers see and change them: those of the file, the overlay over them, and plans, which are made by the
/// same code as in the logic, so that the hash of a plan is the one that the logic asks for.
/// </summary>
internal sealed class LimitPlans(TradingEngine engine, EngineSetup setup)
{
    private const int HashBytes = 2 * sizeof(ulong);

    private static readonly string[] Sections = ["limits.", "risk."];

    private string Overlay => engine.Board.Status?.LimitsOverlay ?? "";

    /// <summary>What the change would do.</summary>
    /// <exception cref="global::Grpc.Core.RpcException">It cannot be applied; the text says why.</exception>
    public Wire.LimitsPlan Plan(Wire.PlanLimitsRequest request)
    {
        var plan = LimitsPlan.Make(setup.ConfigText, Overlay, TextOf(request.Changes), setup.Limits);
        if (plan.Code < 0) throw Refusal.Of(plan.Code, plan.Problem);

        var file = CanonicalConfig.Parse(setup.ConfigText).Root;
        var hash = new byte[HashBytes];
        BinaryPrimitives.WriteUInt64BigEndian(hash, plan.Hash.High);
        BinaryPrimitives.WriteUInt64BigEndian(hash.AsSpan(sizeof(ulong)), plan.Hash.Low);
        var reply = new Wire.LimitsPlan
        {
            Hash = ByteString.CopyFrom(hash),
            Role = plan.IsLooser ? "admin" : "operator",
        };
        reply.Lines.AddRange(plan.Changes.Select(change => new Wire.LimitsPlan.Types.Line
        {
            Key = change.Key,
            Baseline = ValueOf(file, change.Key),
            Effective = change.Before,
            Planned = change.After,
            Loosens = change.IsLooser,
            Ceiling = CeilingOf(file, change.Key),
        }));
        return reply;
    }

    /// <summary>The command that applies a plan.</summary>
    /// <exception cref="global::Grpc.Core.RpcException">The request cannot be used.</exception>
    public static CommandDraft Apply(Wire.ApplyLimitsRequest request)
    {
        if (request.PlanHash.Length != HashBytes)
            throw Refusal.Invalid("plan_hash", "give the hash that PlanLimits answered for these changes");
        var hash = request.PlanHash.Span;
        return new CommandDraft(OperatorVerb.ChangeLimits, HoldScope.Account, 0)
        {
            Changes = TextOf(request.Changes),
            PlanHigh = BinaryPrimitives.ReadUInt64BigEndian(hash),
            PlanLow = BinaryPrimitives.ReadUInt64BigEndian(hash[sizeof(ulong)..]),
        };
    }

    /// <summary>Every limit in force, with the value of the file.</summary>
    public IEnumerable<Wire.LimitList.Types.Line> InForce()
    {
        var file = CanonicalConfig.Parse(setup.ConfigText);
        var effective = LimitsOverlay.Over(setup.ConfigText, Overlay);
        return effective.Keys.Where(key => Sections.Any(section => key.StartsWith(section, StringComparison.Ordinal)))
            .Select(key => new Wire.LimitList.Types.Line
            {
                Key = key,
                Baseline = ValueOf(file.Root, key),
                Effective = ValueOf(effective.Root, key),
                Ceiling = CeilingOf(file.Root, key),
            }).ToArray();
    }

    private static string TextOf(RepeatedField<Wire.LimitValue> changes)
    {
        if (changes.Count == 0) throw Refusal.Invalid("changes", "missing; name the limits that are to be others");
        foreach (var change in changes)
        {
            var isWhole = change.Key.Length > 0 && change.Value.Length > 0
                && !change.Key.Contains('=', StringComparison.Ordinal)
                && (change.Key + change.Value).All(c => c is > ' ' and <= '~');
            if (!isWhole)
                throw Refusal.Invalid("changes", "give key and value of each in printable ASCII, '-' for the file's");
        }
        if (changes.DistinctBy(change => change.Key).Count() != changes.Count)
            throw Refusal.Invalid("changes", "one key is given twice");
        var text = string.Concat(changes.Select(change => $"{change.Key}={change.Value}\n"));
        return text.Length <= CommandRecords.BodyCharactersMax
            ? text
            : throw Refusal.Invalid("changes", $"at most {CommandRecords.BodyCharactersMax} characters at once");
    }

    private static string CeilingOf(ConfigSection file, string key) =>
        ValueOf(file, "risk.ceiling." + key[(key.LastIndexOf('.') + 1)..]);

    private static string ValueOf(ConfigSection file, string key) => file.Has(key) ? file.GetText(key) : "";
}
