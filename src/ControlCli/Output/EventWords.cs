using Engine.Core.Events;

namespace ControlCli.Output;

/// <summary>
/// Events that say more in words than by the names of their fields; from files and from a running engine.
/// </summary>
internal static class EventWords
{
    private const int MsPerSecond = 1_000;

    /// <summary>Null for an event that its fields describe.</summary>
    /// <param name="fields">Of the payload, by name, whatever their case.</param>
    public static string? Of(string kind, IEnumerable<(string Name, string Value)> fields)
    {
        if (kind is not (nameof(EventKind.DeniedCallsCounted) or nameof(EventKind.SettingsReloaded))) return null;

        var values = fields.ToLookup(field => field.Name, field => field.Value, StringComparer.OrdinalIgnoreCase);
        string Value(string name) => values[name].FirstOrDefault() ?? "";
        if (kind == nameof(EventKind.DeniedCallsCounted))
        {
            var calls = Value(nameof(DeniedCallsPayload.Calls));
            var seconds = int.TryParse(Value(nameof(DeniedCallsPayload.WindowMs)), out var ms) ? ms / MsPerSecond : 0;
            return $"{calls} call{(calls == "1" ? "" : "s")} of {Value(nameof(DeniedCallsPayload.Method))} by "
                + $"{Value(nameof(DeniedCallsPayload.Principal))} denied in {seconds} s: "
                + Value(nameof(DeniedCallsPayload.Reason));
        }
        if (Value(nameof(SettingsReloadedPayload.Outcome)) is not { Length: > 0 } outcome) return null; // Its text.
        var changes = Value(nameof(SettingsReloadedPayload.Changes));
        return outcome switch
        {
            nameof(ReloadOutcome.Applied) => $"settings read again: {changes} changed and are in force",
            nameof(ReloadOutcome.Refused) => "settings read again and refused whole",
            _ => "settings read again: none has changed",
        };
    }
}
