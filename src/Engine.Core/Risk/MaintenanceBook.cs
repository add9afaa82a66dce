using Engine.Core.Events;
using Engine.Core.State;

namespace Engine.Core.Risk;

/// <summary>
/// Maintenance windows as they were received in <see cref="EventKind.MaintenanceWindow"/> inputs, already resolved to
/// UTC, and the stage that follows from them.
/// </summary>
public sealed class MaintenanceBook
{
    /// <summary>Windows that are remembered until they are over.</summary>
    public const int WindowsMax = 96;

    private readonly StateTable<MaintenanceState> _windows; // 0 is in force; from 1 on those that are not over.
    private long _nextEdgeNs = long.MaxValue;               // Derived.

    public MaintenanceBook(StateRegistry registry)
    {
        _windows = registry.Add<MaintenanceState>(StateParts.Maintenance, version: 1, 1 + WindowsMax);
        registry.OnRestored(FindNextEdge);
    }

    public MaintenanceStage Stage => (MaintenanceStage)_windows[0].Stage;

    /// <summary>The window that the stage comes from; all zero without one.</summary>
    public ref readonly MaintenanceState InForce => ref _windows[0];

    /// <summary>The next window that is not in force yet; all zero without one.</summary>
    public ref readonly MaintenanceState Next
    {
        get
        {
            var at = 1;
            while (at < WindowsMax && _windows[at].EndNs != 0 && _windows[at].LeadStartNs <= _windows[0].PassedNs) at++;
            return ref _windows[at];
        }
    }

    /// <summary>Engine time at which the stage may change; <see cref="long.MaxValue"/> if no window is known.</summary>
    public long NextEdgeNs => _nextEdgeNs;

    /// <summary>False if it cannot be a window, or there is no room. The same again changes nothing.</summary>
    /// <param name="isNew">It was not known, and it is not over: its stage has to be found out.</param>
    public bool TryAdd(in MaintenancePayload window, long nowNs, out bool isNew)
    {
        isNew = false;
        var isSound = window.LeadStartTimeNs <= window.StartTimeNs && window.StartTimeNs < window.EndTimeNs;
        if (!isSound) return false;
        if (window.EndTimeNs <= nowNs) return true;

        var at = 1;
        for (; at <= WindowsMax && _windows[at].EndNs != 0 && _windows[at].StartNs <= window.StartTimeNs; at++)
        {
            var isKnown = _windows[at].StartNs == window.StartTimeNs && _windows[at].EndNs == window.EndTimeNs
                && _windows[at].LeadStartNs == window.LeadStartTimeNs;
            if (isKnown) return true;
        }
        if (_windows[WindowsMax].EndNs != 0) return false;

        for (var i = WindowsMax; i > at; i--)
            if (_windows[i - 1].EndNs != 0) _windows.Edit(i) = _windows[i - 1];
        _windows.Edit(at) = new MaintenanceState
        {
            LeadStartNs = window.LeadStartTimeNs,
            StartNs = window.StartTimeNs,
            EndNs = window.EndTimeNs,
            Window = window.Window,
        };
        FindNextEdge();
        isNew = true;
        return true;
    }

    /// <summary>Passes every edge up to the time and forgets windows that are over.</summary>
    /// <returns>True if the stage has changed.</returns>
    public bool Advance(long nowNs)
    {
        var before = Stage;
        var inForce = default(MaintenanceState);
        for (var i = WindowsMax; i >= 1; i--)
        {
            if (_windows[i].EndNs == 0) continue;
            if (_windows[i].EndNs <= nowNs)
            {
                RemoveAt(i);
                continue;
            }
            var stage = StageOf(in _windows[i], nowNs);
            if (stage != MaintenanceStage.None && (long)stage >= inForce.Stage)
            {
                inForce = _windows[i];
                inForce.Stage = (long)stage;
            }
        }
        inForce.PassedNs = nowNs;
        _windows.Edit(0) = inForce;
        FindNextEdge();
        return Stage != before;
    }

    /// <summary>A run begins: what is not in force yet is given again, as this run is configured.</summary>
    public void ForgetUpcoming(long nowNs)
    {
        for (var i = WindowsMax; i >= 1; i--)
            if (_windows[i].EndNs != 0 && _windows[i].LeadStartNs > nowNs) RemoveAt(i);
        FindNextEdge();
    }

    private static MaintenanceStage StageOf(in MaintenanceState window, long nowNs)
    {
        if (nowNs >= window.StartNs) return MaintenanceStage.Closed;
        return nowNs >= window.LeadStartNs ? MaintenanceStage.Draining : MaintenanceStage.None;
    }

    private void FindNextEdge()
    {
        _nextEdgeNs = long.MaxValue;
        var passedNs = _windows[0].PassedNs;
        for (var i = 1; i <= WindowsMax && _windows[i].EndNs != 0; i++)
        {
            Note(_windows[i].LeadStartNs);
            Note(_windows[i].StartNs);
            Note(_windows[i].EndNs);
        }

        void Note(long edgeNs)
        {
            if (edgeNs > passedNs) _nextEdgeNs = Math.Min(_nextEdgeNs, edgeNs);
        }
    }

    private void RemoveAt(int index)
    {
        for (var i = index; i < WindowsMax && _windows[i].EndNs != 0; i++) _windows.Edit(i) = _windows[i + 1];
        if (_windows[WindowsMax].EndNs != 0) _windows.Edit(WindowsMax) = default;
    }
}
