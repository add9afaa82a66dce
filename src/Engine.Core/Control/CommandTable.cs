using System.Text;
using Engine.Core.Events;

namespace Engine.Core.Control;

/// <summary>
/// Which command is taken in which phase and permission, from whom, and what it does to orders of each class: data, so
/// that the logic, the documents, the explanations and a test per cell read the same table.
/// </summary>
public static class CommandTable
{
    private static readonly EnginePhase[] AllPhases =
        [EnginePhase.Starting, EnginePhase.Reconciling, EnginePhase.Running, EnginePhase.Stopping, EnginePhase.Stopped];

    private static readonly Permission[] AllPermissions =
        [Permission.Active, Permission.Reducing, Permission.Halted, Permission.ReadOnly];

    private static readonly OrderClass[] AllClasses =
        [OrderClass.Opening, OrderClass.Reducing, OrderClass.Protective, OrderClass.EmergencyExit];

    private static readonly OperatorRole[] AllRoles =
        [OperatorRole.Viewer, OperatorRole.Emergency, OperatorRole.Operator, OperatorRole.Admin];

    private static readonly OperatorVerb[] AllVerbs = Enum.GetValues<OperatorVerb>();

    private static readonly OrderSweep[] AllSweeps = Enum.GetValues<OrderSweep>();

    // A row per verb in the order of OperatorVerb. Per phase (Starting, Reconciling, Running, Stopping, Stopped) a
    // letter per permission of the account (Active, Reducing, Halted, ReadOnly): "a" taken; refused because of the
    // phase "p", or because nothing may leave "o". Then the roles that may give it: emergency, operator, admin.
    private static readonly string[] Rows =
    [
        "Pause         pppp aaaa aaaa pppp pppp  eoa",
        "Resume        pppp aaaa aaaa pppp pppp  oa",
        "Halt          pppp aaaa aaaa aaaa pppp  eoa",
        "Release       pppp aaaa aaaa pppp pppp  oa",
        "Cancel        pppp aaao aaao aaao pppp  eoa",
        "Flatten       pppp aaao aaao aaao pppp  oa",
        "Submit        pppp pppp aaao pppp pppp  oa",
        "Reconcile     pppp aaaa aaaa pppp pppp  oa",
        "Snapshot      pppp aaaa aaaa aaaa pppp  oa",
        "ChangeLimits  pppp aaaa aaaa pppp pppp  oa",
        "AcceptLimits  pppp aaaa aaaa pppp pppp  a",
        "TripBreaker   pppp aaaa aaaa aaaa pppp  eoa",
        "ResetBreaker  pppp aaaa aaaa pppp pppp  oa",
        "Stop          pppp aaaa aaaa aaaa pppp  oa",
        "MoveCash      pppp aaaa aaaa pppp pppp  oa",
        "LogLevel      pppp aaaa aaaa aaaa pppp  oa",
        "AdoptPosition pppp aaaa aaaa pppp pppp  a",
        "Rotate        pppp aaaa aaaa aaaa pppp  oa",
        "ResolveOrder  pppp aaaa aaaa aaaa pppp  oa",
        "AdoptOrder    pppp aaaa aaaa pppp pppp  oa",
        "AttributeExecution pppp aaaa aaaa aaaa pppp  oa",
        "Arm           pppp aaaa aaaa pppp pppp  a",
        "Disarm        pppp aaaa aaaa pppp pppp  oa",
        "SetSizeFactor pppp aaaa aaaa pppp pppp  oa",
    ];

    // One letter per class: "-" goes on, "c" canceled, "i" canceled if it could increase exposure.
    private static readonly string[] SweepRows =
    [
        "Reducing     ii--",
        "HaltOpening  ci--",
        "HaltAll      cccc",
        "HaltKeep     ----",
        "Cancel       cccc",
        "Leave        ----",
    ];

    // Who may release a hold by its id, one letter each: operator, admin. Without one it goes only with its cause.
    private static readonly string[] ReleaseRows =
    [
        "Operator        oa",
        "Breaker         -",
        "Disk            a",
        "StageFault      a",
        "Reconciliation  oa",
        "Feed            a",
        "UnapprovedBuild -",
        "UncleanStart    oa",
        "Configuration   -",
    ];

    private static readonly CommandCode[] Cells = ParseRows();
    private static readonly bool[] Roles = ParseRoles();
    private static readonly OrderEffect[] Effects = ParseSweeps();

    public static ReadOnlySpan<EnginePhase> Phases => AllPhases;

    public static ReadOnlySpan<Permission> Permissions => AllPermissions;

    public static ReadOnlySpan<OrderClass> Classes => AllClasses;

    public static ReadOnlySpan<OperatorRole> OperatorRoles => AllRoles;

    public static ReadOnlySpan<OperatorVerb> Verbs => AllVerbs;

    public static ReadOnlySpan<OrderSweep> Sweeps => AllSweeps;

    /// <summary>Done if the command is taken, else why not. A value outside the table is never taken.</summary>
    public static CommandCode Decide(EnginePhase phase, Permission permission, OperatorVerb verb)
    {
        if (phase is EnginePhase.None or > EnginePhase.Stopped) return CommandCode.WrongPhase;
        if (permission is Permission.None or > Permission.ReadOnly) return CommandCode.PermissionReadOnly;
        if ((uint)verb >= (uint)AllVerbs.Length) return CommandCode.MalformedCommand;

        var row = ((int)verb * AllPhases.Length) + (phase - EnginePhase.Starting);
        return Cells[(row * AllPermissions.Length) + (permission - Permission.Active)];
    }

    /// <summary>True if the role may give the command at all; what it asks for may need a higher one.</summary>
    public static bool IsAllowed(OperatorRole role, OperatorVerb verb) =>
        role is >= OperatorRole.Viewer and <= OperatorRole.Admin && (uint)verb < (uint)AllVerbs.Length
        && Roles[((int)verb * AllRoles.Length) + (role - OperatorRole.Viewer)];

    /// <summary>True if the role may release a hold of this kind by its id.</summary>
    public static bool CanRelease(OperatorRole role, HoldKind kind)
    {
        if (kind is HoldKind.None || (int)kind > ReleaseRows.Length) return false;

        var row = ReleaseRows[(int)kind - 1];
        return role switch
        {
            OperatorRole.Operator => row.EndsWith("oa", StringComparison.Ordinal),
            OperatorRole.Admin => row[^1] == 'a',
            _ => false,
        };
    }

    /// <summary>True if somebody may release it; else it ends with its cause alone.</summary>
    public static bool IsReleasable(HoldKind kind) => CanRelease(OperatorRole.Admin, kind);

    /// <summary>What becomes of a working order. One without class is treated as opening.</summary>
    public static OrderEffect EffectOn(OrderSweep sweep, OrderClass orderClass)
    {
        var column = orderClass is OrderClass.None or > OrderClass.EmergencyExit ? OrderClass.Opening : orderClass;
        return Effects[((int)sweep * AllClasses.Length) + (column - OrderClass.Opening)];
    }

    /// <summary>True if a hold of this permission keeps an order from the venue that is not written yet.</summary>
    public static bool KeepsUnwritten(Permission permission, OrderClass orderClass) => permission switch
    {
        Permission.ReadOnly => true,
        Permission.Halted => orderClass is not (OrderClass.Protective or OrderClass.EmergencyExit),
        _ => false,
    };

    /// <summary>The first of the tables as docs/ARCHITECTURE.md shows them; the others follow.</summary>
    public static string ToMarkdown()
    {
        var text = new StringBuilder("| Command |");
        foreach (var phase in AllPhases) text.Append(' ').Append(phase).Append(" |");
        AppendRule(text, 1 + AllPhases.Length);
        foreach (var verb in AllVerbs)
        {
            text.Append("\n| ").Append(verb).Append(" |");
            foreach (var phase in AllPhases) AppendPhase(text, phase, verb);
        }
        return text.Append('\n').ToString();
    }

    public static string RolesToMarkdown()
    {
        var text = new StringBuilder("| Command |");
        foreach (var role in AllRoles) text.Append(' ').Append(role).Append(" |");
        AppendRule(text, 1 + AllRoles.Length);
        foreach (var verb in AllVerbs)
        {
            text.Append("\n| ").Append(verb).Append(" |");
            foreach (var role in AllRoles) text.Append(IsAllowed(role, verb) ? " yes |" : " - |");
        }
        return text.Append('\n').ToString();
    }

    public static string ReleasesToMarkdown()
    {
        var text = new StringBuilder("| Kind of hold |");
        foreach (var role in AllRoles) text.Append(' ').Append(role).Append(" |");
        AppendRule(text, 1 + AllRoles.Length);
        foreach (var kind in Enum.GetValues<HoldKind>())
        {
            if (kind == HoldKind.None) continue;
            text.Append("\n| ").Append(kind).Append(" |");
            foreach (var role in AllRoles) text.Append(CanRelease(role, kind) ? " yes |" : " - |");
        }
        return text.Append('\n').ToString();
    }

    public static string SweepsToMarkdown()
    {
        var text = new StringBuilder("| What |");
        foreach (var orderClass in AllClasses) text.Append(' ').Append(orderClass).Append(" |");
        AppendRule(text, 1 + AllClasses.Length);
        foreach (var sweep in AllSweeps)
        {
            text.Append("\n| works, and ").Append(sweep).Append(" |");
            foreach (var orderClass in AllClasses) text.Append(' ').Append(EffectOn(sweep, orderClass)).Append(" |");
        }
        foreach (var permission in AllPermissions)
        {
            text.Append("\n| not written, and a hold ").Append(permission).Append(" |");
            foreach (var orderClass in AllClasses)
                text.Append(KeepsUnwritten(permission, orderClass) ? " NotSent |" : " GoesOn |");
        }
        return text.Append('\n').ToString();
    }

    private static void AppendRule(StringBuilder text, int columns)
    {
        text.Append("\n|");
        for (var i = 0; i < columns; i++) text.Append("---|");
    }

    // One word where every permission says the same, else what Active says and each that says something else.
    private static void AppendPhase(StringBuilder text, EnginePhase phase, OperatorVerb verb)
    {
        var usual = Decide(phase, Permission.Active, verb);
        text.Append(' ').Append(TextOf(usual));
        foreach (var permission in AllPermissions)
        {
            var code = Decide(phase, permission, verb);
            if (code != usual) text.Append("; ").Append(permission).Append(": ").Append(TextOf(code));
        }
        text.Append(" |");
    }

    private static string TextOf(CommandCode code) => code == CommandCode.Done ? "yes" : code.ToString();

    private static CommandCode[] ParseRows()
    {
        var cells = new List<CommandCode>();
        foreach (var verb in AllVerbs)
        {
            var words = Words(Rows[(int)verb], verb.ToString(), -1);
            for (var phase = 1; phase <= AllPhases.Length; phase++)
            {
                if (words[phase].Length != AllPermissions.Length) throw Misplaced(words[0]);
                foreach (var letter in words[phase])
                {
                    cells.Add(letter switch
                    {
                        'a' => CommandCode.Done,
                        'o' => CommandCode.PermissionReadOnly,
                        _ => CommandCode.WrongPhase,
                    });
                }
            }
        }
        return [.. cells];
    }

    private static bool[] ParseRoles()
    {
        var cells = new bool[AllVerbs.Length * AllRoles.Length];
        foreach (var verb in AllVerbs)
        {
            foreach (var letter in Words(Rows[(int)verb], verb.ToString(), -1)[^1])
            {
                var role = letter switch
                {
                    'e' => OperatorRole.Emergency,
                    'o' => OperatorRole.Operator,
                    _ => OperatorRole.Admin,
                };
                cells[((int)verb * AllRoles.Length) + (role - OperatorRole.Viewer)] = true;
            }
        }
        return cells;
    }

    private static OrderEffect[] ParseSweeps()
    {
        var cells = new List<OrderEffect>();
        foreach (var sweep in AllSweeps)
        {
            foreach (var letter in Words(SweepRows[(int)sweep], sweep.ToString(), AllClasses.Length)[1])
            {
                cells.Add(letter switch
                {
                    'c' => OrderEffect.Canceled,
                    'i' => OrderEffect.CanceledIfIncreasing,
                    _ => OrderEffect.GoesOn,
                });
            }
        }
        return [.. cells];
    }

    private static string[] Words(string row, string name, int letters)
    {
        var words = row.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words[0] == name && (letters < 0 || words[^1].Length == letters) ? words : throw Misplaced(name);
    }

    private static InvalidOperationException Misplaced(string name) =>
        new($"The command table has no row for {name} where it belongs.");
}
