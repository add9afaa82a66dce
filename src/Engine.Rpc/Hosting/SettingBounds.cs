using System.Runtime.CompilerServices;

namespace Engine.Rpc.Hosting;

/// <summary>Checks settings against their bounds, with errors that say what to write instead.</summary>
internal static class SettingBounds
{
    public static void Check<T>(
        string name, T value, T min, T max, [CallerFilePath] string file = "")
        where T : IComparable<T>
    {
        if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
        {
            throw new ArgumentOutOfRangeException(
                name, value, $"{Path.GetFileNameWithoutExtension(file)}.{name} must lie between {min} and {max}.");
        }
    }
}
