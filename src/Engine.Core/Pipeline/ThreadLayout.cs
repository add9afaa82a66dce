using System.Globalization;
using Engine.Core.Config;
using Engine.Core.Sequencing;

namespace Engine.Core.Pipeline;

/// <summary>
/// Which stages share which thread, how each thread waits, and where it is pinned. The outcome of a run never depends
/// on it. Text form, as in the setting <c>threads.layout</c>: threads divided by <c>|</c>, the stages of one thread by
/// <c>+</c>, a core after <c>@</c>: <c>source|logic@0|journal+gateway@1|follower</c>.
/// </summary>
public sealed class ThreadLayout
{
    public const string SettingKey = "threads.layout";

    /// <summary>
    /// Below this many usable cores a thread that spins without end takes the core from work that is waiting.
    /// </summary>
    public const int PureSpinCoresMin = 4;

    private const string Remedy =
        "name each of source, logic, journal, gateway, follower once; divide threads by '|', " +
        "stages of one thread by '+', " +
        "and put a core after '@', as in 'source|logic@0|journal+gateway@1|follower'";

    private static readonly StageRole[] AllRoles = Enum.GetValues<StageRole>();

    private ThreadLayout(IReadOnlyList<ThreadPlan> threads) => Threads = threads;

    public IReadOnlyList<ThreadPlan> Threads { get; }

    /// <summary>The layout for a machine when the operator names none.</summary>
    public static ThreadLayout For(CoreBudget cores, SpinSetting spin = SpinSetting.Auto) => Parse(
        cores.Usable switch
        {
            // With two cores one trades and the other does the rest: a hop between threads costs more than it overlaps.
            1 or 2 => "source+logic+journal+gateway|follower",
            < PureSpinCoresMin => "source|logic+journal+gateway|follower",
            _ => "source|logic|journal|gateway|follower",
        },
        cores,
        spin);

    /// <summary>Reads the text form. Throws a <see cref="ConfigException"/> that names the remedy.</summary>
    public static ThreadLayout Parse(string text, CoreBudget cores, SpinSetting spin = SpinSetting.Auto)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(cores);

        var threads = text.Split('|').Select(thread => ParseThread(text, thread)).ToArray();
        var placed = threads.SelectMany(t => t.Roles).ToArray();
        foreach (var role in AllRoles)
        {
            var count = placed.Count(r => r == role);
            if (count == 0) throw Invalid(text, $"no thread runs '{NameOf(role)}'");
            if (count > 1) throw Invalid(text, $"'{NameOf(role)}' is placed {count} times");
        }
        var shared = threads.Where(t => t.Cpu is not null).GroupBy(t => t.Cpu).FirstOrDefault(g => g.Count() > 1);
        if (spin == SpinSetting.Always && shared is not null)
            throw Invalid(text, $"core {shared.Key} is given to several threads that would spin on it");

        return new ThreadLayout(
            [.. threads.Select(t => new ThreadPlan(t.Roles, WaitFor(t.Roles, threads.Length, cores, spin), t.Cpu))]);
    }

    /// <summary>The thread that runs a stage.</summary>
    public ThreadPlan ThreadOf(StageRole role) => Threads.First(t => t.Roles.Contains(role));

    /// <summary>The text form; parsing it gives the same layout.</summary>
    public override string ToString() =>
        string.Join('|', Threads.Select(t =>
            t.Cpu is { } cpu ? string.Create(CultureInfo.InvariantCulture, $"{t.Name}@{cpu}") : t.Name));

    internal static string NameOf(StageRole role) => role switch
    {
        StageRole.Source => "source",
        StageRole.Logic => "logic",
        StageRole.Journal => "journal",
        StageRole.Gateway => "gateway",
        StageRole.Follower => "follower",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "Not a stage."),
    };

    private static (StageRole[] Roles, int? Cpu) ParseThread(string text, string thread)
    {
        var parts = thread.Split('@');
        if (parts.Length > 2) throw Invalid(text, $"thread '{thread.Trim()}' names more than one core");
        int? cpu = null;
        if (parts.Length == 2)
        {
            if (!int.TryParse(parts[1].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                throw Invalid(text, $"'{parts[1].Trim()}' is not the number of a core");
            cpu = number;
        }
        return ([.. parts[0].Split('+').Select(name => ParseRole(text, name.Trim()))], cpu);
    }

    private static StageRole ParseRole(string text, string name)
    {
        foreach (var role in AllRoles)
            if (NameOf(role) == name) return role;
        throw Invalid(text, name.Length == 0 ? "a stage name is missing" : $"there is no stage '{name}'");
    }

    // Spinning pays only while every runnable thread has a core: the threads of the layout, and one core for the rest
    // of the process (control plane, garbage collection, timers).
    private static WaitOptions WaitFor(StageRole[] roles, int threads, CoreBudget cores, SpinSetting spin)
    {
        var isHot = roles.Any(r => r is StageRole.Logic or StageRole.Journal or StageRole.Gateway);
        var hasSpareCores = cores.Usable >= PureSpinCoresMin && cores.Usable > threads;
        return spin switch
        {
            SpinSetting.Always when isHot => new WaitOptions(WaitKind.BusySpin),
            SpinSetting.Never => new WaitOptions(WaitKind.Blocking),
            SpinSetting.Auto when !isHot || cores.Usable == 1 => new WaitOptions(WaitKind.Blocking),
            SpinSetting.Auto when hasSpareCores => new WaitOptions(WaitKind.BusySpin),
            _ => WaitOptions.Default,
        };
    }

    private static ConfigException Invalid(string text, string problem) =>
        ConfigException.Invalid(SettingKey, text, $"{problem}; {Remedy}");
}
