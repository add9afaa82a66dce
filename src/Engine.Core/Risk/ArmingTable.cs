using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.State;

namespace Engine.Core.Risk;

/// <summary>
/// Which build and configuration an operator has armed for the account. Anything else that runs is disarmed: what
/// decides about money is what somebody has looked at.
/// </summary>
public sealed class ArmingTable
{
    private const string Key = "arming";

    private readonly StateTable<ArmingState> _state;

    public ArmingTable(StateRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        _state = registry.Add<ArmingState>(StateParts.Arming, version: 1, capacity: 1);
    }

    public bool IsRequired { get; private set; }

    public ArmingStatus Status => !IsRequired ? ArmingStatus.NotRequired
        : _state[0].IsArmed != 0 ? ArmingStatus.Armed
        : ArmingStatus.Disarmed;

    /// <summary>Reads <c>risk.arming</c>: required or none; live is never without, a backtest never with.</summary>
    /// <exception cref="ConfigException">It says something else, or what the mode cannot.</exception>
    public void Configure(ConfigSection risk, EngineMode mode)
    {
        var text = risk.GetText(Key, mode == EngineMode.Live ? "required" : "none");
        if (text is not ("required" or "none"))
            throw ConfigException.Invalid(risk.KeyOf(Key), text, "give required or none");
        if (text == "none" && mode == EngineMode.Live)
        {
            throw ConfigException.Invalid(
                risk.KeyOf(Key), text, "live trades only what an operator has armed: leave it out");
        }
        IsRequired = text == "required";
        if (IsRequired && mode == EngineMode.Backtest)
        {
            throw ConfigException.Invalid(
                risk.KeyOf(Key), text, "a backtest takes no commands, so nobody could arm it: leave it out");
        }
    }

    /// <summary>A run begins, under a build and for the account of its journal.</summary>
    public void OnStarted(in LifecyclePayload start)
    {
        ref var state = ref _state.Edit(0);
        state.Account = start.Account;
        state.Build = start.Build;
    }

    /// <summary>True if this build is armed with this configuration. Another than was armed ends the arming.</summary>
    public bool Confirm(in Sha256Text config)
    {
        ref readonly var state = ref _state[0];
        if (state.IsArmed == 0) return false;
        if (Equal(state.ArmedBuild, state.Build) && Equal(state.ArmedConfig, config)) return true;

        Disarm();
        return false;
    }

    /// <summary>True if it is the account of this journal.</summary>
    public bool IsAccount(in AsciiText32 account) => Equal(_state[0].Account, account);

    public void Arm(in Sha256Text config)
    {
        ref var state = ref _state.Edit(0);
        state.ArmedBuild = state.Build;
        state.ArmedConfig = config;
        state.IsArmed = 1;
    }

    public void Disarm()
    {
        ref var state = ref _state.Edit(0);
        state.ArmedBuild = default;
        state.ArmedConfig = default;
        state.IsArmed = 0;
    }

    private static bool Equal(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => left.SequenceEqual(right);
}
