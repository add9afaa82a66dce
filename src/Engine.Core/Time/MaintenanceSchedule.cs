using Engine.Core.Config;
using Engine.Core.Events;

namespace Engine.Core.Time;

/// <summary>The maintenance windows of the configuration: the edge that resolves them to UTC.</summary>
public sealed class MaintenanceSchedule
{
    /// <summary>Windows that may be configured.</summary>
    public const int RulesMax = 8;

    private readonly List<MaintenanceRule> _rules = [];

    /// <param name="section"><c>maintenance</c>; every name in it is a window.</param>
    /// <exception cref="ConfigException">A setting is missing or cannot be used.</exception>
    public MaintenanceSchedule(ConfigSection section)
    {
        foreach (var name in section.Children) _rules.Add(MaintenanceRule.Parse(name, section.Section(name)));
        if (_rules.Count > RulesMax)
        {
            throw ConfigException.Invalid(
                section.KeyOf("*"), $"{_rules.Count} windows", $"configure at most {RulesMax}");
        }
    }

    /// <summary>
    /// The first window that begins after the time; of those that begin together the longest, with the longest lead.
    /// False if none is configured.
    /// </summary>
    public bool TryFindAfter(long timeNs, out MaintenancePayload window)
    {
        window = default;
        foreach (var rule in _rules)
        {
            var next = rule.FirstAfter(timeNs);
            if (window.EndTimeNs == 0 || next.StartTimeNs < window.StartTimeNs) window = next;
            else if (next.StartTimeNs == window.StartTimeNs)
            {
                window.EndTimeNs = Math.Max(window.EndTimeNs, next.EndTimeNs);
                window.LeadStartTimeNs = Math.Min(window.LeadStartTimeNs, next.LeadStartTimeNs);
            }
        }
        return _rules.Count > 0;
    }
}
