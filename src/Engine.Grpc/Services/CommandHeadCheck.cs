using Engine.Core.Control;
using Engine.Grpc.Access;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Services;

/// <summary>
/// What every command must say. Account and mode are constants of a journal, so they are compared here; a caller with
/// the wrong engine in mind is refused before anything is journaled.
/// </summary>
internal sealed class CommandHeadCheck(EngineIdentity engine)
{
    /// <exception cref="global::Grpc.Core.RpcException">Something is missing or wrong; the text names field and
    /// remedy.</exception>
    public CommandIssuer Check(Wire.CommandHead? head, Caller caller)
    {
        if (head is null) throw Refusal.Invalid("head", "missing; every command says who, why and for which engine");

        CheckText("head.reason", head.Reason, ControlLimits.ReasonCharactersMax, "say why; it goes into the journal");
        CheckText("head.idempotency_key", head.IdempotencyKey, ControlLimits.KeyCharactersMax,
            "make one for each command, and use it again only to repeat that command");
        CheckText("head.account", head.Account, ControlLimits.NameCharactersMax, "name the account that you mean");
        if (head.OperatorName.Length > 0)
        {
            CheckText("head.operator_name", head.OperatorName, ControlLimits.OperatorNameCharactersMax,
                "leave it empty or say who you are");
        }
        if (head.Mode == Wire.Mode.Unspecified)
            throw Refusal.Invalid("head.mode", "missing; say which mode you believe the engine is in");
        if (head.Account != engine.Account)
        {
            throw Refusal.Mismatch($"head.account is '{head.Account}', but this engine trades '{engine.Account}'; "
                + "nothing was done. Check the endpoint, or the account.");
        }
        if (head.Mode != WireValues.Of(engine.Mode))
        {
            throw Refusal.Mismatch(
                $"head.mode is {head.Mode.ToString().ToLowerInvariant()}, but this engine is in "
                + $"{engine.Mode.ToString().ToLowerInvariant()}; nothing was done. Check the endpoint, or the mode.");
        }
        return new CommandIssuer(caller.Principal, caller.Role, head.OperatorName, head.Reason, head.IdempotencyKey);
    }

    private static void CheckText(string field, string text, int charactersMax, string remedy)
    {
        if (string.IsNullOrWhiteSpace(text)) throw Refusal.Invalid(field, $"missing; {remedy}");
        if (text.Length > charactersMax)
            throw Refusal.Invalid(field, $"{text.Length} characters are too many; at most {charactersMax} are kept");
        if (text.Any(c => c is < ' ' or > '~'))
            throw Refusal.Invalid(field, "use printable ASCII on one line: the journal keeps nothing else");
    }
}
