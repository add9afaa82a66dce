using System.Collections.Frozen;
using System.Text;
using Engine.Core.Events;

namespace Engine.Grpc.Access;

/// <summary>
/// Who may call what: one table for the interceptor, the document and the tests. A method that is not in it is refused
/// to everybody. The core checks once more what it alone can know.
/// </summary>
internal static class MethodRoles
{
    public const string Control = "/engine.v1.Control/";
    public const string Status = "/engine.v1.Status/";
    public const string Journal = "/engine.v1.Journal/";

    // A method and the letters of those who may call it: nobody in particular "*", viewer, emergency, operator, admin.
    private static readonly (string Method, string Roles)[] Rows =
    [
        (Control + "Pause", "eoa"),
        (Control + "Resume", "oa"),
        (Control + "Halt", "eoa"),
        (Control + "Flatten", "oa"),
        (Control + "Cancel", "eoa"),
        (Control + "SubmitOrder", "oa"),
        (Control + "ResolveOrder", "oa"),
        (Control + "AdoptOrder", "oa"),
        (Control + "AttributeExecution", "oa"),
        (Control + "ReleaseHold", "oa"),
        (Control + "PlanLimits", "voa"),
        (Control + "ApplyLimits", "oa"),
        (Control + "AcceptLimits", "a"),
        (Control + "MoveCash", "oa"),
        (Control + "TripBreaker", "eoa"),
        (Control + "ResetBreaker", "oa"),
        (Control + "SetSizeFactor", "oa"),
        (Control + "Reconcile", "oa"),
        (Control + "AdoptPosition", "a"),
        (Control + "TakeSnapshot", "oa"),
        (Control + "RotateJournal", "oa"),
        (Control + "SetLogLevel", "oa"),
        (Control + "Approve", "oa"),
        (Control + "Arm", "a"),
        (Control + "Disarm", "oa"),
        (Control + "Shutdown", "oa"),
        (Status + "GetStatus", "veoa"),
        (Status + "WatchStatus", "veoa"),
        (Status + "ListOrders", "veoa"),
        (Status + "WatchOrders", "veoa"),
        (Status + "ListPositions", "veoa"),
        (Status + "GetLimits", "voa"),
        (Status + "ListApprovals", "veoa"),
        (Status + "GetReconciliation", "veoa"),
        (Status + "GetLadder", "voa"),
        (Status + "Explain", "veoa"),
        (Status + "GetVersion", "veoa"),
        (Status + "WatchLatency", "veoa"),
        (Status + "GetInternals", "veoa"),
        (Status + "WatchInternals", "veoa"),
        (Journal + "Describe", "voa"),
        (Journal + "ReadEvents", "voa"),
        ("/grpc.health.v1.Health/Check", "*"),
        ("/grpc.health.v1.Health/List", "*"),
        ("/grpc.health.v1.Health/Watch", "*"),
        ("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", "veoa"),
        ("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", "veoa"),
    ];

    private static readonly FrozenDictionary<string, string> Roles =
        Rows.ToFrozenDictionary(row => row.Method, row => row.Roles, StringComparer.Ordinal);

    public static IEnumerable<string> Methods => Rows.Select(row => row.Method);

    public static bool IsKnown(string method) => Roles.ContainsKey(method);

    /// <summary>The method says nothing that needs a name.</summary>
    public static bool IsOpen(string method) => Roles.TryGetValue(method, out var roles) && roles == "*";

    /// <summary>The method changes something: what a live engine never lets an unknown caller do.</summary>
    public static bool IsMutation(string method) =>
        method.StartsWith(Control, StringComparison.Ordinal) && method != Control + "PlanLimits";

    public static bool IsAllowed(string method, OperatorRole role) =>
        Roles.TryGetValue(method, out var roles)
        && (roles == "*" || (LetterOf(role) is { } letter && roles.Contains(letter, StringComparison.Ordinal)));

    /// <summary>The table as docs/CONTROL.md shows it.</summary>
    public static string ToMarkdown()
    {
        var text = new StringBuilder("| method | viewer | emergency | operator | admin |\n|---|---|---|---|---|");
        foreach (var (method, roles) in Rows)
        {
            text.Append("\n| ").Append(method.AsSpan(1)).Append(" |");
            foreach (var letter in "veoa")
            {
                text.Append(roles == "*" ? " open |"
                    : roles.Contains(letter, StringComparison.Ordinal) ? " yes |" : " - |");
            }
        }
        return text.Append('\n').ToString();
    }

    private static char? LetterOf(OperatorRole role) => role switch
    {
        OperatorRole.Viewer => 'v',
        OperatorRole.Emergency => 'e',
        OperatorRole.Operator => 'o',
        OperatorRole.Admin => 'a',
        _ => null,
    };
}
