using Engine.Core.Config;

namespace Engine.Core.Gateway;

/// <summary>How often engine and venue are compared: the section <c>reconcile</c>. Journaled.</summary>
public sealed record ReconcileOptions
{
    /// <summary>Between two comparisons of everything, nanoseconds.</summary>
    public required long EveryNs { get; init; }

    /// <summary>Between two comparisons of the open orders alone, nanoseconds.</summary>
    public required long OrdersEveryNs { get; init; }

    /// <summary>From a difference to the comparison that confirms it, nanoseconds.</summary>
    public required long ConfirmAfterNs { get; init; }

    /// <exception cref="ConfigException">A setting cannot be used; the message names it.</exception>
    public static ReconcileOptions Parse(ConfigSection section)
    {
        const long millisecond = 1_000_000;
        const long second = 1_000 * millisecond;
        const long day = 86_400 * second;
        return new ReconcileOptions
        {
            EveryNs = section.GetDurationNs("every", 10 * second, day, "300s"),
            OrdersEveryNs = section.GetDurationNs("ordersEvery", second, day, "30s"),
            ConfirmAfterNs = section.GetDurationNs("confirmAfter", 100 * millisecond, 60 * second, "1s"),
        };
    }
}
