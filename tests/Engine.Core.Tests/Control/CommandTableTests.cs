using Engine.Core.Control;
using Engine.Core.Events;
using Xunit;

namespace Engine.Core.Tests.Control;

/// <summary>Goal: every cell is what the rules say, written here a second time as rules.</summary>
public sealed class CommandTableTests
{
    public static TheoryData<EnginePhase, Permission, OperatorVerb> Commands { get; } = AllCommands();

    public static TheoryData<OperatorRole, OperatorVerb> RolesOfCommands { get; } = AllRoles();

    public static TheoryData<OperatorRole, HoldKind> ReleasesOfKinds { get; } = AllReleases();

    public static TheoryData<OrderSweep, OrderClass> SweepsOfClasses { get; } = AllSweeps();

    public static TheoryData<Permission, OrderClass> HoldsOfClasses { get; } = AllHolds();

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_is_taken_where_the_rules_say(EnginePhase phase, Permission permission, OperatorVerb verb) =>
        Assert.Equal(Rule(phase, permission, verb), CommandTable.Decide(phase, permission, verb));

    [Theory]
    [MemberData(nameof(RolesOfCommands))]
    public void A_role_may_give_what_the_rules_say(OperatorRole role, OperatorVerb verb) =>
        Assert.Equal(Rule(role, verb), CommandTable.IsAllowed(role, verb));

    [Theory]
    [MemberData(nameof(SweepsOfClasses))]
    public void An_order_of_each_class_meets_its_effect(OrderSweep sweep, OrderClass orderClass) =>
        Assert.Equal(Rule(sweep, orderClass), CommandTable.EffectOn(sweep, orderClass));

    [Theory]
    [MemberData(nameof(ReleasesOfKinds))]
    public void A_hold_is_released_by_whom_the_rules_say(OperatorRole role, HoldKind kind) =>
        Assert.Equal(Rule(role, kind), CommandTable.CanRelease(role, kind));

    [Theory]
    [MemberData(nameof(HoldsOfClasses))]
    public void An_unwritten_order_of_each_class_is_kept_as_the_gateway_keeps_it(
        Permission permission, OrderClass orderClass)
    {
        var marks = new HaltMarks(EngineLimits.Default);
        marks.Publish(new HoldPayload { Scope = HoldScope.Account, Permission = permission }, sequence: 10);
        var order = new EngineEvent { Kind = EventKind.OrderRequested, Sequence = 9 };
        order.Order.Class = orderClass;
        Assert.Equal(marks.Stops(in order), CommandTable.KeepsUnwritten(permission, orderClass));
    }

    [Theory]
    [InlineData(EnginePhase.None, Permission.Active, OperatorVerb.Halt, CommandCode.WrongPhase)]
    [InlineData((EnginePhase)6, Permission.Active, OperatorVerb.Halt, CommandCode.WrongPhase)]
    [InlineData(EnginePhase.Running, Permission.None, OperatorVerb.Halt, CommandCode.PermissionReadOnly)]
    [InlineData(EnginePhase.Running, (Permission)5, OperatorVerb.Halt, CommandCode.PermissionReadOnly)]
    [InlineData(EnginePhase.Running, Permission.Active, (OperatorVerb)99, CommandCode.MalformedCommand)]
    public void What_is_outside_the_table_is_not_taken(
        EnginePhase phase, Permission permission, OperatorVerb verb, CommandCode code)
    {
        Assert.Equal(code, CommandTable.Decide(phase, permission, verb));
        Assert.False(CommandTable.IsAllowed((OperatorRole)9, verb));
    }

    private static CommandCode Rule(EnginePhase phase, Permission permission, OperatorVerb verb)
    {
        if (phase is EnginePhase.Starting or EnginePhase.Stopped) return CommandCode.WrongPhase;

        if (verb == OperatorVerb.Submit && phase != EnginePhase.Running) return CommandCode.WrongPhase;

        // A stop takes nothing more but what makes it harsher or milder, and what takes risk away.
        var isEscalation = verb is OperatorVerb.TripBreaker or OperatorVerb.Halt or OperatorVerb.Cancel
            or OperatorVerb.Flatten or OperatorVerb.Snapshot or OperatorVerb.Rotate or OperatorVerb.LogLevel
            or OperatorVerb.Stop // What is known of orders helps a stop to its end.
            or OperatorVerb.ResolveOrder or OperatorVerb.AttributeExecution;
        if (phase == EnginePhase.Stopping && !isEscalation) return CommandCode.WrongPhase;
        return permission == Permission.ReadOnly && Sends(verb) ? CommandCode.PermissionReadOnly : CommandCode.Done;
    }

    // What something has to leave the engine for.
    private static bool Sends(OperatorVerb verb) =>
        verb is OperatorVerb.Cancel or OperatorVerb.Flatten or OperatorVerb.Submit;

    private static bool Rule(OperatorRole role, OperatorVerb verb) => role switch
    {
        OperatorRole.Emergency =>
            verb is OperatorVerb.Halt or OperatorVerb.Pause or OperatorVerb.Cancel or OperatorVerb.TripBreaker,
        OperatorRole.Operator =>
            verb is not (OperatorVerb.AcceptLimits or OperatorVerb.AdoptPosition or OperatorVerb.Arm),
        OperatorRole.Admin => true,
        _ => false,
    };

    private static bool Rule(OperatorRole role, HoldKind kind) => role switch
    {
        OperatorRole.Admin => kind is not (HoldKind.None or HoldKind.Breaker or HoldKind.UnapprovedBuild
            or HoldKind.Configuration),
        OperatorRole.Operator => kind is HoldKind.Operator or HoldKind.Reconciliation or HoldKind.UncleanStart,
        _ => false,
    };

    private static OrderEffect Rule(OrderSweep sweep, OrderClass orderClass)
    {
        var isGuard = orderClass is OrderClass.Protective or OrderClass.EmergencyExit;
        return sweep switch
        {
            OrderSweep.HaltAll or OrderSweep.Cancel => OrderEffect.Canceled,
            OrderSweep.HaltOpening when orderClass == OrderClass.Opening => OrderEffect.Canceled,
            OrderSweep.HaltOpening or OrderSweep.Reducing when !isGuard => OrderEffect.CanceledIfIncreasing,
            _ => OrderEffect.GoesOn,
        };
    }

    private static TheoryData<EnginePhase, Permission, OperatorVerb> AllCommands()
    {
        var cells = new TheoryData<EnginePhase, Permission, OperatorVerb>();
        foreach (var phase in CommandTable.Phases)
            foreach (var permission in CommandTable.Permissions)
                foreach (var verb in CommandTable.Verbs) cells.Add(phase, permission, verb);
        return cells;
    }

    private static TheoryData<OperatorRole, OperatorVerb> AllRoles()
    {
        var cells = new TheoryData<OperatorRole, OperatorVerb>();
        foreach (var role in CommandTable.OperatorRoles)
            foreach (var verb in CommandTable.Verbs) cells.Add(role, verb);
        return cells;
    }

    private static TheoryData<OperatorRole, HoldKind> AllReleases()
    {
        var cells = new TheoryData<OperatorRole, HoldKind>();
        foreach (var role in CommandTable.OperatorRoles)
            foreach (var kind in Enum.GetValues<HoldKind>()) cells.Add(role, kind);
        return cells;
    }

    private static TheoryData<OrderSweep, OrderClass> AllSweeps()
    {
        var cells = new TheoryData<OrderSweep, OrderClass>();
        foreach (var sweep in CommandTable.Sweeps)
            foreach (var orderClass in CommandTable.Classes) cells.Add(sweep, orderClass);
        return cells;
    }

    private static TheoryData<Permission, OrderClass> AllHolds()
    {
        var cells = new TheoryData<Permission, OrderClass>();
        foreach (var permission in CommandTable.Permissions)
            foreach (var orderClass in CommandTable.Classes) cells.Add(permission, orderClass);
        return cells;
    }
}
