using System.Runtime.InteropServices;
using Engine.Core.Replay;
using Grpc.Core;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Services;

/// <summary>What the engine is doing, from the follower: readers cost logic and journal nothing.</summary>
internal sealed class StatusService(StatusPictures pictures, EngineIdentity identity) : Wire.Status.StatusBase
{
    private const string ExitPrefix = "exit ";

    public override Task<Wire.EngineStatus> GetStatus(Wire.GetStatusRequest request, ServerCallContext context) =>
        Task.FromResult(pictures.Latest() ?? throw NotYet());

    public override Task<Wire.ExplainReply> Explain(Wire.ExplainRequest request, ServerCallContext context)
    {
        var isExit = request.Code.StartsWith(ExitPrefix, StringComparison.OrdinalIgnoreCase);
        var wanted = (isExit ? request.Code[ExitPrefix.Length..] : request.Code).Trim();
        var found = CodeCatalog.Find(wanted)
            .Where(code => !isExit || code.Family is CodeCatalog.EngineExit or CodeCatalog.ControlExit).ToArray();
        if (found.Length == 0)
        {
            throw new RpcException(new Status(StatusCode.NotFound,
                "The engine has no such code; give a name such as MaxPosition, a number such as -102, or 'exit 5'."));
        }
        var reply = new Wire.ExplainReply();
        reply.Entries.AddRange(found.Select(code => new Wire.ExplainReply.Types.Entry
        {
            Family = code.Family,
            Number = code.Number,
            Name = code.Name,
            Meaning = code.Meaning,
            Remedy = code.Remedy,
        }));
        return Task.FromResult(reply);
    }

    public override Task<Wire.Version> GetVersion(Wire.GetVersionRequest request, ServerCallContext context) =>
        Task.FromResult(new Wire.Version
        {
            Build = identity.Build,
            Runtime = RuntimeInformation.FrameworkDescription,
            Mode = WireValues.Of(identity.Mode),
            Account = identity.Account,
        });

    private static RpcException NotYet() => new(new Status(StatusCode.Unavailable,
        "The engine has not published a status yet: it is starting, or it is a backtest, which publishes none. Ask "
        + "again in a moment."));
}
