using Engine.Core.Events;
using Engine.Core.Risk;

namespace Engine.Core.Replay;

/// <summary>The maintenance window in force, else the next one, for people.</summary>
public sealed record MaintenanceFigures(
    MaintenanceStage Stage, string Window, long LeadStartNs, long StartNs, long EndNs)
{
    /// <summary>Null if no window is known.</summary>
    public static MaintenanceFigures? Of(MaintenanceBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        ref readonly var window = ref book.Stage == MaintenanceStage.None ? ref book.Next : ref book.InForce;
        return window.EndNs == 0
            ? null
            : new MaintenanceFigures(
                book.Stage, window.Window.ToString(), window.LeadStartNs, window.StartNs, window.EndNs);
    }
}
