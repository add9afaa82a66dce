using Engine.Core.Events;
using Engine.Core.Risk;
using Xunit;

namespace Engine.Core.Tests.Risk;

/// <summary>
/// Goal: every cell is what the rules of phases and permissions say, written here a second time as rules.
/// </summary>
public sealed class PermissionTableTests
{
    public static TheoryData<EnginePhase, Permission, TradeAction, OrderClass> Cells { get; } = AllCells();

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_cell_follows_the_rules(
        EnginePhase phase, Permission permission, TradeAction action, OrderClass orderClass) =>
        Assert.Equal(
            Rule(phase, permission, action, orderClass),
            PermissionTable.Decide(phase, permission, action, orderClass));

    [Theory]
    [InlineData(EnginePhase.None, Permission.Active, OrderClass.Reducing, RiskCode.NotRunning)]
    [InlineData((EnginePhase)6, Permission.Active, OrderClass.Reducing, RiskCode.NotRunning)]
    [InlineData(EnginePhase.Running, Permission.None, OrderClass.Reducing, RiskCode.PermissionReadOnly)]
    [InlineData(EnginePhase.Running, (Permission)5, OrderClass.Reducing, RiskCode.PermissionReadOnly)]
    [InlineData(EnginePhase.Running, Permission.Reducing, OrderClass.None, RiskCode.PermissionReducing)]
    [InlineData(EnginePhase.Running, Permission.Halted, (OrderClass)5, RiskCode.PermissionHalted)]
    public void What_is_outside_the_table_is_not_allowed(
        EnginePhase phase, Permission permission, OrderClass orderClass, RiskCode code) =>
        Assert.Equal(code, PermissionTable.Decide(phase, permission, TradeAction.Submit, orderClass));

    [Fact]
    public void The_document_shows_every_row() =>
        Assert.Equal(2 + (5 * 4 * 3), PermissionTable.ToMarkdown().TrimEnd().Split('\n').Length);

    [Theory]
    [InlineData(Side.Sell, 100, 0, 0, 100)]
    [InlineData(Side.Sell, 100, 0, 40, 60)]
    [InlineData(Side.Sell, 100, 70, 40, 60)]     // Working buys make no room.
    [InlineData(Side.Sell, 100, 0, 101, 0)]
    [InlineData(Side.Sell, 0, 0, 0, 0)]
    [InlineData(Side.Sell, -5, 0, 0, 0)]
    [InlineData(Side.Buy, -100, 30, 0, 70)]
    [InlineData(Side.Buy, 100, 0, 0, 0)]
    [InlineData(Side.None, 100, 0, 0, 0)]
    [InlineData(Side.Buy, long.MinValue, 0, 0, long.MaxValue)]
    [InlineData(Side.Sell, long.MinValue, 0, long.MaxValue, 0)]
    [InlineData(Side.Sell, long.MaxValue, 0, 0, long.MaxValue)]
    public void Room_to_reduce(Side side, long position, long openBuys, long openSells, long room)
    {
        Assert.Equal(room, OrderClassifier.ReducingRoom(side, position, openBuys, openSells));
        if (room > 0)
            Assert.Equal(OrderClass.Reducing, OrderClassifier.Classify(side, room, position, openBuys, openSells));
        if (room < long.MaxValue)
            Assert.Equal(OrderClass.Opening, OrderClassifier.Classify(side, room + 1, position, openBuys, openSells));
        Assert.Equal(OrderClass.Opening, OrderClassifier.Classify(side, 0, position, openBuys, openSells));
    }

    private static RiskCode Rule(EnginePhase phase, Permission permission, TradeAction action, OrderClass orderClass)
    {
        if (phase is EnginePhase.Starting or EnginePhase.Stopped) return RiskCode.NotRunning;

        var isCancel = action == TradeAction.Cancel;
        if (phase == EnginePhase.Reconciling && !isCancel) return RiskCode.NotRunning;
        if (permission == Permission.ReadOnly) return RiskCode.PermissionReadOnly;
        if (isCancel) return RiskCode.Accepted;
        if (phase == EnginePhase.Stopping && orderClass == OrderClass.Opening) return RiskCode.NotRunning;

        var isGuard = orderClass is OrderClass.Protective or OrderClass.EmergencyExit;
        if (permission == Permission.Halted && !isGuard) return RiskCode.PermissionHalted;
        if (permission == Permission.Reducing && orderClass == OrderClass.Opening) return RiskCode.PermissionReducing;
        return RiskCode.Accepted;
    }

    private static TheoryData<EnginePhase, Permission, TradeAction, OrderClass> AllCells()
    {
        var cells = new TheoryData<EnginePhase, Permission, TradeAction, OrderClass>();
        foreach (var phase in PermissionTable.Phases)
            foreach (var permission in PermissionTable.Permissions)
                foreach (var action in PermissionTable.Actions)
                    foreach (var orderClass in PermissionTable.Classes)
                        cells.Add(phase, permission, action, orderClass);
        return cells;
    }
}
