using Engine.Core.Events;

namespace Engine.Core.Control;

/// <summary>Every hold in force at one sequence, oldest first.</summary>
public sealed record HoldsInForce(long Sequence, IReadOnlyList<HoldInForce> Holds)
{
    /// <summary>What the holds of the account leave permitted.</summary>
    public Permission AccountPermission
    {
        get
        {
            var permission = Permission.Active;
            foreach (var hold in Holds)
                if (hold.Scope == HoldScope.Account && hold.Permission > permission) permission = hold.Permission;
            return permission;
        }
    }
}
