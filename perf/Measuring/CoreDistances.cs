namespace Measuring;

/// <summary>Tells the distance of the cores from the bare round trips before and after a sample.</summary>
public static class CoreDistances
{
    /// <summary>Below, the cores are near.</summary>
    public const double NearNsMax = 150;

    /// <summary>Above, they are far.</summary>
    public const double FarNsMin = 200;

    public static CoreDistance Of(double roundTripNs) => roundTripNs switch
    {
        < NearNsMax => CoreDistance.Near,
        > FarNsMin => CoreDistance.Far,
        _ => CoreDistance.Mixed,
    };

    /// <summary>The distance if both probes agree on it.</summary>
    public static CoreDistance Of(double beforeNs, double afterNs) =>
        Of(beforeNs) == Of(afterNs) ? Of(beforeNs) : CoreDistance.Mixed;
}
