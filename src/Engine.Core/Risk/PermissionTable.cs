using System.Text;
using Engine.Core.Events;

namespace Engine.Core.Risk;

/// <summary>
/// What may leave the process, by phase, permission, action and class of the order: data, so that the documents, the
/// explanations and a test per cell read the same table. A replacement has the class of what it would do; a cancel that
/// of the order it cancels.
/// </summary>
public static class PermissionTable
{
    private static readonly EnginePhase[] AllPhases =
        [EnginePhase.Starting, EnginePhase.Reconciling, EnginePhase.Running, EnginePhase.Stopping, EnginePhase.Stopped];

    private static readonly Permission[] AllPermissions =
        [Permission.Active, Permission.Reducing, Permission.Halted, Permission.ReadOnly];

    private static readonly TradeAction[] AllActions = [TradeAction.Submit, TradeAction.Cancel, TradeAction.Replace];

    private static readonly OrderClass[] AllClasses =
        [OrderClass.Opening, OrderClass.Reducing, OrderClass.Protective, OrderClass.EmergencyExit];

    // One letter per class in the order of AllClasses: "a" allowed; refused because of the phase "p", because of the
    // permission "r" Reducing, "h" Halted, "o" ReadOnly. Where both forbid, the phase is named, except that ReadOnly is
    // named while Stopping: it is what keeps the stop itself from working.
    private static readonly string[] Rows =
    [
        //                     Submit Cancel Replace
        "Starting     Active    pppp   pppp   pppp",
        "Starting     Reducing  pppp   pppp   pppp",
        "Starting     Halted    pppp   pppp   pppp",
        "Starting     ReadOnly  pppp   pppp   pppp",
        "Reconciling  Active    pppp   aaaa   pppp",
        "Reconciling  Reducing  pppp   aaaa   pppp",
        "Reconciling  Halted    pppp   aaaa   pppp",
        "Reconciling  ReadOnly  pppp   oooo   pppp",
        "Running      Active    aaaa   aaaa   aaaa",
        "Running      Reducing  raaa   aaaa   raaa",
        "Running      Halted    hhaa   aaaa   hhaa",
        "Running      ReadOnly  oooo   oooo   oooo",
        "Stopping     Active    paaa   aaaa   paaa",
        "Stopping     Reducing  paaa   aaaa   paaa",
        "Stopping     Halted    phaa   aaaa   phaa",
        "Stopping     ReadOnly  oooo   oooo   oooo",
        "Stopped      Active    pppp   pppp   pppp",
        "Stopped      Reducing  pppp   pppp   pppp",
        "Stopped      Halted    pppp   pppp   pppp",
        "Stopped      ReadOnly  pppp   pppp   pppp",
    ];

    private static readonly RiskCode[] Cells = ParseRows();

    public static ReadOnlySpan<EnginePhase> Phases => AllPhases;

    public static ReadOnlySpan<Permission> Permissions => AllPermissions;

    public static ReadOnlySpan<TradeAction> Actions => AllActions;

    public static ReadOnlySpan<OrderClass> Classes => AllClasses;

    /// <summary>Accepted, or why not. A value outside the table is never allowed.</summary>
    public static RiskCode Decide(EnginePhase phase, Permission permission, TradeAction action, OrderClass orderClass)
    {
        if (phase is EnginePhase.None or > EnginePhase.Stopped) return RiskCode.NotRunning;
        if (permission is Permission.None or > Permission.ReadOnly) return RiskCode.PermissionReadOnly;

        // An order without class, or of an unknown one, is treated as what is most restricted.
        var column = orderClass is OrderClass.None or > OrderClass.EmergencyExit ? OrderClass.Opening : orderClass;
        return action > TradeAction.Replace ? RiskCode.NotRunning : Cells[IndexOf(phase, permission, action, column)];
    }

    /// <summary>The table as docs/ARCHITECTURE.md shows it.</summary>
    public static string ToMarkdown()
    {
        var text = new StringBuilder("| Phase | Permission | Action |");
        foreach (var orderClass in AllClasses) text.Append(' ').Append(orderClass).Append(" |");
        text.Append("\n|---|---|---|---|---|---|---|");
        foreach (var phase in AllPhases)
            foreach (var permission in AllPermissions)
                foreach (var action in AllActions) AppendRow(text, phase, permission, action);
        return text.Append('\n').ToString();
    }

    private static void AppendRow(StringBuilder text, EnginePhase phase, Permission permission, TradeAction action)
    {
        text.Append("\n| ").Append(phase).Append(" | ").Append(permission).Append(" | ").Append(action).Append(" |");
        foreach (var orderClass in AllClasses)
        {
            var code = Decide(phase, permission, action, orderClass);
            text.Append(' ').Append(code == RiskCode.Accepted ? "yes" : code.ToString()).Append(" |");
        }
    }

    private static int IndexOf(EnginePhase phase, Permission permission, TradeAction action, OrderClass orderClass)
    {
        var row = ((phase - EnginePhase.Starting) * AllPermissions.Length) + (permission - Permission.Active);
        return (((row * AllActions.Length) + (int)action) * AllClasses.Length) + (orderClass - OrderClass.Opening);
    }

    private static RiskCode[] ParseRows()
    {
        var cells = new RiskCode[AllPhases.Length * AllPermissions.Length * AllActions.Length * AllClasses.Length];
        foreach (var row in Rows)
        {
            var tokens = row.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var phase = Enum.Parse<EnginePhase>(tokens[0]);
            var permission = Enum.Parse<Permission>(tokens[1]);
            foreach (var action in AllActions)
                foreach (var orderClass in AllClasses)
                    cells[IndexOf(phase, permission, action, orderClass)] =
                        CodeOf(tokens[2 + (int)action][(int)orderClass - (int)OrderClass.Opening]);
        }
        return cells;
    }

    private static RiskCode CodeOf(char letter) => letter switch
    {
        'a' => RiskCode.Accepted,
        'p' => RiskCode.NotRunning,
        'r' => RiskCode.PermissionReducing,
        'h' => RiskCode.PermissionHalted,
        'o' => RiskCode.PermissionReadOnly,
        _ => throw new InvalidOperationException($"Letter '{letter}' has no meaning."),
    };
}
