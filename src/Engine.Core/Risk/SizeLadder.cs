using Engine.Core.State;

namespace Engine.Core.Risk;

/// <summary>
/// How much of what a strategy asks for is opened, in parts of ten thousand: a strategy that is new grows step by step,
/// and never knows. Its limits of position, of capital and of the value of an opening order shrink with it; what closes
/// is never scaled. State, so that a step survives a restart.
/// </summary>
public sealed class SizeLadder
{
    /// <summary>All of it.</summary>
    public const int Whole = 10_000;

    private readonly StateTable<SizeFactorState> _factors;
    private readonly SizeFactorState[] _before;
    private SizeLadderSettings? _settings;

    public SizeLadder(StateRegistry registry, int strategiesMax)
    {
        ArgumentNullException.ThrowIfNull(registry);
        _factors = registry.Add<SizeFactorState>(StateParts.SizeFactors, version: 1, strategiesMax + 1);
        _before = new SizeFactorState[strategiesMax + 1];
    }

    /// <summary>The steps, ascending, in parts of ten thousand.</summary>
    public IReadOnlyList<int> Steps => _settings?.StepsPerTenThousand ?? [];

    /// <summary>
    /// Puts settings in force. Every strategy has to be defined again: one that an operator had set keeps what he set,
    /// or what the file says where that has changed and is less.
    /// </summary>
    public void Configure(SizeLadderSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        for (var id = 0; id < _before.Length; id++)
        {
            _before[id] = _factors[id];
            if (_before[id].NameHigh != 0 || _before[id].NameLow != 0) _factors.Edit(id) = default;
        }
    }

    /// <exception cref="InvalidOperationException">Nothing is configured yet.</exception>
    public void Define(int strategyId, string name)
    {
        if (_settings is null) throw new InvalidOperationException("Configure the ladder before its strategies.");

        var (high, low) = LimitsOverlay.Hash(name);
        var configured = _settings.FactorOf(name);
        ref var state = ref _factors.Edit(strategyId);
        state = new SizeFactorState
        {
            NameHigh = high,
            NameLow = low,
            PerTenThousand = configured,
            ConfiguredPerTenThousand = configured,
        };
        foreach (ref readonly var before in _before.AsSpan())
        {
            if (before.IsCommanded == 0 || before.NameHigh != high || before.NameLow != low) continue;

            state.IsCommanded = 1;
            state.PerTenThousand = before.ConfiguredPerTenThousand == configured
                ? before.PerTenThousand
                : Math.Min(before.PerTenThousand, configured);
        }
    }

    public ref readonly SizeFactorState Of(int strategyId) => ref _factors[strategyId];

    /// <summary>In force, in parts of ten thousand. Operators' own orders (strategy 0) are not scaled.</summary>
    public int FactorOf(int strategyId) =>
        strategyId == 0 || !IsDefined(strategyId) ? Whole : _factors[strategyId].PerTenThousand;

    public bool IsDefined(int strategyId) =>
        (uint)strategyId < (uint)_before.Length
        && (_factors[strategyId].NameHigh != 0 || _factors[strategyId].NameLow != 0);

    /// <summary>True for a step, and for 0: nothing opens.</summary>
    public bool IsStep(int perTenThousand) => _settings is not null && _settings.IsStep(perTenThousand);

    public void Set(int strategyId, int perTenThousand)
    {
        ref var state = ref _factors.Edit(strategyId);
        state.PerTenThousand = perTenThousand;
        state.IsCommanded = 1;
    }

    /// <summary>
    /// The quantity that is sent: what closes whole, of the rest the factor, together rounded down to a lot.
    /// </summary>
    public static long Scale(long quantity, long closing, int factor, long lot)
    {
        var total = closing + Part(quantity - closing, factor);
        return total - (total % lot);
    }

    /// <summary>
    /// The strategy's limit of position in an instrument. Below the whole size a strategy without a limit of its own
    /// has that of the instrument, scaled: nothing else would stop one that asks for the rest of its target again and
    /// again.
    /// </summary>
    public long PositionLimit(int strategyId, long own, long instrumentMax)
    {
        var factor = FactorOf(strategyId);
        return factor == Whole ? own : Part(Math.Min(own, instrumentMax), factor);
    }

    /// <summary>The strategy's limit of the value of one order; one that closes anything has it whole.</summary>
    public long NotionalLimit(int strategyId, long own, bool isOpeningAlone)
    {
        var factor = FactorOf(strategyId);
        return factor == Whole || own == RiskLimits.None || !isOpeningAlone ? own : Part(own, factor);
    }

    /// <summary>The strategy's limit of capital.</summary>
    public long CapitalLimit(int strategyId, long own)
    {
        var factor = FactorOf(strategyId);
        return factor == Whole || own == RiskLimits.None ? own : Part(own, factor);
    }

    private static long Part(long amount, int factor) => (long)((Int128)amount * factor / Whole);
}
