namespace Engine.Core.Risk;

/// <summary>What is to leave the process. Rows of <see cref="PermissionTable"/>.</summary>
public enum TradeAction : byte
{
    Submit = 0,
    Cancel = 1,
    Replace = 2,
}
