using System.Globalization;
using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Replay;
using Grpc.Core;

namespace Engine.Grpc.Services;

/// <summary>Refusals as callers get them: status, text with the remedy, and code in the trailers.</summary>
internal static class Refusal
{
    public const string CodeTrailer = "engine-code";
    public const string CodeNameTrailer = "engine-code-name";

    private const long NsPerTick = 100;

    /// <summary>A field of the request is missing or cannot be used.</summary>
    public static RpcException Invalid(string field, string remedy) =>
        new(new Status(StatusCode.InvalidArgument, $"{field}: {remedy}."));

    /// <summary>What the request rests on is not so.</summary>
    public static RpcException Mismatch(string text) => new(new Status(StatusCode.FailedPrecondition, text));

    /// <summary>It could be done, but not at this moment.</summary>
    public static RpcException NotReady(string text) =>
        new(new Status(StatusCode.Unavailable, $"Not now: {text}; try again in a moment."));

    /// <summary>The engine, or what it publishes, says no.</summary>
    public static RpcException Of(CommandCode code, string? detail = null)
    {
        var trailers = new Metadata
        {
            { CodeTrailer, ((int)code).ToString(CultureInfo.InvariantCulture) },
            { CodeNameTrailer, code.ToString() },
        };
        return new RpcException(new Status(StatusOf(code), detail ?? TextOf(code)), trailers);
    }

    /// <summary>The engine's answer says no; where risk denied an order, the text says why.</summary>
    public static RpcException Of(in CommandAnswerPayload answer)
    {
        if (answer.Code == CommandCode.BreakerCoolingDown)
        {
            var from = DateTimeOffset.UnixEpoch.AddTicks(answer.Detail / NsPerTick).UtcDateTime;
            return Of(answer.Code, $"{TextOf(answer.Code)} A reset is taken from {from:yyyy-MM-ddTHH:mm:ss}Z on.");
        }
        if (answer.Code != CommandCode.OrderDenied) return Of(answer.Code);

        var risk = (RiskCode)answer.Detail;
        return Of(answer.Code, $"Risk denied the order, {risk}: {Explained(CodeCatalog.Risk, (int)risk)}.");
    }

    /// <summary>A command that got no answer.</summary>
    public static RpcException Of(ControlException exception) => new(new Status(
        exception is ControlUnavailableException ? StatusCode.FailedPrecondition : StatusCode.Unavailable,
        exception.Message));

    /// <summary>The journal cannot be read where it is asked for.</summary>
    public static RpcException OfJournal(string text) => new(new Status(StatusCode.DataLoss, text));

    /// <summary>Nobody waits any longer for the answer of a command that may well be applied.</summary>
    public static RpcException Unanswered(StatusCode code) => new(new Status(code,
        "The wait ended before the answer was durable; the command may have been applied all the same. Give it again "
        + "with the same idempotency key: it is applied once, and answered."));

    private static StatusCode StatusOf(CommandCode code) => code switch
    {
        CommandCode.RoleNotAllowed => StatusCode.PermissionDenied,
        CommandCode.IdempotencyKeyReused => StatusCode.AlreadyExists,
        CommandCode.MalformedCommand => StatusCode.InvalidArgument,
        _ => StatusCode.FailedPrecondition,
    };

    private static string TextOf(CommandCode code) =>
        $"Refused, {code}: {Explained(CodeCatalog.Command, (int)code)}.";

    private static string Explained(string family, int number)
    {
        var known = CodeCatalog.Find(number.ToString(CultureInfo.InvariantCulture))
            .FirstOrDefault(found => found.Family == family);
        return known is null ? "no more is known" : $"{known.Meaning}; {known.Remedy}";
    }
}
